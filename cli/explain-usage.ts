/** Error of commander about a command line. */
export interface UsageProblem {
  /** For example `commander.unknownOption`. */
  readonly code: string;
  readonly message: string;
}

/** A command as far as a refusal names it. */
export interface UsageSubject {
  /** For example `sluice abort`. */
  readonly name: string;
  /** Long names of its options, `--reason`. */
  readonly options: readonly string[];
  /** Names of its commands, where it has any. */
  readonly commands: readonly string[];
}

const quoted = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? message;

const optionName = (message: string): string => /--[\w-]+/.exec(quoted(message))?.[0] ?? quoted(message);

/** Words a command-line problem in the project's grammar. */
export function explainUsage(
  { code, message }: UsageProblem,
  { name, options, commands }: UsageSubject,
): string {
  const help = `see ${name} --help`;
  switch (code) {
    case "commander.unknownOption":
      return `Cannot run "${name}": option must be one of ${options.join(", ")}: got ${quoted(message)}\n  → ${help}`;
    case "commander.unknownCommand":
      return `Cannot run "${name}": command must be one of ${commands.join(", ")}: got "${quoted(message)}"\n  → ${help}`;
    case "commander.missingArgument":
      return `Cannot run "${name}": ${quoted(message).toUpperCase()} must be given: got nothing\n  → ${help}`;
    case "commander.missingMandatoryOptionValue":
      return `Cannot run "${name}": ${optionName(message)} must be given: got nothing\n  → ${help}`;
    case "commander.optionMissingArgument":
      return `Cannot run "${name}": ${optionName(message)} must have a value: got nothing\n  → ${help}`;
    case "commander.excessArguments":
      return `Cannot run "${name}": arguments must be as many as it takes: got more\n  → ${help}`;
    default:
      return `Cannot run "${name}": ${message.replace(/^error: /, "")}\n  → ${help}`;
  }
}
