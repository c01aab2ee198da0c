import { z } from "zod";
import { toMetricParameters } from "../../components/core/evidence/metric-rule";
import { sourceNames, sourceOf } from "../../components/core/sources/sources";
import { nameShare } from "../../components/core/verdict/explain/explain-shares";
import { judgedClasses } from "../../components/core/verdict/outcome-rules";
import type { JudgedClass } from "../../components/core/verdict/outcome-rules";
import { parameterName, toEngineNames } from "../../components/core/verdict/parameter-names";
import { findParameterProblems } from "../../components/core/verdict/parameters";
import { profileErrorRatio, profileNames } from "../../components/core/verdict/profiles";
import { duration, list, mapping, metricsAddress, oneOf, text, told, whole } from "../fields/field";
import { basicSchema, findAccessProblems, headersFromSchema, sigv4Schema, tlsSchema } from "./access";
import { tokenSchema } from "./token";
import { metricsSchema, toMetricRules } from "./metrics";
import { listOwnerMetrics, ownerErrorRatio, ownerSchema } from "./owner";
import { querySchema } from "./query";

const number = () => z.number({ error: "be a number" });

/** Parameters that the verdict engine takes from people; those of evidence that this version does not judge are left out. */
const parameters = mapping("analysis.parameters", {
  toleratedRatio: told(
    "R: how much worse than stable is still accepted",
    number().optional(),
    "see [verdict.md](../explanation/verdict.md)",
  ),
  errorsWeight: told(
    "share of errors in the evidence where latency or events are judged too",
    number().optional(),
    "an equal share",
  ),
  falseAbortRate: told("chance of failing a good release", number().optional(), "see verdict.md"),
  missRate: told("chance of passing a bad one", number().optional(), "see verdict.md"),
  trim: told("jumps of the evidence that do not count", number().optional(), "see verdict.md"),
  amber: told("evidence from which no weight is raised", number().optional(), "see verdict.md"),
  unacceptableErrorRatio: told(
    "error ratio that must not pass",
    number().optional(),
    "twice the objective or stable's own ratio",
  ),
  absoluteShare: told("share of the test against the objective", number().optional(), "see verdict.md"),
  requirePassAbove: told(
    "weights above it need proof that the canary is good",
    number().optional(),
    "see verdict.md",
  ),
  temperAbove: told("dispersion from which evidence is tempered", number().optional(), "see verdict.md"),
  warmupSeconds: told(
    "first seconds of a release that are no evidence",
    number().optional(),
    "see verdict.md",
  ),
  gapSeconds: told(
    "silence of a series after which its count starts again",
    number().optional(),
    "see verdict.md",
  ),
});

const expectRule = 'be the reason for the change, such as "/old moved"';

/** Classes of answers that a release changes on purpose, each with its reason. */
const expect = mapping(
  "analysis.expect",
  Object.fromEntries(
    judgedClasses.map((name) => [
      name,
      told(
        `why the share of ${nameShare(name)} is meant to change, such as "/old moved": it is not judged, and each pass says so`,
        text(expectRule, /^(?=.*\S).{1,200}$/).optional(),
        "it is judged",
      ),
    ]),
  ) as Record<JudgedClass, z.ZodOptional<z.ZodString>>,
);

/** Key at which a person sets a parameter of the engine. */
const placeOf: Readonly<Record<string, readonly string[]>> = {
  objectiveErrorRatio: ["objectives", "errorRatio"],
  latencyBoundsSeconds: ["metrics"],
  events: ["metrics"],
  gauges: ["metrics"],
};

const syntheticRule = "be 0, or from 4 to 20";

/** `sluice:analysis`: source of the evidence, and the objectives it is judged by. */
export const analysisSchema = mapping("analysis", {
  prometheus: told(
    "`service://<namespace>/<service>:<port>` through the API server's proxy (`…/https:<service>:<port>` where that port speaks https), or an http(s) URL",
    metricsAddress(),
  ),
  tokenFrom: told(
    "bearer token, for a URL: names an environment variable, or by an absolute path a file; or says [who gives one](access.md#prometheus)",
    tokenSchema.optional(),
    "none",
  ),
  /** @default - none */
  basic: basicSchema.optional(),
  /** @default - requests are not signed */
  sigv4: sigv4Schema.optional(),
  headersFrom: told(
    "further headers, for a URL: `{ X-Api-Key: NAME }`, each named like `tokenFrom`",
    headersFromSchema.optional(),
    "none",
  ),
  /** @default - the usual authorities, no client certificate */
  tls: tlsSchema.optional(),
  tenant: told(
    "tenant for Mimir, Thanos or Cortex, sent as `X-Scope-OrgID`, for a URL",
    text("be a tenant's name", /^[\w!.*'()|-]{1,150}$/).optional(),
    "none",
  ),
  source: told(
    "whose counters, see [sources](../how-to/sources.md)",
    oneOf(sourceNames).default(sourceNames[0]),
  ),
  /** @default - the usual names */
  query: querySchema.optional(),
  labels: told(
    'which place is read where one store has several: `{ cluster: prod }`, or `"*"` for all together; series of several places are refused otherwise',
    z
      .record(
        text("be the name of a label", /^[A-Za-z_][\w.]*$/),
        text('be the value of the label, or "*" for all'),
        { error: "be a mapping of labels to values, for example { cluster: prod }" },
      )
      .default({}),
  ),
  ignoreRoutes: told(
    'routes whose requests no user makes, besides those of the probes, of `app.metrics.path` and of `traffic.probePath` (never `/`): `["/internal/*"]`',
    list(
      text('be a path that starts with "/", "*" for any text', /^\/\S*$/),
      'be a list of paths such as "/internal/*"',
    ).default([]),
  ),
  expect: expect.default({}),
  interval: told(
    "time between two looks; samples may come more seldom, see [verdict.md](../explanation/verdict.md#slow-scrapes)",
    duration("5m").prefault("5s"),
  ),
  noDataTimeout: told(
    "a track with traffic and no data for longer ends in an abort",
    duration("1h").prefault("2m"),
  ),
  onStableHarmed: told(
    "what becomes of a release that makes stable itself worse: `abort` puts its traffic back, `hold` only raises nothing more, see [verdict.md](../explanation/verdict.md#harm-to-stable)",
    oneOf(["abort", "hold"]).default("abort"),
  ),
  syntheticPerSecond: told(
    "requests of Sluice per second to the canary while a stage soaks, `GET traffic.probePath` by its probe rule, and three times as many to stable; 24 and 72 for seconds where the canary alone fails; 0: none, see [verdict.md](../explanation/verdict.md#synthetic-checks)",
    whole(0, 20, "number of requests")
      .refine((value) => value === 0 || value >= 4, { error: syntheticRule })
      .default(4),
  ),
  timeout: told("of one query", duration("1m").prefault("5s")),
  profile: told(
    "`low-traffic`: an error ratio of 10 % must not pass, which 32 requests of the canary prove in place of 163; each pass names the weaker statement",
    oneOf(profileNames).default(profileNames[0]),
  ),
  objectives: mapping("analysis.objectives", {
    errorRatio: told(
      "largest accepted share of failed requests",
      number().optional(),
      "0.01, with `owner` 0.005",
    ),
  }).default({}),
  /** @default - what `metrics` names */
  owner: ownerSchema.optional(),
  metrics: told(
    "what is judged besides errors, see below; at most 20, with at most 20 bounds",
    metricsSchema.default([]),
  ),
  /** For those who know the statistics. @default - the verdict engine's */
  parameters: parameters.default({}),
})
  .transform(({ objectives, profile, parameters: set, metrics, owner, ...rest }) => {
    const source = sourceOf(rest);
    const deciding = metrics.filter(({ trial }) => !trial);
    // A metric that a person states besides the set takes the place of the set's.
    const ofSet = (owner === undefined ? [] : listOwnerMetrics(owner)).filter(
      ({ kind }) => !deciding.some((one) => one.kind === kind),
    );
    const objectiveErrorRatio = objectives.errorRatio ?? (owner === undefined ? undefined : ownerErrorRatio);
    const unacceptableErrorRatio =
      set.unacceptableErrorRatio ?? profileErrorRatio(profile, objectiveErrorRatio);
    return {
      ...rest,
      metrics: toMetricRules([...deciding, ...ofSet], source),
      trials: toMetricRules(
        metrics.filter(({ trial }) => trial),
        source,
      ),
      // A key that was not set is absent here, and the engine's own default applies.
      parameters: toEngineNames({ ...set, unacceptableErrorRatio, objectiveErrorRatio }),
    };
  })
  .check((context) => {
    const { interval, parameters: values, metrics: deciding, trials, source, query } = context.value;
    const metrics = [...deciding, ...trials];
    const refuse = (path: readonly string[], message: string): void => {
      context.issues.push({ code: "custom", path: [...path], message, input: source });
    };
    if (new Set(metrics.map(({ name }) => name)).size < metrics.length)
      refuse(["metrics"], "be without names that the set owner has");
    if (query !== undefined && source !== "query") refuse(["query"], 'be set with source "query" only');
    if (sourceOf({ source }).profile.tellsErrorsAlone === true && metrics.some((rule) => "codes" in rule))
      refuse(["metrics"], `be without codes: source "${source}" tells no status by its code`);
    if (metrics.some((rule) => rule.kind === "latency" && rule.boundsSeconds.length === 0))
      refuse(["metrics"], `be without kind latency: source "${source}" counts no durations`);
    for (const { path, rule } of findAccessProblems(context.value)) {
      context.issues.push({ code: "custom", path: [...path], message: rule, input: context.value });
    }
    const sets = [deciding, ...(trials.length === 0 ? [] : [trials])];
    const problems = sets.flatMap((rules) =>
      findParameterProblems({ ...toMetricParameters(rules), ...values, tickSeconds: interval }),
    );
    for (const { path, rule } of problems) {
      context.issues.push({
        code: "custom",
        path: [...(placeOf[path] ?? ["parameters", parameterName(path)])],
        message: rule,
        input: values[path],
      });
    }
  });
