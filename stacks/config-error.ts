/** One thing in a stack's name or files that is not as it must be. */
export interface Issue {
  /** Where: a YAML path such as `sluice:stages[2].weight`, or what else it is about. */
  readonly path: string;
  /** What it must be, with unit; reads on after "must". */
  readonly rule: string;
  /** What is there instead, as people would write it; absent where showing it would reveal a secret. */
  readonly got?: string;
  readonly file?: string;
  /** What to do about it. */
  readonly wayOut?: string;
}

/** What a person wrote is wrong: shown as it is, without a stack trace. */
export class ConfigError extends Error {
  readonly issues: readonly Issue[];

  /** @param action - what cannot be done, e.g. `read environment "prod"` */
  constructor(action: string, issues: readonly Issue[]) {
    const lines = issues.map(explainIssue);
    super(
      lines.length === 1
        ? `Cannot ${action}: ${lines[0]}`
        : `Cannot ${action}: ${lines.length} problems\n${lines.map((line) => `  - ${line}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.issues = issues;
  }
}

function explainIssue(issue: Issue): string {
  const got = issue.got === undefined ? "" : `: got ${issue.got}`;
  const file = issue.file === undefined ? "" : ` (${issue.file})`;
  const wayOut = issue.wayOut === undefined ? "" : `; ${issue.wayOut}`;
  return `${issue.path} must ${issue.rule}${got}${file}${wayOut}`;
}
