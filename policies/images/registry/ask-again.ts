import { isPassing, readRetryAfter, retryWithin } from "../../../components/http/retry";
import type { HttpAnswer, HttpRequest, Send } from "./http";
import { RegistryError } from "./registry-error";

type Outcome = { readonly answer: HttpAnswer } | { readonly error: unknown };

/**
 * Sends a question that may be repeated, by the one policy of repeats: what got no answer, as on a connection that the
 * server closed in the moment in which it is used again, and what a server that is overloaded or replaced answered.
 */
export async function askAgain(send: Send, request: HttpRequest): Promise<HttpAnswer> {
  const outcome = await retryWithin<Outcome>(
    request.timeoutMs,
    async () => {
      try {
        const answer = await send(request);
        const again = isPassing(answer.status);
        return { result: { answer }, again, ...readRetryAfter(answer.headers["retry-after"]) };
      } catch (error) {
        const again = error instanceof RegistryError && error.code === "unreachable";
        return { result: { error }, again };
      }
    },
    request.signal,
  );
  if ("error" in outcome) throw outcome.error;
  return outcome.answer;
}
