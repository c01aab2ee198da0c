import type { RawMetric } from "../core/sources/source";
import { trouble } from "./metrics-error";
import type { MetricsAnswer } from "./metrics-error";
import { redact } from "../http/redact";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseValue(text: unknown): number | undefined {
  // Prometheus writes +Inf, -Inf and NaN; Number("") would be 0.
  const value = typeof text === "string" && text !== "" ? Number(text.replace("Inf", "Infinity")) : undefined;
  return value !== undefined && (text === "NaN" || !Number.isNaN(value)) ? value : undefined;
}

function parseSample(pair: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "number") return undefined;
  const value = parseValue(pair[1]);
  return value === undefined ? undefined : [pair[0], value];
}

function parseMetric(entry: unknown): RawMetric | undefined {
  if (!isRecord(entry) || !isRecord(entry["metric"])) return undefined;
  const isNative = Array.isArray(entry["histograms"]);
  const values = entry["values"] ?? (isNative ? [] : undefined);
  if (!Array.isArray(values)) return undefined;
  const labels = Object.entries(entry["metric"]);
  const samples = values.map(parseSample);
  return labels.every(([, value]) => typeof value === "string") && !samples.includes(undefined)
    ? {
        labels: Object.fromEntries(labels) as Record<string, string>,
        samples: samples as (readonly [number, number])[],
        ...(isNative && { isNative }),
      }
    : undefined;
}

/** `data` of a successful answer, whatever its type. */
function parseData(body: string): MetricsAnswer<Record<string, unknown>> {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return trouble("parse", `answer must be JSON: got ${redact(body.slice(0, 80)) || "nothing"}`);
  }
  if (!isRecord(answer)) return trouble("shape", "answer must be an object");
  if (answer["status"] !== "success") {
    return trouble("query", redact(readRefusal(body)));
  }
  const warnings = answer["warnings"];
  if (Array.isArray(warnings) && warnings.length > 0) {
    return trouble("warning", `answer must be complete: got warnings ${redact(warnings.join("; "))}`);
  }
  // VictoriaMetrics marks an answer that lacks some of its storage nodes.
  if (String(answer["isPartial"]) === "true") {
    return trouble("warning", "answer must be complete: got a partial one");
  }
  const data = answer["data"];
  return isRecord(data) ? { ok: true, value: data } : trouble("shape", "answer must have data: got none");
}

/** Reads the answer to a range selector: a matrix; an empty one is an answer. */
export function parseMatrix(body: string): MetricsAnswer<readonly RawMetric[]> {
  const data = parseData(body);
  if (!data.ok) return data;
  const { resultType, result } = data.value;
  if (resultType !== "matrix" || !Array.isArray(result)) {
    return trouble("shape", `answer must be a matrix of raw samples: got ${String(resultType)}`);
  }
  const metrics = result.map(parseMetric);
  const bad = metrics.indexOf(undefined);
  return bad === -1
    ? { ok: true, value: metrics as RawMetric[] }
    : trouble(
        "shape",
        `series ${bad} must have labels and samples: got ${redact(JSON.stringify(result[bad]))}`,
      );
}

/** Reads the answer to an instant query: the labels of its series. */
export function parseLabels(body: string): MetricsAnswer<readonly Readonly<Record<string, string>>[]> {
  const data = parseData(body);
  if (!data.ok) return data;
  const { resultType, result } = data.value;
  const isVector = resultType === "vector" && Array.isArray(result);
  return isVector && result.every((one) => isRecord(one) && isRecord(one["metric"]))
    ? { ok: true, value: result.map((one: { metric: Record<string, string> }) => one.metric) }
    : trouble("shape", `answer must be an instant vector: got ${String(resultType)}`);
}

/** Reads the answer to an instant query: a value for each series, or one number. */
export function parseValues(body: string): MetricsAnswer<readonly number[]> {
  const data = parseData(body);
  if (!data.ok) return data;
  const { resultType, result } = data.value;
  const pairs: readonly unknown[] =
    resultType === "scalar"
      ? [result]
      : resultType === "vector" && Array.isArray(result)
        ? result.map((one: unknown) => (isRecord(one) ? one["value"] : undefined))
        : [undefined];
  const values = pairs.map((pair) => parseSample(pair)?.[1]);
  return values.every((value) => value !== undefined)
    ? { ok: true, value: values }
    : trouble("shape", `answer must be a number, or one of each series: got ${String(resultType)}`);
}

/** Reads the answer to `time()`: seconds since the epoch on Prometheus' own clock. */
export function parseScalar(body: string): MetricsAnswer<number> {
  const data = parseData(body);
  if (!data.ok) return data;
  const { resultType, result } = data.value;
  const sample = resultType === "scalar" ? parseSample(result) : undefined;
  return sample !== undefined && Number.isFinite(sample[1])
    ? { ok: true, value: sample[1] }
    : trouble("shape", `answer must be a finite scalar: got ${String(resultType)}`);
}

/** Reason in an answer that is no success: Prometheus' own error, a Kubernetes Status' message, or the text itself. */
export function readRefusal(body: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return body;
  }
  if (!isRecord(answer)) return body;
  const { errorType, error, message } = answer;
  const said = [errorType, error, message].filter((one) => typeof one === "string");
  return said.length > 0 ? said.join(": ") : body;
}
