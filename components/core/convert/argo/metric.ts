import { asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { readCondition } from "../condition";
import type { Bound } from "../condition";
import { beside, exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { toMeasure, toOneLine } from "../measure";
import type { Measure } from "../measure";
import { toPrometheusAddress } from "../prometheus-address";
import { fillArguments } from "./arguments";
import type { Arguments } from "./arguments";

/** Result of mapping a metric of an AnalysisTemplate; `fates` are below the metric. */
export interface MappedMetric extends Partial<Measure> {
  readonly address?: string;
  readonly hadCredentials?: boolean;
  readonly fates: readonly Fate[];
}

/** Fates of the fields that count measurements: the verdict here is of another kind. */
const counting: readonly Fate[] = [
  ...["count", "failureLimit", "inconclusiveLimit", "consecutiveErrorLimit", "consecutiveSuccessLimit"].map(
    (field) =>
      near(
        field,
        "no count of measurements: a gauge holds while it is beyond its limit, errors are judged by a sequential test",
      ),
  ),
  near("interval", "measured at every tick (sluice:analysis.interval)"),
  near(
    "initialDelay",
    "measured from the stage's first tick on; the first 10 seconds of a release are no evidence",
  ),
  unused("name", "name of the metric"),
];

/** The conditions of a metric as limits, or the field that is more than that. */
function readBounds(metric: JsonObject): readonly Bound[] | { readonly refused: string } {
  const bounds: Bound[] = [];
  for (const kind of ["success", "failure"] as const) {
    const field = `${kind}Condition`;
    const text = asText(metric[field]);
    if (text === undefined) continue;
    const condition = readCondition(text, kind);
    if (condition === undefined) return { refused: field };
    // Where both are stated, what is between them was inconclusive: here the success is the limit.
    if (kind === "success" || bounds.length === 0) bounds.push(...condition.bounds);
  }
  return bounds;
}

/** Fate of a condition; of both conditions the success is what counts. */
function judgeCondition(metric: JsonObject, field: string, now: string): readonly Fate[] {
  const text = asText(metric[field]);
  if (text === undefined) return [];
  const isSuccess = field === "successCondition";
  const condition = readCondition(text, isSuccess ? "success" : "failure");
  const asides = [
    ...(condition?.passesOnNoData === true
      ? ["no data never passes here: the stage is held, or aborted after sluice:analysis.noDataTimeout"]
      : []),
    ...(condition?.bounds.some(({ isStrict }) => isStrict) === true
      ? ["the limit itself is accepted here"]
      : []),
  ];
  if (!isSuccess && metric["successCondition"] !== undefined)
    return [
      beside(text, near(field, "what the success condition refuses is held; nothing is between the two")),
    ];
  return [beside(text, near(field, [now, ...asides].join("; ")))];
}

const elsewhere: Readonly<Record<string, readonly [now: string, fix: string]>> = {
  job: [
    "Jobs are not read",
    "write it as a check with job in sluice:checks, or run it as a step of the pipeline",
  ],
  web: ["requests are not read", "write it as a check with requests in sluice:checks"],
};

function refuseProvider(metric: JsonObject): MappedMetric {
  const [name = "none"] = Object.keys(Object(metric["provider"]) as object);
  const [now, fix] = elsewhere[name] ?? [
    `provider ${name} is not read: evidence comes from Prometheus`,
    "expose the value to Prometheus, and add a metric of kind gauge",
  ];
  return { fates: [lost("", now, fix)] };
}

/** Maps one metric of an AnalysisTemplate, its arguments filled in. */
export function mapMetric(metric: JsonObject, values: Arguments): MappedMetric {
  const query = asText(at(metric, "provider", "prometheus", "query"));
  if (query === undefined) return refuseProvider(metric);
  const text = asText(at(metric, "provider", "prometheus", "address"));
  const address = text === undefined ? undefined : toPrometheusAddress(fillArguments(text, values));
  const found = address === undefined ? {} : address;
  const provider = providerFates(address?.address);
  const refuse = (place: string, now: string, fix: string): MappedMetric => ({
    ...found,
    fates: [lost(place, now, fix), ...provider, lost("", "goes with the part that is lost")],
  });
  const oneLine = toOneLine(fillArguments(query, values));
  const where = "provider prometheus query";
  if ("refused" in oneLine) {
    return refuse(
      where,
      oneLine.refused,
      "write a metric of kind gauge with it under sluice:analysis.metrics",
    );
  }
  const bounds = readBounds(metric);
  if ("refused" in bounds) {
    return refuse(
      bounds.refused,
      "more than limits of the result",
      "write it into the query, and give the limit to a metric of kind gauge",
    );
  }
  if (bounds.length === 0) {
    return refuse("", "it has no condition: it measured and decided nothing", "look at it in a dashboard");
  }
  const measure = toMeasure(asText(metric["name"]) ?? "metric", oneLine.query, bounds);
  const now =
    measure.errorRatio === undefined
      ? `sluice:analysis.metrics, a gauge: beyond its limit the stage is held, never aborted`
      : `sluice:analysis.objectives.errorRatio: ${measure.errorRatio}, judged on the requests that the source counts per track`;
  return {
    ...measure,
    ...found,
    fates: [
      ...counting,
      ...provider,
      measure.errorRatio === undefined
        ? near(
            where,
            "kept as it stands: names of Services and pods in it are the old ones",
            "name the canary's: {{app}}-canary in {{namespace}}",
          )
        : near(where, "replaced by the counters of sluice:analysis.source, stable's beside the canary's"),
      ...judgeCondition(metric, "successCondition", now),
      ...judgeCondition(metric, "failureCondition", now),
    ],
  };
}

function providerFates(address: string | undefined): readonly Fate[] {
  const place = "provider prometheus";
  return [
    address === undefined
      ? lost(
          `${place} address`,
          "no address that a command outside of the cluster can use",
          "set sluice:analysis.prometheus",
        )
      : exact(`${place} address`, `sluice:analysis.prometheus: ${address}`),
    beside(
      "not shown",
      lost(
        `${place} headers`,
        "not carried over: they may be credentials",
        "name them in sluice:analysis.headersFrom",
      ),
    ),
    beside(
      "not shown",
      lost(
        `${place} authentication`,
        "not carried over",
        "name them in sluice:analysis.basic, tokenFrom or sigv4",
      ),
    ),
    lost(
      `${place} insecure`,
      "certificates are always checked",
      "name the authority in sluice:analysis.tls.ca",
    ),
    near(`${place} timeout`, "sluice:analysis.timeout, 5s by default"),
    near(`${place} rangeQuery`, "asked as an instant value at every tick"),
  ];
}
