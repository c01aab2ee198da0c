import type { Command } from "commander";
import { commands } from "../../../cli/command-list";
import { keepWords } from "../../../cli/options/keep-words";

test("keepWords() makes one line, without what looks like a secret", () => {
  expect(keepWords(" rotate\n  DB_PASSWORD=hunter22  now ")).toBe("rotate DB_PASSWORD=… now");
});

/** Options with a person's words, of a command and those below it. */
const listWords = (command: Command): readonly [name: string, kept: unknown][] => [
  ...command.options
    .filter(({ flags }) => /<(text|reason|role)>/.test(flags))
    .map((option): [string, unknown] => [
      `${command.name()} ${String(option.long)}`,
      option.parseArg?.("DB_PASSWORD=hunter22", undefined),
    ]),
  ...command.commands.flatMap(listWords),
];

test("no command keeps a person's words as they are", () => {
  const words = commands.flatMap(({ load }) => listWords(load()));
  expect(words.map(([name]) => name)).toEqual(
    expect.arrayContaining(["abort --reason", "approve --as", "flag --reason", "pause --reason"]),
  );
  expect(words.filter(([, kept]) => kept !== "DB_PASSWORD=…")).toEqual([]);
});
