import * as fs from "node:fs";
import * as path from "node:path";
import type { Command } from "commander";
import { parse, parseAllDocuments } from "yaml";
import { commands } from "../../cli/command-list";
import { environmentSchema } from "../../stacks/schema/schema";
import { leastFile } from "../support/environment";
import { blocksIn } from "../support/fenced-blocks";

const root = path.resolve(__dirname, "../..");
const pages = ["README.md", ...list("docs")];

function list(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.startsWith("adr/"))
    .map((file) => path.join(folder, file));
}

const textsIn = (language: string) =>
  pages.flatMap((page) => blocksIn(page, language).map((text) => ({ page, text })));

type Settings = Readonly<Record<string, unknown>>;

/** Keys of other files of Sluice, which have parsers and tests of their own. */
const elsewhere = new Set(["sluice:waves", "sluice:policies", "sluice:access"]);

const least = (parse(leastFile) as { readonly config: Settings }).config;

/** Configuration in a block, each document of one by itself. */
function configurationsOf(text: string): readonly Settings[] {
  // A block may show a key in several forms: the last one is read.
  const documents = parseAllDocuments(text, { logLevel: "silent", uniqueKeys: false });
  return documents.flatMap((document): Settings[] => {
    const content = document.toJS() as (Settings & { readonly config?: Settings }) | null;
    const config = content?.config ?? content ?? {};
    const isOurs = (key: string): boolean => key.startsWith("sluice:");
    return Object.keys(config).some(isOurs) && !Object.keys(config).some((key) => elsewhere.has(key))
      ? [config]
      : [];
  });
}

const configured = textsIn("yaml").flatMap(({ page, text }) =>
  configurationsOf(text).map((config) => ({ page, config })),
);

/** A block as an environment's configuration: what it leaves to the reader is filled in. */
function complete(config: Settings): unknown {
  const analysis = { ...(least["sluice:analysis"] as object), ...(config["sluice:analysis"] as object) };
  const text = JSON.stringify({ ...least, ...config, "sluice:analysis": analysis });
  const filled = JSON.parse(text.replaceAll("@sha256:…", `@sha256:${"a".repeat(64)}`)) as Settings;
  return Object.fromEntries(
    // The file of shared values is read and merged before the schema is asked.
    Object.entries(filled).flatMap(([key, value]) =>
      key === "sluice:defaults" ? [] : [[key.replace("sluice:", ""), value]],
    ),
  );
}

test("there are blocks of configuration", () => {
  expect(configured.length).toBeGreaterThan(30);
});

test.each(configured.map(({ page, config }) => [page, Object.keys(config).join(", "), config] as const))(
  "%s: %s is configuration",
  (_page, _keys, config) => {
    const parsed = environmentSchema.safeParse(complete(config));
    expect(parsed.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)).toBeUndefined();
  },
);

const loaded = new Map<string, Command>();

/** Refusal of a command line by commander, without running the command; undefined where it takes it. */
function refusalOf(words: readonly string[]): string | undefined {
  const [name = "", ...rest] = words;
  const found = commands.find((one) => one.name === name);
  if (found === undefined) return `no command ${name}`;
  let command = loaded.get(name) ?? found.load();
  loaded.set(name, command);
  let left = rest;
  for (let under = inner(command, left); under !== undefined; under = inner(command, left)) {
    command = under;
    left = left.slice(1);
  }
  const { unknown, operands } = command.parseOptions(left.filter((word) => word !== "--help"));
  if (unknown.length > 0) return `${command.name()} has no ${unknown.join(" ")}`;
  const most = command.registeredArguments.some(({ variadic }) => variadic)
    ? Infinity
    : command.registeredArguments.length;
  if (operands.length > most) return `${command.name()} takes no ${operands.slice(most).join(" ")}`;
  const fewest = command.registeredArguments.filter(({ required }) => required).length;
  return operands.length < fewest && !rest.includes("--help")
    ? `${command.name()} needs more than ${operands.join(" ")}`
    : undefined;
}

const inner = (command: Command, [word]: readonly string[]): Command | undefined =>
  command.commands.find((one) => one.name() === word);

/** Words of a command line as a shell takes them, without those that a guide leaves out. */
const wordsOf = (line: string): readonly string[] =>
  (line.match(/(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'])+/gu) ?? [])
    .map((word) => word.replaceAll(/["']/gu, ""))
    .filter((word) => word !== "…");

const lines = textsIn("sh").flatMap(({ page, text }) =>
  Array.from(
    text.replaceAll("\\\n", " ").matchAll(/(?:^|[(`;&|]\s*|npx )sluice ([^\n#|;&)`<>]+)/gmu),
    ([, line = ""]) => [page, line.trim()] as const,
  ),
);

test("there are command lines", () => {
  expect(lines.length).toBeGreaterThan(30);
});

test.each(lines)("%s: sluice %s is a command line", (_page, line) => {
  expect(refusalOf(wordsOf(line))).toBeUndefined();
});
