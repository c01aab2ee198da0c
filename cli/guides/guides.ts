import { gateChecks } from "../../components/core/gate/checks";
import type { GateCheck } from "../../components/core/gate/check";
import { stackKinds } from "../../infra/stack-kinds";
import { commands } from "../command-list";
import { table } from "../preview/markdown";
import type { Blocks } from "./fill-blocks";
import { renderCommand } from "./render-command";

const rows = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  table(head, body).join("\n").trimEnd();

const listCommands = (): string =>
  rows(
    ["command", "in short"],
    commands.map(({ name, summary }) => [`\`${name}\``, summary]),
  );

const listChecks = (): string =>
  rows(
    ["check", "demands that", "waived by"],
    gateChecks.map(({ id, demands, waivedByRollback = false }: GateCheck) => [
      `\`${id}\``,
      demands,
      waivedByRollback ? "a rollback" : "",
    ]),
  );

const listStacks = (): string =>
  rows(
    ["stack", "is"],
    stackKinds.map(({ name, about }) => [`\`${name}\``, about]),
  );

/** Guides of which parts are made, by file below `docs`. */
export const guides: Readonly<Record<string, Blocks>> = {
  "commands.md": {
    commands: listCommands,
    ...Object.fromEntries(
      commands.map(({ name, load }) => [`command ${name}`, () => renderCommand(load())] as const),
    ),
  },
  "configuration.md": { stacks: listStacks },
  "verdict.md": { "checks of the gate": listChecks },
};
