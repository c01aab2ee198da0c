import { z } from "zod";
import type { FlagRule, FlagSpec, FlagsSettings, FlagStep } from "../../components/core/flags/flag";
import { semverRule } from "../../components/core/flags/render-flags";
import { isSelector, unknownPlaceholders } from "../../components/core/sources/metric-query";
import { given } from "../../components/core/given";
import { duration, list, mapping, pinnedImage, text, told, whole } from "../fields/field";
import { findFlagProblems } from "../settings/flags";
import { day, time } from "../fields/time";

const scalarRule = "be true, false, a text or a number";
const scalar = () => z.union([z.boolean(), z.string(), z.number()], { error: scalarRule });
const word = () => text("be a text on one line, at most 200 characters", /^\S.{0,199}$/);
const label = (usual: string, meaning: string) =>
  told(meaning, text("be the name of a label", /^[A-Za-z_]\w*$/).default(usual));

const counter = () =>
  text("be a selector of a counter, without functions")
    .refine(isSelector, { error: "be a selector of a counter, without functions" })
    .refine((query) => unknownPlaceholders(query).length === 0, {
      error: "use no other placeholders than {{namespace}} and {{app}}",
    });

const rule = mapping("flags.list.*.targeting[]", {
  attribute: told(
    "attribute of the evaluation's context, such as `email`; a dot goes into a mapping",
    text('be a name of letters, digits, "_", "-" and "."', /^[A-Za-z_][\w.-]{0,99}$/),
  ),
  equals: told("exact value", scalar().optional(), "one of the conditions is needed"),
  in: told(
    "list of values",
    list(
      z.union([z.string(), z.number()], { error: "be a text or a number" }),
      "be a list of values",
      1,
    ).optional(),
    "one of the conditions is needed",
  ),
  startsWith: told("beginning of a text", word().optional(), "one of the conditions is needed"),
  endsWith: told("end of a text", word().optional(), "one of the conditions is needed"),
  semver: told(
    "comparison and version, such as `>=2.1.0`",
    text('be a comparison and a version such as ">=2.1.0"', semverRule).optional(),
    "one of the conditions is needed",
  ),
}).check((context) => {
  const conditions = Object.keys(context.value).filter((key) => key !== "attribute");
  if (conditions.length === 1) return;
  context.issues.push({
    code: "custom",
    message: "have one of equals, in, startsWith, endsWith and semver",
    input: conditions.join(", "),
  });
});

const percentRule = "be a percentage above 0 up to 100, with at most two decimals";

const step = mapping("flags.list.*.steps[]", {
  percent: told(
    "share of the users that targeting leaves, such as 0.5",
    z
      .number({ error: percentRule })
      .gt(0, { error: percentRule })
      .max(100, { error: percentRule })
      .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { error: percentRule }),
  ),
  soak: told("least time with fresh data before the next step", duration("30d").prefault("30m")),
  from: told(
    "earliest moment of the step, a time with zone; a run takes at most one step with `from` or `after`",
    time("2026-12-05T09:00:00Z").optional(),
    "as soon as the step before has passed",
  ),
  after: told(
    "least time since the step before was reached; of the first step since the flag came into the cluster",
    duration("90d").optional(),
    "none",
  ),
  deadline: told(
    "time after which undecided evidence holds the flag where it is",
    duration("90d").optional(),
    "by the predicted time, at least twice the soak",
  ),
});

const usualSteps = [
  { percent: 1 },
  { percent: 5, after: "2d" },
  { percent: 25, after: "2d" },
  { percent: 100, after: "3d" },
];

const flagSchema = mapping("flags.list.*", {
  owner: told("person or team that answers for it", text("be a name on one line", /^\S.{0,79}$/)),
  expires: told("last day: by then it is gone from the code; from then on it does not rise", day()),
  variants: told(
    "two values of one type by their names",
    z
      .record(text("be a name of letters, digits, - and _", /^[A-Za-z0-9_-]{1,50}$/), scalar(), {
        error: "be a mapping of two names to values",
      })
      .default({ on: true, off: false }),
  ),
  on: told("name of the variant that is new", word().default("on")),
  off: told("name of the variant of before: everybody's where nothing else applies", word().default("off")),
  allow: told(
    "targeting keys that always get `on`, unless the flag is switched off",
    list(word(), "be a list of targeting keys")
      .max(1000, { error: "be at most 1000 targeting keys" })
      .default([]),
  ),
  targeting: told(
    "conditions, all of them, on whom the percentage draws from",
    list(rule, "be a list of { attribute, … }").default([]),
  ),
  steps: told(
    "percentages in order, the last one 100; each is gated and soaked",
    list(step, "be a list of { percent, … } with at least one", 1).prefault(usualSteps),
    "1 %; 5 % and 25 % after 2d each, 100 % after 3d",
  ),
});

/** `sluice:flags`: OpenFeature flags, served by flagd. */
export const flagsSchema = mapping("flags", {
  flagd: mapping("flags.flagd", {
    image: told(
      "image of flagd with digest: Sluice runs it as `<app>-flagd`; instead of `selector`",
      pinnedImage().optional(),
      "none",
    ),
    replicas: told("its pods", whole(1, 10).default(2)),
    selector: told(
      "labels of the pods of a flagd of your own that reads `flags.json` of ConfigMap `<app>-flags`; instead of `image`",
      z.record(z.string(), z.string({ error: "be a text" }), { error: "be a mapping of labels" }).optional(),
      "none",
    ),
    port: told("port of OFREP", whole(1, 65_535, "port").default(8016)),
  })
    .check((context) => {
      const { image, selector } = context.value;
      if ((image === undefined) !== (selector === undefined)) return;
      context.issues.push({
        code: "custom",
        message: "have image or selector, and not both",
        input: image,
      });
    })
    .optional(),
  metrics: mapping("flags.metrics", {
    requests: told(
      "selector of the counter that has the labels below",
      counter().default('http_server_request_duration_seconds_count{namespace="{{namespace}}"}'),
    ),
    key: label("feature_flag_key", "label with the flag's name"),
    variant: label("feature_flag_result_variant", "label with the variant"),
    status: label("http_response_status_code", "label with the status of the answer"),
  }).prefault({}),
  list: told(
    "flags by their keys in the code",
    z
      .record(
        text('be a name of letters, digits, "-", "_" and "."', /^[A-Za-z0-9][\w.-]{0,99}$/),
        flagSchema,
        { error: "be a mapping of flags" },
      )
      .default({}),
  ),
}).check((context) => {
  for (const [name, flag] of Object.entries(context.value.list))
    for (const { path, message, input } of findFlagProblems(flag))
      context.issues.push({ code: "custom", path: ["list", name, ...path], message, input });
});

type ConfiguredFlags = z.output<typeof flagsSchema>;

function toStep({
  percent,
  soak,
  from,
  after,
  deadline,
}: ConfiguredFlags["list"][string]["steps"][number]): FlagStep {
  return {
    percent,
    soakSeconds: soak,
    ...given("from", from),
    ...given("afterSeconds", after),
    ...given("deadlineSeconds", deadline),
  };
}

/** Flags in the form of the rest of the program. */
export function toFlags({ flagd, metrics, list: flags }: ConfiguredFlags, app: string): FlagsSettings {
  const { requests, key, variant, status } = metrics;
  const selector = flagd?.selector ?? { "app.kubernetes.io/name": `${app}-flagd` };
  return {
    list: Object.entries(flags).map(
      ([name, { steps, owner, expires, variants, on, off, allow, targeting }]): FlagSpec => ({
        name,
        definition: { variants, on, off, allow, targeting: targeting as readonly FlagRule[], owner, expires },
        steps: steps.map(toStep),
      }),
    ),
    metrics: { requests, keyLabel: key, variantLabel: variant, statusLabel: status },
    ...(flagd === undefined ? {} : { flagd: { selector, port: flagd.port } }),
    ...(flagd?.image === undefined ? {} : { declared: { image: flagd.image, replicas: flagd.replicas } }),
  };
}
