import { Command } from "commander";
import type { CommanderError } from "commander";
import { exitCodes } from "../components/core/exit-code";
import { explainUsage } from "./explain-usage";

/** Options that every command has. */
export interface CommonFlags {
  /** Folder of the Pulumi project. */
  readonly cwd: string;
  readonly json?: boolean;
  /** Organisation of the stacks. @default - Pulumi's own default */
  readonly org?: string;
}

/** Description of a command. */
export interface CommandText {
  readonly name: string;
  /** Details for its help and its guide. */
  readonly details: string;
  /** Command lines without `sluice`, each with its purpose. */
  readonly examples: readonly (readonly [string, string])[];
}

/** Examples of a command, which commander takes as a text only. */
const examplesOf = new WeakMap<Command, CommandText["examples"]>();

/** The examples in a command's help. */
export function listExamples(command: Command): CommandText["examples"] {
  return examplesOf.get(command) ?? [];
}

/** Options of every command that {@link defineCommand} makes. */
export const commonOptions: readonly string[] = ["--cwd", "--json", "--org"];

/** Makes a command with the common options, refusals in Sluice's grammar, and examples in its help. */
export function defineCommand({ name, details, examples }: CommandText): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  sluice ${line.padEnd(width)}  ${what}`);
  const command = new Command(name)
    .description(details)
    .option("-C, --cwd <dir>", "folder of the Pulumi project", ".")
    .option("--json", "print the result as JSON on standard output")
    .option("--org <name>", "organisation of the stacks in Pulumi's backend")
    .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
  examplesOf.set(command, examples);
  return refuseInOurWords(command);
}

/** Ends a command line that commander refuses with exit code 2 and a sentence in Sluice's grammar, and help with 0. */
export function refuseInOurWords(command: Command): Command {
  command.configureOutput({ outputError: () => undefined });
  return command.exitOverride((error: CommanderError) => {
    if (error.exitCode === 0) process.exit(exitCodes.done);
    // A command that only has commands shows its help instead.
    if (error.code === "commander.help") process.exit(exitCodes.usage);
    process.stderr.write(`${explainUsage(error, describe(command))}\n`);
    process.exit(exitCodes.usage);
  });
}

function describe(command: Command) {
  const name = command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
  return {
    name,
    options: [...command.options.map(({ long, short }) => long ?? short ?? ""), "--help"],
    commands: command.commands.map((one) => one.name()),
  };
}
