import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");
const files = execFileSync("git", ["ls-files", "*.ts", "*.js"], { cwd: root, encoding: "utf8" })
  .split("\n")
  // This file has wrong ones on purpose.
  .filter((file) => file !== "" && file !== "test/docs/words.test.ts")
  .filter((file) => fs.existsSync(path.join(root, file)));

/** Beginnings of docstrings, of their parts, and of comments that are lines of their own. */
const beginning =
  /(?:\/\*\*\s*(?:\n\s*\* )?|\* @(?:returns|param [\w.]+ -) |(?<!\/\/[^\n]*\n\s*)(?<=\n\s*)\/\/ )(?<word>\w+)/g;
const question = /^(?:what|who|whom|whose|how|why|which)$/i;

const wrongIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(beginning)).flatMap(({ groups, index }) =>
    question.test(groups?.["word"] ?? "") ? [text.slice(index, index + 60).trim()] : [],
  );

test("a docstring and a comment begin with the noun or the verb, never with a question's word", () => {
  const wrong = files.flatMap((file) =>
    wrongIn(fs.readFileSync(path.join(root, file), "utf8")).map((found) => `${file}: ${found}`),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["/** What it is. */", 1],
  ["/**\n * Whom it is for.\n */", 1],
  [" * @returns why it failed", 1],
  ["x;\n  // How many there are.\n", 1],
  ["x;\n  // The number of pods, and\n  // which of them are ready.\n", 0],
  ["/** Reason why it failed. */", 0],
])("%j has %d", (text, count) => {
  expect(wrongIn(text)).toHaveLength(count);
});
