import { abilities } from "../../components/core/routers/abilities";
import { routers } from "../../components/core/routers/routers";
import { checkKinds } from "../../components/core/checks/kinds";
import { checkSets } from "../../components/core/checks/sets";
import { gateChecks } from "../../components/core/gate/checks";
import type { GateCheck } from "../../components/core/gate/check";
import { formatDuration } from "../../components/core/duration";
import { preflightItems } from "../../components/core/preflight/items";
import { checklistSections, countLines } from "../../components/core/preflight/lines/lines";
import { sourceNames, sourceOf } from "../../components/core/sources/sources";
import { stackKinds } from "../../infra/stack-kinds";
import { listKeys } from "../../stacks/fields/list-keys";
import type { GuideKey } from "../../stacks/fields/list-keys";
import { metricKinds } from "../../stacks/metrics/metric-kinds";
import { environmentSchema } from "../../stacks/schema/schema";
import { fleetSchema } from "../../stacks/schema/fleet";
import { commands } from "../command-list";
import { table } from "../../components/core/report/markdown";
import type { Blocks } from "./fill-blocks";
import { renderCommand } from "./render-command";
import { renderRoles, renderWatchdogRole } from "./render-roles";

const rows = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  table(head, body).join("\n").trimEnd();

const listCommands = (): string =>
  rows(
    ["command", "in short"],
    commands.map(({ name, summary }) => [`\`${name}\``, summary]),
  );

const listChecks = (): string =>
  rows(
    ["check", "demands that", "waived by"],
    gateChecks.map(
      ({ id, demands, waivedByRollback, waivedByRollbackOnStable, waivedByHotfix }: GateCheck) => [
        `\`${id}\``,
        demands,
        [
          ...(waivedByRollback === true ? ["a rollback"] : []),
          ...(waivedByRollbackOnStable === true ? ["a rollback, for stable"] : []),
          ...(waivedByHotfix === true ? ["`sluice approve --waive` in a hotfix"] : []),
        ].join(", "),
      ],
    ),
  );

const listCheckKinds = (): string =>
  rows(
    ["kind", "asks", "fails where"],
    Object.entries(checkKinds).map(([kind, { about, fails }]) => [`\`${kind}\``, about, fails]),
  );

const listCheckSets = (): string =>
  rows(
    ["set", "shows that"],
    Object.entries(checkSets).map(([name, { about }]) => [`\`${name}\``, about]),
  );

const listItems = (): string =>
  rows(
    ["item", "section", "question", "how", "checklists", "owner", "counts for", "about"],
    preflightItems.map(({ id, section, question, find, checklists, owner, validSeconds, per, after }) => [
      `\`${id}\``,
      section,
      question,
      find === undefined ? "stated" : "found",
      `${checklists.length === 3 ? "all" : checklists.join(", ")}${after === undefined ? "" : ", stops none"}`,
      owner,
      formatDuration(validSeconds),
      per === "revision" ? "this version" : "the service",
    ]),
  );

const ends = { found: "found by itself", stated: "stated by a person", none: "not applicable" } as const;

const listLines = (): string =>
  checklistSections
    .map(
      ({ title, lines }) =>
        `### ${title}\n\n${rows(
          ["line", "ends as", "by"],
          lines.map(({ line, end, by }) => [line, ends[end], by]),
        )}`,
    )
    .join("\n\n");

const tellCounts = (): string => {
  const { found, stated, none } = countLines();
  return `Of ${found + stated + none} lines ${found} are found by itself, ${stated} are stated by a person, and ${none} are not applicable.`;
};

const listStacks = (): string =>
  rows(
    ["stack", "is"],
    stackKinds.map(({ name, about }) => [`\`${name}\``, about]),
  );

const listMetricKinds = (): string =>
  rows(
    ["kind", "judges", "keys"],
    Object.entries(metricKinds).map(([kind, { about, keys }]) => [
      `\`${kind}\``,
      about,
      keys.map((key) => `\`${key}\``).join(", "),
    ]),
  );

/** Sentence on a source's durations. */
const explainBounds = (bounds: readonly number[]): string =>
  bounds.length === 0 ? "no" : bounds.map((bound) => `${bound}`).join(", ");

const listSources = (): string =>
  rows(
    [
      "source",
      "whose counters",
      "by",
      "routers",
      "gRPC",
      "routes",
      "buckets, seconds",
      "does not see",
      "stands on",
    ],
    sourceNames.map((source) => {
      const { profile, untold = [], usualBoundsSeconds, countsIn } = sourceOf({ source });
      const { about, routers: counted, tellsCalls, blindTo, experimental } = profile;
      return [
        `\`${source}\``,
        about,
        source === "query" ? "as you say" : countsIn === "router" ? "backend" : "pod",
        counted === "any" ? "any" : counted.map((one) => `\`${one}\``).join(", "),
        tellsCalls ? "yes" : "**no**",
        source === "query" ? "as you say" : untold.includes("routes") ? "no" : "yes",
        source === "query" ? "as you say" : explainBounds(usualBoundsSeconds),
        blindTo,
        experimental === undefined ? "what a real scrape gave" : `**experimental**: ${experimental}`,
      ];
    }),
  );

const listAbilities = (): string =>
  rows(
    ["can it …", ...routers.map(({ name }) => `\`${name}\``), "where not"],
    abilities.map(({ key, what, without }) => [
      what,
      ...routers.map(({ can }) => (can[key] ? "yes" : "**no**")),
      without,
    ]),
  );

/** Keys of the environment's file and of a fleet's. */
const allKeys = (): readonly GuideKey[] => [...listKeys(environmentSchema), ...listKeys(fleetSchema)];

/** A table of the keys below some keys of these files. */
const listKeysOf = (...tops: readonly string[]): string =>
  rows(
    ["key", "default", "meaning"],
    allKeys()
      .filter(({ key }) => tops.some((top) => new RegExp(`^sluice:${top}(\\W|$)`).test(key)))
      .map(({ key, usual, meaning }) => [`\`${key}\``, usual, meaning]),
  );

/** Guides of which parts are made, by file below `docs`. */
export const guides: Readonly<Record<string, Blocks>> = {
  "reference/commands.md": {
    commands: listCommands,
    ...Object.fromEntries(
      commands.map(({ name, load }) => [`command ${name}`, () => renderCommand(load())] as const),
    ),
  },
  "reference/configuration.md": {
    stacks: listStacks,
    "keys of cluster and app": () => listKeysOf("cluster", "app"),
    "keys of defaults": () => listKeysOf("defaults"),
    "keys of release and stages": () => listKeysOf("release", "strategy", "stages", "warmup", "hotfix"),
    "keys of promotion": () => listKeysOf("promotion"),
    "keys of fleets": () => listKeysOf("waves", "maxParallel", "onFailure"),
    "keys of traffic": () => listKeysOf("traffic"),
    "keys of edge": () => listKeysOf("edge"),
    "keys of analysis": () => listKeysOf("analysis"),
    "kinds of metrics": listMetricKinds,
    "keys of migration": () => listKeysOf("migration"),
    "keys of checks": () => listKeysOf("checks"),
    "kinds of checks": listCheckKinds,
    "sets of checks": listCheckSets,
    "keys of preflight": () => listKeysOf("preflight"),
    "keys of report": () => listKeysOf("report"),
    "keys of slos": () => listKeysOf("slos"),
    "keys of flags": () => listKeysOf("flags"),
    "keys of notify and contacts": () => listKeysOf("notify", "contacts"),
    "keys of verify": () => listKeysOf("verify"),
    "keys of watchdog": () => listKeysOf("watchdog"),
  },
  "reference/preflight.md": { counts: tellCounts, items: listItems, lines: listLines },
  "reference/rights.md": { roles: renderRoles, "role of a watchdog": renderWatchdogRole },
  "reference/routers.md": { abilities: listAbilities },
  "how-to/sources.md": { sources: listSources },
  "explanation/verdict.md": { "checks of the gate": listChecks },
};
