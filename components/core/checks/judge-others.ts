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
