import type { z } from "zod";
import { defaultParameters } from "../../components/core/verdict/parameters";
import { analysisSchema } from "./analysis";
import { appSchema } from "./app";
import { checksSchema, findHealthProblems } from "./checks";
import { clusterSchema } from "./cluster";
import { findEdgeProblems } from "../settings/edge";
import { findTlsProblems } from "../settings/tls";
import { defaultsSchema } from "./defaults";
import { flagsSchema } from "./flags";
import { findHeaderProblems } from "../settings/headers";
import { edgeSchema } from "./edge";
import { mapping, told, whole } from "../fields/field";
import { migrationSchema } from "./migration";
import { contactsSchema, notifySchema } from "./notify";
import { preflightSchema } from "./preflight";
import { promotionSchema } from "./promotion";
import { reportSchema } from "./report";
import { slosSchema } from "./slos";
import { sourceNames, sourceOf, sources } from "../../components/core/sources/sources";
import { isByPods } from "../../components/core/routers/routers";
import { releaseSchema } from "./release";
import { stagesSchema } from "./stages";
import { findStrategyProblems, strategySchema, usualStages } from "./strategy";
import { verifySchema } from "./verify";
import { watchdogSchema } from "./watchdog";
import { trafficSchema } from "./traffic";

/**
 * Schema of an environment file under `sluice:`. Every default is here and in the files beside it, nowhere else. All
 * are right for a small HTTP service; cluster, app, release, traffic.hosts and analysis.prometheus have none.
 */
export const environmentSchema = mapping("", {
  /** @default - none */
  defaults: defaultsSchema.optional(),
  cluster: clusterSchema,
  app: appSchema,
  release: releaseSchema,
  strategy: strategySchema,
  stages: told(
    "increasing, the first one at most 20 (`analysis.parameters.requirePassAbove`), the last one 100; before them perhaps a mirror, then perhaps a match; with strategy `blue-green` 100 alone",
    stagesSchema.optional(),
    "1 % for 5m, 5 % for 10m, 20 % for 15m, 50 % for 15m, 100 % for 30m; with strategy `blue-green` 100 % for 30m",
  ),
  warmup: told(
    "GET and HEAD requests of `checks` without credentials, else to `traffic.probePath`, for each pod of the canary before its first user; pods that come later are ready by their own probe",
    whole(0, 10_000).optional(),
    "0; with strategy `blue-green` 20",
  ),
  hotfix: mapping("hotfix", {
    stages: told(
      "stages of a release with `release.profile: hotfix`, as in `stages`",
      stagesSchema.prefault([
        { weight: 20, soak: "2m", approval: true },
        { weight: 100, soak: "5m" },
      ]),
    ),
  }).prefault({}),
  traffic: trafficSchema,
  /** @default - nothing */
  edge: edgeSchema.optional(),
  analysis: analysisSchema,
  promotion: promotionSchema,
  /** @default - no migration */
  migration: migrationSchema.optional(),
  /** @default - none */
  checks: told(
    "what is asked before traffic, and after a promotion, abort or rollback: see [checks](../how-to/checks.md)",
    checksSchema.optional(),
    "none",
  ),
  /** @default - every item is about the service */
  preflight: preflightSchema.optional(),
  /** @default - the record in the cluster alone */
  report: reportSchema.optional(),
  /** @default - no objective is set */
  slos: slosSchema.optional(),
  /** @default - no flags */
  flags: flagsSchema.optional(),
  /** @default - nobody is told */
  notify: notifySchema.optional(),
  /** @default - none are named */
  contacts: contactsSchema.optional(),
  /** @default - people are told */
  verify: verifySchema.prefault({}),
  /** @default - none */
  watchdog: watchdogSchema.optional(),
}).check((context) => {
  const { strategy, hotfix, release, analysis, traffic, app, migration, slos } = context.value;
  const stages = context.value.stages ?? usualStages(strategy);
  const problems = [
    findStrategyProblems,
    findHealthProblems,
    findEdgeProblems,
    findTlsProblems,
    findHeaderProblems,
  ].flatMap((find) => find(context.value));
  for (const problem of problems) context.issues.push({ code: "custom", ...problem });
  if (migration !== undefined && migration.command === undefined && app.from === undefined) {
    context.issues.push({
      code: "custom",
      path: ["migration", "command"],
      message: "be a list of texts with at least one",
      input: undefined,
    });
  }
  const named = (traffic.rules ?? []).findIndex(({ name }) => name !== undefined);
  if (named >= 0 && stages.some(({ match, mirror }) => match !== undefined || mirror !== undefined))
    context.issues.push({
      code: "custom",
      path: ["traffic", "rules", named, "name"],
      message:
        "be left out with a match or mirror in sluice:stages: policies of others that know the rule by it would not know theirs",
      input: traffic.rules?.[named]?.name,
    });
  const mirrored = stages.findIndex(({ mirror }) => mirror !== undefined);
  if (mirrored >= 0 && traffic.from !== undefined)
    context.issues.push({
      code: "custom",
      path: ["stages", mirrored, "mirror"],
      message: "be left out with sluice:traffic.from: copies go by the rule that Sluice makes",
      input: stages[mirrored]?.mirror?.percent,
    });
  const fits = sourceNames.filter((name) => {
    const counted: readonly string[] | "any" = sources[name].profile.routers;
    return counted === "any" || counted.includes(traffic.router);
  });
  if (slos?.latency !== undefined && sourceOf(analysis).durations === undefined)
    context.issues.push({
      code: "custom",
      path: ["slos", "latency"],
      message: `be left out: source "${analysis.source}" counts no durations`,
      input: slos.latency.within,
    });
  if (!fits.includes(analysis.source)) {
    context.issues.push({
      code: "custom",
      path: ["analysis", "source"],
      message: `be one that counts what router "${traffic.router}" splits: ${fits.join(", ")}`,
      input: analysis.source,
    });
  }
  // The stages of a hotfix that is none refuse nothing.
  const lists = [
    // With blue-green checks stand in for evidence.
    ...(strategy !== "blue-green" ? [{ path: ["stages"], list: stages }] : []),
    ...(release.profile === "hotfix" ? [{ path: ["hotfix", "stages"], list: hotfix.stages }] : []),
  ];
  const most = analysis.parameters["passAboveWeight"] ?? defaultParameters().passAboveWeight;
  // Without a stage before it nothing could ever be proven, and its gate would refuse for ever.
  for (const { path, list: each } of lists) {
    const first = each.findIndex((stage) => stage.weight !== undefined);
    const weight = each[first]?.weight ?? 0;
    if (weight <= most || isByPods(traffic.router)) continue;
    context.issues.push({
      code: "custom",
      path: [...path, first, "weight"],
      message: `be at most ${most}% in the first stage: more needs evidence from a stage before it (analysis.parameters.requirePassAbove)`,
      input: weight,
    });
  }
});

/** One environment's configuration, defaults filled in, durations in seconds. */
export type EnvironmentConfig = z.output<typeof environmentSchema>;
