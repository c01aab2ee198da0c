import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const root = path.resolve(__dirname, "../../..");
const longest = 160;
/** A way out that stands in the text of a refusal instead of its `fix`. */
const wayOut = /; (?:run|sluice|pulumi|kubectl|use|give|install|set|wait for|look at|release another)\b/;

function list(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : list(file);
    return file.endsWith(".ts") ? [file] : [];
  });
}

/** The words of a message without the values in it; undefined for what is no text. */
function wordsOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("‹›");
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [wordsOf(node.left), wordsOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** Functions whose arguments are lines for people. */
const speakers = /^(?:say|warn|problem|fine|refuse\w*)$/;

function nameOf(called: ts.Expression): string {
  if (ts.isIdentifier(called)) return called.text;
  return ts.isPropertyAccessExpression(called) ? called.name.text : "";
}

/**
 * Messages in a file: what a `RunEnd` or one of its kinds is made of, `text` of every problem, notes, whatever is
 * handed to a {@link speakers}, and every text in the grammar of refusals.
 */
function textsIn(file: string): readonly string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), "utf8"),
    ts.ScriptTarget.Latest,
  );
  const found: string[] = [];
  const add = (node: ts.Expression): void => {
    const words = wordsOf(node);
    if (words !== undefined) found.push(words);
  };
  const visit = (node: ts.Node): void => {
    if (
      ts.isNewExpression(node) &&
      ts.isIdentifier(node.expression) &&
      /(?:End|Error)$/.test(node.expression.text)
    )
      for (const argument of node.arguments ?? []) add(argument);
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === "text")
      add(node.initializer);
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === "notes")
      ts.forEachChild(node.initializer, (one) => add(one as ts.Expression));
    if (ts.isCallExpression(node) && speakers.test(nameOf(node.expression)))
      for (const argument of node.arguments) add(argument);
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const words = wordsOf(node) ?? "";
      if (/ must .*: got |^Cannot /.test(words)) found.push(words);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...new Set(found)];
}

const texts = ["components", "cli", "infra", "stacks", "policies", "replay", "sandbox"]
  .flatMap(list)
  .map((file) => ({ file, texts: textsIn(file) }));

test("there are refusals to look at", () => {
  expect(texts.flatMap((one) => one.texts).length).toBeGreaterThan(150);
});

test(`a refusal says what happened in at most ${longest} characters besides the values in it`, () => {
  const long = texts.flatMap(({ file, texts: all }) =>
    all.filter((text) => text.replaceAll("‹›", "").length > longest).map((text) => `${file}: ${text}`),
  );
  expect(long).toEqual([]);
});

test("the way out of a refusal is its `fix`, so that it is printed on a line of its own", () => {
  const mixed = texts.flatMap(({ file, texts: all }) =>
    all.filter((text) => wayOut.test(text)).map((text) => `${file}: ${text}`),
  );
  expect(mixed).toEqual([]);
});
