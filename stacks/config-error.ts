import { explainProblem } from "../components/core/problem";
import type { Problem } from "../components/core/problem";

/** Rule for a stack's name or files that is broken. */
export interface BrokenRule {
  /** YAML path such as `sluice:stages[2].weight`, or another subject. */
  readonly path: string;
  /** Rule with unit; continues a sentence after "must". */
  readonly rule: string;
  /** Value in the file, as people would write it; absent where showing it would reveal a secret. */
  readonly got?: string;
  readonly file?: string;
  /** Way out, imperative. */
  readonly fix?: string;
}

/** Error in something that a person wrote: shown as it is, without a stack trace. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  /** @param action - failed action, e.g. `read environment "prod"` */
  constructor(action: string, broken: readonly (BrokenRule | Problem)[]) {
    const problems = broken.map((one) => ("text" in one ? one : toProblem(one)));
    const lines = problems.map(explainProblem);
    super(
      lines.length === 1
        ? `Cannot ${action}: ${lines[0]}`
        : `Cannot ${action}: ${lines.length} problems\n${lines.map((line) => `  - ${line}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

function toProblem({ path, rule, got, file, fix }: BrokenRule): Problem {
  const found = got === undefined ? "" : `: got ${got}`;
  const where = file === undefined ? "" : ` (${file})`;
  return { path, text: `${path} must ${rule}${found}${where}`, ...(fix === undefined ? {} : { fix }) };
}
