import type { Message } from "./message";

/** One request to a sink, as data. */
export interface SinkCall {
  readonly method: "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * Whether the same call twice is the same as once; another one is only repeated where the answer says that it was
   * not carried out. @default false
   */
  readonly repeatable?: boolean;
}

/** An answer of a sink. */
export interface SinkAnswer {
  readonly status: number;
  /** Body as JSON; undefined where it is none. */
  readonly body: unknown;
}

/** Meaning of an answer: the id of what was made, or the reason why nothing was sent. */
export type SinkResult =
  | { readonly kind: "told"; readonly id?: string }
  | { readonly kind: "failed"; readonly problem: string; readonly again?: boolean };

/** Knowledge that a call is made with. */
export interface SinkState {
  /** Of what the sink made for this attempt; undefined where it keeps nothing. */
  readonly id: string | undefined;
  /** It was made a moment ago, by this message. */
  readonly isNew: boolean;
  /** No younger message waits. */
  readonly isLast: boolean;
}

/** Receiver of messages, ready with its settings and its secret. */
export interface Sink {
  /** Call that makes what later messages change, once per attempt; its answer has an id. @default - none is made */
  open?(message: Message): SinkCall | undefined;
  /** Calls that tell a message. */
  tell(message: Message, state: SinkState): readonly SinkCall[];
  read(answer: SinkAnswer): SinkResult;
}

const jsonType = { "content-type": "application/json; charset=utf-8" };

/** A call with a JSON body. */
export function jsonCall(
  method: SinkCall["method"],
  url: string,
  headers: SinkCall["headers"],
  body: object,
): SinkCall {
  return { method, url, headers: { ...jsonType, ...headers }, body: JSON.stringify(body) };
}

/** Reads an answer whose status alone tells; `id` is one of its fields. */
export function readByStatus({ status, body }: SinkAnswer): SinkResult {
  if (status < 200 || status > 299) return { kind: "failed", problem: `it answered ${status}` };
  const { id } = Object(body) as { id?: unknown };
  return typeof id === "number" || typeof id === "string" ? { kind: "told", id: `${id}` } : { kind: "told" };
}
