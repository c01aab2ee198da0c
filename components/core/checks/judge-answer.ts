import { showJson } from "../json";
import type { Json } from "../revision/revision";
import type { CheckOutcome, CheckRequest, Expectation } from "./spec";
import { valuesAt } from "./values-at";

/** An answer as checks see it. */
export interface CheckAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly tookMs: number;
  /** Whether the server's certificate is valid; false for http. */
  readonly verified: boolean;
}

function parse(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}

function* findProblems(expect: Expectation, answer: CheckAnswer): Generator<string> {
  const { status, headers = {}, contains, lacks, json = {}, withinMs, tls, maxAgeSeconds } = expect;
  const known = status.includes(answer.status);
  if (!known) yield `status ${answer.status} instead of ${status.join(" or ")}`;
  for (const [name, pattern] of Object.entries(headers)) {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) yield `no header ${name}`;
    else if (!new RegExp(pattern, "i").test(value)) yield `a header ${name} that does not match ${pattern}`;
  }
  // A body may have what no message may show: only what was expected is named.
  if (contains !== undefined && !answer.body.includes(contains)) yield `a body without "${contains}"`;
  if (lacks !== undefined && new RegExp(lacks, "i").test(answer.body)) yield `a body that matches ${lacks}`;
  const body = Object.keys(json).length === 0 ? undefined : parse(answer.body);
  for (const [path, wanted] of Object.entries(json)) {
    if (!valuesAt(body, path).includes(wanted)) yield `a body whose ${path} is not ${showJson(wanted)}`;
  }
  if (withinMs !== undefined && answer.tookMs > withinMs)
    yield `an answer after ${Math.round(answer.tookMs)} ms instead of ${withinMs} ms`;
  if (tls === true && !answer.verified) yield "no valid certificate";
  if (maxAgeSeconds !== undefined) yield* findAgeProblems(maxAgeSeconds, answer);
}

function* findAgeProblems(mostSeconds: number, { headers }: CheckAnswer): Generator<string> {
  const control = headers["cache-control"] ?? "";
  // An answer that is never kept is never too old.
  if (/\bno-(store|cache)\b/i.test(control)) return;
  const age = /\bmax-age=(\d+)/i.exec(control)?.[1];
  if (age === undefined) yield "no max-age in Cache-Control";
  else if (Number(age) > mostSeconds) yield `max-age=${age} instead of at most ${mostSeconds}`;
}

/** Judges the answer to one request. */
export function judgeAnswer({ method, url, expect }: CheckRequest, answer: CheckAnswer): CheckOutcome {
  const problems = [...findProblems(expect, answer)];
  const asked = `${method} ${url.replace(/\?.*/s, "")}`;
  return problems.length === 0
    ? { result: "passes", text: `${answer.status} of ${asked}` }
    : { result: "fails", text: `${problems.join(", ")} of ${asked}` };
}

/** The worst of several outcomes: one that fails, else one that nobody can tell, else the last. */
export function worstOf(outcomes: readonly CheckOutcome[]): CheckOutcome {
  const found = (["fails", "unknown", "passes"] as const).map((result) =>
    outcomes.findLast((outcome) => outcome.result === result),
  );
  return found.find((outcome) => outcome !== undefined) ?? { result: "unknown", text: "no request" };
}
