import * as fs from "node:fs";
import * as path from "node:path";
import { runInNewContext } from "node:vm";
import * as verdict from "../../components/core/verdict/index";
import * as csp from "../../policies/headers/csp/parse-csp";

const root = path.resolve(__dirname, "../..");
const folders = ["components/core", "stacks", "cli", "policies", "replay"];

const list = (folder: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));

/** Examples in one line, of the form `expression // value`. */
const examples = folders.flatMap(list).flatMap((file) => {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const found = text.matchAll(/^ \* @example (?<call>\w+\(.*\)(?:\.\w+|\[\d+\])*) \/\/ (?<value>.+)$/gmu);
  return Array.from(found, ({ groups = {} }) => ({
    file,
    call: groups["call"] ?? "",
    value: groups["value"] ?? "",
  }));
});

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples)("$file: $call", ({ file, call, value }) => {
  const scope = { ...verdict, ...csp, ...(require(path.join(root, file)) as Record<string, unknown>) };
  const run = (expression: string): unknown => runInNewContext(`(${expression})`, { ...scope }) as unknown;
  expect(run(call)).toEqual(run(value));
});
