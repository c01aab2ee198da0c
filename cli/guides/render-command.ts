import type { Argument, Command, Option } from "commander";
import { table } from "../../components/core/report/markdown";
import { commonOptions, listExamples } from "../define-command";

/** `ENV`, `[ENV]`, `[ENV…]`. */
function showArgument(argument: Argument): string {
  const name = `${argument.name().toUpperCase()}${argument.variadic ? "…" : ""}`;
  return argument.required ? name : `[${name}]`;
}

/** `--reason TEXT` */
function showOption({ long, flags }: Option): string {
  const value = /<([^>.]+)/.exec(flags)?.[1];
  return `${long ?? flags}${value === undefined ? "" : ` ${value.toUpperCase()}`}`;
}

/** A command as people type it, with all that must be given. */
function showUsage(command: Command): string {
  const mandatory = command.options.filter((option) => option.mandatory).map(showOption);
  return ["sluice", command.name(), ...command.registeredArguments.map(showArgument), ...mandatory].join(" ");
}

/** Text for a table cell; markup in it is shown as it is. */
const cell = (text: string): string => text.replaceAll("|", String.raw`\|`).replaceAll("<", "&lt;");

function listOptions({ options }: Command): string[] {
  const own = options.filter(({ long }) => !commonOptions.includes(long ?? ""));
  const rows = own.map(({ flags, description, defaultValue }) => {
    const value: unknown = defaultValue;
    return [`\`${flags}\``, `${cell(description)}${typeof value === "string" ? ` (default: ${value})` : ""}`];
  });
  return table(["option", "meaning"], rows);
}

function showExamples(command: Command): string[] {
  const examples = listExamples(command).map(([line, what]) => [`sluice ${line}`, what] as const);
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `${line.padEnd(width)}  # ${what}`);
  return examples.length === 0 ? [] : ["```sh", ...lines, "```", ""];
}

function listCommands({ commands }: Command): string[] {
  const rows = commands.map((one) => [`\`${one.name()}\``, cell(one.description())]);
  return table(["command", "does"], rows);
}

/** Section of a command in the guide, in Markdown, from the same text as its help. */
export function renderCommand(command: Command): string {
  return [
    `## ${showUsage(command)}`,
    "",
    cell(command.description()),
    "",
    ...listCommands(command),
    ...listOptions(command),
    ...showExamples(command),
  ]
    .join("\n")
    .trimEnd();
}
