/** One thing that is not as it must be: the shape of every refusal, whoever finds it. */
export interface Problem {
  /** `<path> must be <rule with unit>: got <value>`, one sentence without final period. */
  readonly text: string;
  /** Place for programs: a key of the configuration, a field of an object. */
  readonly path?: string;
  /** Way out, imperative; absent only where the rule itself names it. */
  readonly fix?: string;
}

/** Problem and way out in one line, for a place that has only one. */
export function explainProblem({ text, fix }: Problem): string {
  return fix === undefined ? text : `${text}; ${fix}`;
}

/**
 * Problem and way out as they are printed: the way out is a line of its own.
 * @example printProblem({ text: "there must be a ledger: got none", fix: "sluice rollout prod" })
 */
export function printProblem({ text, fix }: Problem): string {
  return fix === undefined ? text : `${text}\n  → ${fix}`;
}

/** The same problem with words in front of its text, such as what cannot be done because of it. */
export function prefixed(words: string, { text, fix }: Problem): Problem {
  return { text: `${words}${text}`, ...(fix === undefined ? {} : { fix }) };
}

/** Several problems as one: every text, and each way out once. */
export function joinProblems(problems: readonly Problem[]): Problem {
  const fixes = [...new Set(problems.flatMap(({ fix }) => (fix === undefined ? [] : [fix])))];
  const text = problems.map((one) => one.text).join("; ");
  return { text, ...(fixes.length === 0 ? {} : { fix: fixes.join("; ") }) };
}
