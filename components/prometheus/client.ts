import { trouble } from "./metrics-error";
import type { MetricsAnswer, MetricsError } from "./metrics-error";
import { parseLabels, parseMatrix, parseScalar, readRefusal } from "./parse-answer";
import type { RawMetric } from "./parse-answer";
import { redact } from "../http/redact";
import { TooLargeError } from "./transport";
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
  /** Labels of the series that an instant query answers with now. */
  queryLabels(
    query: string,
    signal?: AbortSignal,
  ): Promise<MetricsAnswer<readonly Readonly<Record<string, string>>[]>>;
  /** Prometheus' own clock, seconds since the epoch: samples carry its times, not ours. */
  time(signal?: AbortSignal): Promise<MetricsAnswer<number>>;
}

/** How Prometheus is asked. */
export interface PrometheusOptions {
  readonly transport: MetricsTransport;
  /** Longest time of one query, retries included, seconds. @default 5 */
  readonly timeoutSeconds?: number;
  /** @default 33_554_432 (32 MiB) */
  readonly maxBytes?: number;
  /** Never shown in a message. */
  readonly secrets?: readonly string[];
}

/** Pauses before the retries of a connection that failed and of 5xx, inside the time of the query. */
const retryAfterMs = [150, 300];
/** A longer query is sent as a form where the way allows it. */
const longestUrl = 4000;

/** What one attempt came to, and whether another may do better. */
interface Sent {
  readonly answer: MetricsAnswer<TransportAnswer>;
  readonly again: boolean;
}

/** Asks Prometheus by one of its transports. */
export function createPrometheus(options: PrometheusOptions): Prometheus {
  const { transport, timeoutSeconds = 5, maxBytes = 32 * 1024 * 1024, secrets = [] } = options;

  const send = async (form: string, timeoutMs: number, signal?: AbortSignal): Promise<Sent> => {
    const limits = { timeoutMs, maxBytes, ...(signal === undefined ? {} : { signal }) };
    const { postForm } = transport;
    try {
      const answer =
        form.length > longestUrl && postForm !== undefined
          ? await postForm("/api/v1/query", form, limits)
          : await transport.get(`/api/v1/query?${form}`, limits);
      return judgeStatus(answer, secrets);
    } catch (error) {
      return judgeFailure(error as Error, timeoutMs, signal, secrets);
    }
  };

  const ask = async (
    parameters: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<MetricsAnswer<TransportAnswer>> => {
    // Prometheus takes whole numbers only.
    const timeout = `${Math.round(timeoutSeconds * 1000)}ms`;
    const form = new URLSearchParams({ ...parameters, timeout }).toString();
    const endMs = performance.now() + timeoutSeconds * 1000;
    let sent = await send(form, timeoutSeconds * 1000, signal);
    for (const afterMs of retryAfterMs) {
      const leftMs = Math.floor(endMs - performance.now()) - afterMs;
      if (!sent.again || signal?.aborted || leftMs <= 0) break;
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      sent = await send(form, leftMs, signal);
    }
    return sent.answer;
  };

  return {
    name: transport.name,
    async queryRaw(selector, atSeconds, signal) {
      const answer = await ask({ query: selector, time: atSeconds.toFixed(3) }, signal);
      return answer.ok ? parseMatrix(answer.value.body) : answer;
    },
    async queryLabels(query, signal) {
      const answer = await ask({ query }, signal);
      return answer.ok ? parseLabels(answer.value.body) : answer;
    },
    async time(signal) {
      const answer = await ask({ query: "time()" }, signal);
      return answer.ok ? parseScalar(answer.value.body) : answer;
    },
  };
}

function judgeStatus(answer: TransportAnswer, secrets: readonly string[]): Sent {
  if (answer.status === 200) return { answer: { ok: true, value: answer }, again: false };
  const said = readRefusal(answer.body);
  // 400 and 422 are Prometheus' own words on the query; 503 may be that of a proxy or of a Prometheus that starts.
  const code: MetricsError["code"] = answer.status === 400 || answer.status === 422 ? "query" : "http";
  const message = redact(`HTTP ${answer.status}${said === "" ? "" : `: ${said}`}`, secrets);
  return { answer: trouble(code, message), again: answer.status >= 500 };
}

function judgeFailure(
  error: Error,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  secrets: readonly string[],
): Sent {
  const final = (answer: Sent["answer"]): Sent => ({ answer, again: false });
  if (error instanceof TooLargeError) return final(trouble("too-large", error.message));
  if (signal?.aborted) return final(trouble("interrupted", "interrupted before the answer"));
  // Transports wrap: fetch says "fetch failed", the API server's client its own words; the cause says why.
  const cause = (error.cause ?? error) as Error;
  if ([error.name, cause.name].includes("TimeoutError") || /no answer within/.test(cause.message)) {
    return final(trouble("timeout", `no answer within ${Math.round(timeoutMs / 100) / 10} s`));
  }
  const words = cause === error ? error.message : `${error.message}: ${cause.message || cause.name}`;
  return { answer: trouble("unreachable", redact(words, secrets)), again: true };
}
