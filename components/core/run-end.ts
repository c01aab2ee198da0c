import type { ExitName } from "./exit-code";
import { joinProblems, printProblems } from "./problem";
import type { Problem } from "./problem";

/**
 * An expected end of a run that is not success, in words for a person. Whoever hands it to another process puts its
 * code in front, see {@link withCode}.
 */
export class RunEnd extends Error {
  readonly end: ExitName;
  /** The event, and the way out where there is one; several as one. `message` is both as they are printed. */
  readonly problem: Problem;
  /** Each by itself; empty where a sentence is all there is. */
  readonly problems: readonly Problem[];
  /** The release is paused: the same command goes on when a person resumes it. */
  readonly isPaused: boolean;
  /** The ledger has a transition that reports it. */
  readonly recorded: boolean = false;

  constructor(end: ExitName, problem: string | Problem | readonly Problem[], options?: ErrorOptions) {
    const told = typeof problem === "string" ? [{ text: problem }] : [problem].flat();
    super(printProblems(told), options);
    this.name = new.target.name;
    this.end = end;
    this.problem = joinProblems(told);
    this.isPaused = told.some(({ awaits }) => awaits === "resume");
    this.problems = typeof problem === "string" ? [] : told;
  }
}
