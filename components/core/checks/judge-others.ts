import type { CheckOutcome, Question } from "./spec";

type Of<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;

/** Judges the values of a query: each series counts, and none is an answer. */
export function judgeValues({ max, min }: Of<"promql">, values: readonly number[]): CheckOutcome {
  if (values.length === 0) return { result: "unknown", text: "no series" };
  if (values.some((value) => Number.isNaN(value))) return { result: "unknown", text: "NaN" };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (max !== undefined && most > max) return { result: "fails", text: `${most} instead of at most ${max}` };
  if (min !== undefined && least < min)
    return { result: "fails", text: `${least} instead of at least ${min}` };
  return { result: "passes", text: `${values.length === 1 ? most : `${least} to ${most}`}` };
}

/** Judges the answer of a webhook: a server in trouble says nothing. */
export function judgeHook(status: number, body: unknown): CheckOutcome {
  const { ok, text } = Object(body) as { ok?: unknown; text?: unknown };
  const words = typeof text === "string" ? `: ${text}` : "";
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return { result: "fails", text: `status ${status}${words}` };
  if (status < 200 || status > 299) return { result: "unknown", text: `status ${status}` };
  return ok === false
    ? { result: "fails", text: `a no${words}` }
    : { result: "passes", text: `status ${status}` };
}

/** Judges a statement by its signature and its date. */
export function judgeStatement(
  { text, owner, signedBy, expiresSeconds }: Of<"statement">,
  nowSeconds: number,
): CheckOutcome {
  if (signedBy === undefined) return { result: "fails", text: `no signature of ${owner} for "${text}"` };
  const until = new Date(expiresSeconds * 1000).toISOString();
  return nowSeconds < expiresSeconds
    ? { result: "passes", text: `signed by ${signedBy} until ${until}` }
    : { result: "fails", text: `a signature of ${signedBy} that ended at ${until}` };
}

/** Statuses of a burst of requests: with one address, and with another `X-Forwarded-For` in each. */
export interface BurstAnswers {
  readonly plain: readonly number[];
  readonly forwarded: readonly number[];
}

const denied = (statuses: readonly number[]): number => statuses.filter((status) => status === 429).length;

/** Judges a burst: both halves are denied in part, so that a header which anybody may write is no way around. */
export function judgeBurst({ plain, forwarded }: BurstAnswers): CheckOutcome {
  const wrong = [...plain, ...forwarded].find((status) => status >= 500);
  if (wrong !== undefined) return { result: "fails", text: `status ${wrong} instead of denials` };
  if (denied(plain) === 0) return { result: "fails", text: `no denial (429) in ${plain.length} requests` };
  if (denied(forwarded) === 0)
    return {
      result: "fails",
      text: `no denial (429) in ${forwarded.length} requests with an X-Forwarded-For of their own`,
    };
  return { result: "passes", text: `${denied(plain) + denied(forwarded)} requests were denied` };
}

/**
 * Judges logs by two marks that were sent in one request.
 * @param logs - text of each container since the request
 * @param marks - `secret`, which no log may have, and `trace`, which one has
 */
export function judgeLogs(
  logs: readonly string[],
  marks: { readonly secret: string; readonly trace: string },
): CheckOutcome {
  if (logs.some((text) => text.includes(marks.secret)))
    return { result: "fails", text: "a log with the secret of a request" };
  return logs.some((text) => text.includes(marks.trace))
    ? { result: "passes", text: "the request is in a log, its secret in none" }
    : { result: "unknown", text: `no log with the request in ${logs.length} containers` };
}
