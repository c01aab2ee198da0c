/** One thing that is not as it must be: the shape of every refusal, whoever finds it. */
export interface Problem {
  /** `<path> must be <rule with unit>: got <value>`, one sentence without final period. */
  readonly text: string;
  /** Place for programs: a key of the configuration, a field of an object. */
  readonly path?: string;
  /** Way out, imperative; absent only where the rule itself names it. */
  readonly fix?: string;
}

/** Problem and way out in one line. */
export function explainProblem({ text, fix }: Problem): string {
  return fix === undefined ? text : `${text}; ${fix}`;
}
