import type { Sink, SinkCall, SinkResult } from "../core/notify/sink";
import { sendHttp } from "../http/client";
import { HttpError } from "../http/http-error";
import { parseBody } from "../http/parse-body";
import { isPassing, readRetryAfter, retryWithin } from "../http/retry";
import type { Try } from "../http/retry";

/** Whole time of one call with its tries, milliseconds. */
const callMs = 5000;

/** Longest answer that is read, bytes. */
const mostBytes = 64 * 1024;

/** Statuses by which a server says that it did not carry a request out. */
const undone: readonly number[] = [429, 503];

/**
 * Sends one call of a sink, again within its time where that cannot tell anything twice.
 * @returns the meaning of the answer; a call without an answer failed
 */
export async function sendCall(
  sink: Sink,
  call: SinkCall,
  signal: AbortSignal,
  timeoutMs = callMs,
): Promise<SinkResult> {
  const { method, url, headers, body, repeatable = false } = call;
  const once = async (leftMs: number): Promise<Try<SinkResult>> => {
    try {
      const request = {
        method,
        url,
        headers,
        body,
        timeoutMs: leftMs,
        maxBytes: mostBytes,
        cut: true,
        signal,
      };
      const answer = await sendHttp(request);
      const result = sink.read({ status: answer.status, body: parseBody(answer.body) });
      const passing = repeatable ? isPassing(answer.status) : undone.includes(answer.status);
      const again = result.kind === "failed" && (passing || result.again === true);
      return { result, again, ...readRetryAfter(answer.headers["retry-after"]) };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      const again = repeatable && error.code === "unreachable";
      return { result: { kind: "failed", problem: error.message }, again };
    }
  };
  return await retryWithin(timeoutMs, once, signal);
}
