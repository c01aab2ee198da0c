import { printProblem, toProblem } from "../components/core/problem";
import type { BrokenRule, Problem } from "../components/core/problem";

/** Error in something that a person wrote: shown as it is, without a stack trace. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  /** @param action - failed action, e.g. `read environment "prod"` */
  constructor(action: string, broken: readonly (BrokenRule | Problem)[]) {
    const problems = broken.map((one) => ("text" in one ? one : toProblem(one)));
    const lines = problems.map(printProblem);
    super(
      lines.length === 1
        ? `Cannot ${action}: ${lines[0]}`
        : `Cannot ${action}: ${lines.length} problems\n${lines.map((line) => `  - ${line.replace("\n", "\n  ")}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}
