/**
 * Kinds of event after which what is refused may pass by itself: the `turn` of the stage (the base stack or the stages
 * before it have not run), `evidence` (a stage before it goes on), or a person's `resume`.
 */
export const precedents = ["turn", "evidence", "resume"] as const;

/** One of {@link precedents}. */
export type Precedent = (typeof precedents)[number];

/** One thing that is not as it must be: the shape of every refusal, whoever finds it. */
export interface Problem {
  /** `<path> must be <rule with unit>: got <value>`, one sentence without final period. */
  readonly text: string;
  /** Place for programs: a key of the configuration, a field of an object. */
  readonly path?: string;
  /** Object of a set that it is about, such as `Deployment shop`. */
  readonly object?: string;
  /** Way out, imperative; absent only where the rule itself names it. */
  readonly fix?: string;
  /** Event to wait for, where nothing is wrong and something has to come first. */
  readonly awaits?: Precedent;
}

/**
 * Problem and way out as they are printed: the way out is a line of its own.
 * @example printProblem({ text: "there must be a ledger: got none", fix: "sluice rollout prod" })
 */
export function printProblem({ text, fix }: Problem): string {
  return fix === undefined ? text : `${text}\n  → ${fix}`;
}

/** A rule that is broken, before it is a sentence. */
export interface BrokenRule {
  /** Place for people: a path of the file or the object, or another subject. */
  readonly path: string;
  /** Rule with unit; continues a sentence after "must". */
  readonly rule: string;
  /** Value that was found, as people write it; absent where there is none to show, or it would reveal a secret. */
  readonly got?: string;
  /** File of the place, where it is not known from the context. */
  readonly file?: string;
  /** Way out, imperative. */
  readonly fix?: string;
}

/** Problem of a broken rule, in the project's grammar. */
export function toProblem({ path, rule, got, file, fix }: BrokenRule): Problem {
  const found = got === undefined ? "" : `: got ${got}`;
  const where = file === undefined ? "" : ` (${file})`;
  return { path, text: `${path} must ${rule}${found}${where}`, ...(fix === undefined ? {} : { fix }) };
}

/** Problem and way out in a place that has one line, such as an output of a stack. */
export function inlineProblem({ text, fix }: Problem): string {
  return fix === undefined ? text : `${text} → ${fix}`;
}

/** Several problems as they are printed, each with its way out on a line of its own. */
export function printProblems(problems: readonly Problem[]): string {
  return problems.map(printProblem).join("\n");
}

/** The same problem with words in front of its text, such as what cannot be done because of it. */
export function prefixed(words: string, { text, fix, awaits }: Problem): Problem {
  const way = fix === undefined ? {} : { fix };
  return { text: `${words}${text}`, ...way, ...(awaits === undefined ? {} : { awaits }) };
}

/** Problem of a decision that refuses, which has a sentence whatever it decides. */
export function toRefusal({ sentence, fix }: { readonly sentence: string; readonly fix?: string }): Problem {
  return { text: sentence, ...(fix === undefined ? {} : { fix }) };
}

/** Problems, each sentence once. */
export function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [one.text, one])).values()];
}

/** Several problems as one: every text, and each way out once. */
export function joinProblems(problems: readonly Problem[]): Problem {
  const fixes = [...new Set(problems.flatMap(({ fix }) => (fix === undefined ? [] : [fix])))];
  const text = problems.map((one) => one.text).join("; ");
  return { text, ...(fixes.length === 0 ? {} : { fix: fixes.join("; ") }) };
}
