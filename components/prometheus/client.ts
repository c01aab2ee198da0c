import type { RawMetric } from "../core/sources/source";
import { trouble } from "./metrics-error";
import type { MetricsAnswer, MetricsError } from "./metrics-error";
import { parseLabels, parseMatrix, parseScalar, parseValues, readRefusal } from "./parse-answer";
import { redact } from "../http/redact";
import { HttpError } from "../http/http-error";
import { isPassing, retryWithin } from "../http/retry";
import type { Try } from "../http/retry";
import { NoCredentialsError, TooLargeError, toSeconds } from "./transport";
import type { MetricsTransport, TransportAnswer } from "./transport";

/** Queries of Prometheus; trouble is a value, nothing is thrown. */
export interface Prometheus {
  /** For messages. */
  readonly name: string;
  /**
   * Every raw sample of a range selector such as `x{…}[60s]`, each with its own time.
   * @param atSeconds - end of the range, seconds since the epoch
   */
  queryRaw(
    selector: string,
    atSeconds: number,
    signal?: AbortSignal,
  ): Promise<MetricsAnswer<readonly RawMetric[]>>;
  /** Values of a query at every step between two moments, seconds since the epoch. */
  queryRange(
    query: string,
    span: { readonly fromSeconds: number; readonly untilSeconds: number; readonly stepSeconds: number },
    signal?: AbortSignal,
  ): Promise<MetricsAnswer<readonly RawMetric[]>>;
  /** Labels of the series that an instant query answers with now. */
  queryLabels(
    query: string,
    signal?: AbortSignal,
  ): Promise<MetricsAnswer<readonly Readonly<Record<string, string>>[]>>;
  /** Newest values of the series that an instant query answers with, or its one number. */
  queryValues(query: string, signal?: AbortSignal): Promise<MetricsAnswer<readonly number[]>>;
  /** Prometheus' own clock, seconds since the epoch: samples carry its times, not this machine's. */
  time(signal?: AbortSignal): Promise<MetricsAnswer<number>>;
}

/** Settings of a query to Prometheus. */
export interface PrometheusOptions {
  readonly transport: MetricsTransport;
  /** Longest time of one query, retries included, seconds. @default 5 */
  readonly timeoutSeconds?: number;
  /** @default 33_554_432 (32 MiB) */
  readonly maxBytes?: number;
  /** Never shown in a message. */
  readonly secrets?: readonly string[];
  /** Path of the interface. @default "/api/v1" */
  readonly path?: string;
}

/** A longer query is sent as a form where the way allows it. */
const longestUrl = 4000;

type Sent = Try<MetricsAnswer<TransportAnswer>>;

/** Asks Prometheus by one of its transports. */
export function createPrometheus(options: PrometheusOptions): Prometheus {
  const { transport, timeoutSeconds = 5, maxBytes = 32 * 1024 * 1024, secrets = [] } = options;
  const { path: root = "/api/v1" } = options;

  const send = async (
    kind: "query" | "query_range",
    form: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<Sent> => {
    const limits = { timeoutMs, maxBytes, ...(signal === undefined ? {} : { signal }) };
    const { postForm } = transport;
    try {
      const answer =
        form.length > longestUrl && postForm !== undefined
          ? await postForm(`${root}/${kind}`, form, limits)
          : await transport.get(`${root}/${kind}?${form}`, limits);
      return judgeStatus(answer, secrets);
    } catch (error) {
      return judgeFailure(error as Error, timeoutMs, signal, secrets);
    }
  };

  const ask = async (
    parameters: Record<string, string>,
    signal?: AbortSignal,
    kind: "query" | "query_range" = "query",
  ): Promise<MetricsAnswer<TransportAnswer>> => {
    // Prometheus takes whole numbers only.
    const timeoutMs = Math.round(timeoutSeconds * 1000);
    const form = new URLSearchParams({ ...parameters, timeout: `${timeoutMs}ms` }).toString();
    // A plus is no blank for who checks a signature.
    const query = form.replaceAll("+", "%20");
    return await retryWithin(timeoutMs, async (leftMs) => await send(kind, query, leftMs, signal), signal);
  };

  return {
    name: transport.name,
    async queryRaw(selector, atSeconds, signal) {
      const answer = await ask({ query: selector, time: atSeconds.toFixed(3) }, signal);
      return answer.ok ? parseMatrix(answer.value.body) : answer;
    },
    async queryRange(query, { fromSeconds, untilSeconds, stepSeconds }, signal) {
      // A whole number is one of nanoseconds to Loki.
      const [start, end] = [fromSeconds, untilSeconds].map((at) => at.toFixed(3)) as [string, string];
      const span = { start, end, step: `${stepSeconds}` };
      const answer = await ask({ query, ...span }, signal, "query_range");
      return answer.ok ? parseMatrix(answer.value.body) : answer;
    },
    async queryLabels(query, signal) {
      const answer = await ask({ query }, signal);
      return answer.ok ? parseLabels(answer.value.body) : answer;
    },
    async queryValues(query, signal) {
      const answer = await ask({ query }, signal);
      return answer.ok ? parseValues(answer.value.body) : answer;
    },
    async time(signal) {
      const answer = await ask({ query: "time()" }, signal);
      return answer.ok ? parseScalar(answer.value.body) : answer;
    },
  };
}

function judgeStatus(answer: TransportAnswer, secrets: readonly string[]): Sent {
  if (answer.status === 200) return { result: { ok: true, value: answer }, again: false };
  const said = readRefusal(answer.body);
  // 400 and 422 are Prometheus' own words on the query; 503 may be that of a proxy or of a Prometheus that starts.
  const code: MetricsError["code"] = answer.status === 400 || answer.status === 422 ? "query" : "http";
  const message = redact(`HTTP ${answer.status}${said === "" ? "" : `: ${said}`}`, secrets);
  const { afterMs } = answer;
  const wait = afterMs === undefined ? {} : { afterMs };
  return { result: trouble(code, message), again: isPassing(answer.status), ...wait };
}

function judgeFailure(
  error: Error,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  secrets: readonly string[],
): Sent {
  const final = (result: Sent["result"]): Sent => ({ result, again: false });
  const isTooLarge =
    error instanceof TooLargeError || (error instanceof HttpError && error.code === "too-large");
  if (isTooLarge) return final(trouble("too-large", error.message));
  if (signal?.aborted) return final(trouble("interrupted", "interrupted before the answer"));
  if (error instanceof NoCredentialsError) {
    return final(trouble("credentials", redact(error.message, secrets)));
  }
  if (error instanceof HttpError) {
    return error.code === "timeout"
      ? final(trouble("timeout", `no answer within ${toSeconds(timeoutMs)} s`))
      : { result: trouble("unreachable", redact(error.message, secrets)), again: true };
  }
  // Transports wrap errors: the API server's client has its own words; the cause gives the reason.
  const cause = (error.cause ?? error) as Error;
  if ([error.name, cause.name].includes("TimeoutError")) {
    return final(trouble("timeout", `no answer within ${toSeconds(timeoutMs)} s`));
  }
  const words = cause === error ? error.message : `${error.message}: ${cause.message || cause.name}`;
  return { result: trouble("unreachable", redact(words, secrets)), again: true };
}
