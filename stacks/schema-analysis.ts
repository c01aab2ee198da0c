import { z } from "zod";
import { toMetricParameters } from "../components/core/evidence/metric-rule";
import { sourceNames } from "../components/core/sources/sources";
import { findParameterProblems } from "../components/core/verdict/parameters";
import { given } from "./given";
import { duration, list, mapping, oneOf, text } from "./field";
import { basicSchema, findAccessProblems, headersFromSchema, sigv4Schema, tlsSchema } from "./schema-access";
import { tokenSchema } from "./schema-token";
import { metricsSchema, toMetricRules } from "./schema-metrics";

const number = () => z.number({ error: "be a number" });

/** Parameters that the verdict engine takes from people; those of evidence that this version does not judge are left out. */
const parameters = mapping("analysis.parameters", {
  /** Error ratio of the canary against stable's that is still accepted. */
  toleratedRatio: number().optional(),
  /** Share of errors in the evidence where more is judged. */
  errorsWeight: number().optional(),
  /** Chance of failing a release that is not worse. */
  alpha: number().optional(),
  /** Chance of passing a release at `pBad`. */
  beta: number().optional(),
  /** Largest jumps of the evidence that do not count. */
  trim: number().optional(),
  /** Evidence from which no weight is raised. */
  amber: number().optional(),
  /** Error ratio that must not pass. */
  pBad: number().optional(),
  /** Share of the test against the objective. */
  absoluteShare: number().optional(),
  /** Weights above this need proof that the canary is good. */
  passAboveWeight: number().optional(),
  /** Dispersion from which evidence is tempered. */
  temperAbove: number().optional(),
  /** Counts of the first seconds of a release are no evidence. */
  warmupSeconds: number().optional(),
  /** A longer silence of a series makes its next sample a baseline. */
  gapSeconds: number().optional(),
});

/** Where a person set what the engine calls so. */
const placeOf: Readonly<Record<string, readonly string[]>> = {
  objectiveErrorRatio: ["objectives", "errorRatio"],
  latencyBoundsSeconds: ["metrics"],
  events: ["metrics"],
  gauges: ["metrics"],
};

/** `sluice:analysis`: what evidence is asked from, and what is demanded of it. */
export const analysisSchema = mapping("analysis", {
  /** `service://<namespace>/<service>:<port>` goes through the API server's proxy, `…/https:<service>:<port>` to a port that speaks https. No default. */
  prometheus: text(
    'be "service://<namespace>/<service>:<port>" or an http(s) URL without user, query or fragment',
    /^(service:\/\/[a-z0-9-]+\/(https:)?[a-z0-9-]+:[a-z0-9-]+(\/[^\s?#@]*)?|https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?)$/,
  ),
  /** Environment variable, or file, that holds a bearer token for a direct address; or who gives one. @default - none */
  tokenFrom: tokenSchema.optional(),
  /** @default - none */
  basic: basicSchema.optional(),
  /** @default - requests are not signed */
  sigv4: sigv4Schema.optional(),
  /** @default - none */
  headersFrom: headersFromSchema.optional(),
  /** @default - the usual authorities, no client certificate */
  tls: tlsSchema.optional(),
  /** Tenant for Mimir, Thanos or Cortex, sent as X-Scope-OrgID. @default - none */
  tenant: text("be a tenant's name", /^[\w!.*'()|-]{1,150}$/).optional(),
  /** Whose counters are read: the router's, or the app's own by pod. @default "traefik" */
  source: oneOf(sourceNames).default(sourceNames[0]),
  /** Labels that name a place, each with the one to read, or "*" for all together. @default - none; several places are refused */
  labels: z
    .record(
      text("be the name of a label", /^[A-Za-z_]\w*$/),
      text('be the value of the label, or "*" for all'),
      { error: "be a mapping of labels to values, for example { cluster: prod }" },
    )
    .default({}),
  /** Routes besides the probes' and the metrics' whose requests no user made; `*` stands for any text. @default none */
  ignoreRoutes: list(
    text('be a path that starts with "/", "*" for any text', /^\/\S*$/),
    'be a list of paths such as "/internal/*"',
  ).default([]),
  /** Time between two looks at the evidence; the scrape interval is right. @default "5s" */
  tick: duration("5m").prefault("5s"),
  /** A track with weight and no data for longer than this ends in an abort. @default "2m" */
  blind: duration("1h").prefault("2m"),
  /** Longest time of one query. @default "5s" */
  timeout: duration("1m").prefault("5s"),
  objectives: mapping("analysis.objectives", {
    /** Largest accepted share of failed requests. @default - the verdict engine's, 0.01 */
    errorRatio: number().optional(),
  }).default({}),
  /** What is judged besides errors. @default none */
  metrics: metricsSchema.default([]),
  /** For those who know the statistics. @default - the verdict engine's */
  parameters: parameters.default({}),
})
  .transform(({ objectives, parameters: set, metrics, ...rest }) => ({
    ...rest,
    metrics: toMetricRules(metrics, rest.source),
    // A key that was not set is absent here, and the engine's own default holds.
    parameters: { ...set, ...given("objectiveErrorRatio", objectives.errorRatio) } as Readonly<
      Record<string, number>
    >,
  }))
  .check((context) => {
    const { tick, parameters: values, metrics } = context.value;
    for (const { path, rule } of findAccessProblems(context.value)) {
      context.issues.push({ code: "custom", path: [...path], message: rule, input: context.value });
    }
    const all = { ...toMetricParameters(metrics), ...values, tickSeconds: tick };
    for (const { path, rule } of findParameterProblems(all)) {
      context.issues.push({
        code: "custom",
        path: [...(placeOf[path] ?? ["parameters", path])],
        message: rule,
        input: values[path],
      });
    }
  });
