import { HttpError } from "../../components/http/http-error";
import { sendHttp } from "../../components/http/client";
import type { HttpAnswer, HttpRequest } from "../../components/http/client";
import { isPassing, readRetryAfter, retryWithin } from "../../components/http/retry";
import { RunEnd } from "../../components/core/run-end";

/** One call of a forge's API. */
export interface ForgeCall {
  readonly url: string;
  /** With the token. */
  readonly headers: Readonly<Record<string, string>>;
  /** @default "GET" */
  readonly method?: HttpRequest["method"];
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Answer of the forge: JSON where it accepted the call, else the words of its refusal. */
export interface ForgeAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly said: string;
}

const timeoutMs = 30_000;
/** A hundred comments of the longest kind. */
const maxBytes = 32 * 1024 * 1024;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Calls a forge; all but `POST` is tried again where the forge is away. A redirection is not followed, since it would
 * take the token along.
 * @param action - completes "Cannot … the comment"
 * @throws {RunEnd} where there is no answer, never with the token
 */
export async function callForge(action: string, call: ForgeCall): Promise<ForgeAnswer> {
  const { url, method = "GET", body } = call;
  const headers = { "content-type": "application/json", ...call.headers };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const mayRepeat = method !== "POST";
  const sent = await retryWithin<HttpAnswer | HttpError>(timeoutMs, async (leftMs) => {
    try {
      const request = { ...content, url, method, headers, timeoutMs: leftMs, maxBytes };
      const answer = await sendHttp(request);
      const again = mayRepeat && isPassing(answer.status);
      return { result: answer, again, ...readRetryAfter(answer.headers["retry-after"]) };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return { result: error, again: mayRepeat && error.code === "unreachable" };
    }
  });
  if (sent instanceof HttpError) throw refuseCall(action, call, sent.message);
  const text = sent.body.toString("utf8");
  return { status: sent.status, json: parseJson(text), said: `${sent.status} ${text.slice(0, 300)}` };
}

/** The refusal of a call, in one sentence. */
export function refuseCall(action: string, { url }: ForgeCall, got: string): RunEnd {
  return new RunEnd("unexpected", {
    text: `Cannot ${action} the comment: ${new URL(url).origin} must accept it: got ${got}`,
    fix: "give the token the right to write comments on requests",
  });
}

/**
 * Calls a forge and demands success.
 * @throws {RunEnd} with the forge's answer, never with the token
 */
export async function demandForge(action: string, call: ForgeCall): Promise<unknown> {
  const { status, json, said } = await callForge(action, call);
  if (status < 200 || status > 299 || json === undefined) throw refuseCall(action, call, said);
  return json;
}
