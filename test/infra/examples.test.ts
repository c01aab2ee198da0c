import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { blocksIn } from "../support/fenced-blocks";

const root = path.resolve(__dirname, "../..");

/** Modules of the package that people name in a program of theirs, each with the file that has its types. */
const entries = {
  sluice: "infra/environment.ts",
  "sluice/program": "package/types/main.d.ts",
  "sluice/preload": "package/types/preload.d.ts",
};

const source = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Text of the first example in a file's docstrings. */
function exampleIn(file: string): string {
  const [, lines = ""] = /@example\n((?:\s*\* ?.*\n)+?)\s*\*\//.exec(source(file)) ?? [];
  return lines.replaceAll(/^\s*\* ?/gm, "");
}

/** The program of one's own in the guide, with a package that is installed here in place of a cloud's. */
function guided(): string {
  const [text = ""] = blocksIn("docs/how-to/install.md", "ts");
  return text.replace("@pulumi/aws", "@pulumi/random").replace(/aws\.sqs\.Queue/, "aws.RandomUuid");
}

/** Messages of the compiler on programs of users, the package's types given; by file. */
function complaintsOf(programs: Readonly<Record<string, string>>): readonly string[] {
  const paths = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, [`./${file}`]]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    paths: { ...paths, sluice: ["./environment.d.ts"] },
  };
  // The function alone: its file would bring the whole program along.
  const declared = `import type { Environment } from "./infra/own-program";
export declare ${/export async (function environment\(.*\): .*) \{/.exec(source("infra/environment.ts"))?.[1] ?? ""};`;
  const given = { ...programs, "environment.d.ts": declared };
  const texts = new Map(Object.entries(given).map(([name, text]) => [path.join(root, name), text]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists.call(host, file);
  host.readFile = (file) => texts.get(file) ?? readFile.call(host, file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = texts.get(file);
    return text === undefined
      ? getSourceFile.call(host, file, target, ...rest)
      : ts.createSourceFile(file, text, target);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((file) => {
    const parsed = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(parsed), ...program.getSemanticDiagnostics(parsed)].map(
      ({ messageText }) => `${path.basename(file)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}

test("each module of the package has an example, and it is a program that compiles, as the guide's is", () => {
  const examples = Object.entries(entries).map(([name, file]) => [name, exampleIn(file)] as const);
  for (const [name, text] of examples) expect([name, text]).toEqual([name, expect.stringContaining(name)]);
  const programs = Object.fromEntries(
    examples.map(([name, text]) => [`example-${name.replace("/", "-")}.cts`, text]),
  );
  const wrong = guided().replace("prod.app", "prod.apps");
  expect(complaintsOf({ ...programs, "guide.cts": guided(), "wrong.cts": wrong })).toEqual([
    expect.stringMatching(/^wrong\.cts: Property 'apps' does not exist/),
  ]);
}, 120_000);
