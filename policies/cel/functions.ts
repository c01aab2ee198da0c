import type { Environment } from "@marcbachmann/cel-js";
import { findExpression, matchesExpression } from "../../components/core/regular-expression";
import { codeOf, toPieces } from "./lex";

/** Functions of Kubernetes' CEL that plan time has, by the words before the parenthesis. */
export const knownFunctions: ReadonlySet<string> = new Set(
  `dyn type bool size bytes double int uint string timestamp duration has matches quantity isQuantity cel.bind
  optional.of optional.none .size .startsWith .endsWith .contains .lowerAscii .upperAscii .trim .indexOf .lastIndexOf
  .substring .matches .split .join .find .findAll .replace .charAt .hasValue .value .or .orValue .all .exists
  .exists_one .map .filter .getDate .getDayOfMonth .getDayOfWeek .getDayOfYear .getFullYear .getHours .getMilliseconds
  .getMinutes .getMonth .getSeconds .compareTo .asApproximateFloat .isGreaterThan .isLessThan`.split(/\s+/),
);

/**
 * Functions that the library has in words of its own, which decide otherwise than Kubernetes: `matches` by
 * JavaScript's expressions, `lowerAscii` for every letter there is, places in a text by halves of letters.
 */
const renamed = /\b(matches|lowerAscii|upperAscii|substring|indexOf|lastIndexOf)(?=\s*\()/g;

/** An expression with Kubernetes' functions in place of the library's. */
export function withOwnFunctions(expression: string): string {
  return toPieces(expression)
    .map(({ kind, source }) => (kind === "text" ? source : source.replaceAll(renamed, "own_$1")))
    .join("");
}

/** The words of the rule that the library's messages use, as people wrote them. */
export const withoutOwnNames = (text: string): string => text.replaceAll("own_", "");

/** The functions that an expression calls: `.name` of a value, `name` or `space.name` by themselves. */
export function calledFunctions(expression: string): readonly string[] {
  const code = codeOf(toPieces(expression));
  const called = [...code.matchAll(/(\?)?(\.\s*)?([A-Za-z_][\w.]*)\s*\(/g)].map(([, , dot, name = ""]) => {
    if (dot !== undefined) return `.${name.split(".").at(-1) ?? ""}`;
    const parts = name.split(".");
    if (parts.length === 1) return name;
    const own = `${parts[0]}.${parts.at(-1)}`;
    // A chain that begins with a variable calls a function of the value it leads to.
    return parts.length === 2 && namespaces.has(parts[0] ?? "") ? own : `.${parts.at(-1)}`;
  });
  return [...new Set(called)].filter((name) => name !== "in");
}

/** First words of functions that belong to no value. */
const namespaces: ReadonlySet<string> = new Set([
  "cel",
  "optional",
  "sets",
  "math",
  "base64",
  "format",
  "strings",
  "lists",
  "regex",
  "kubernetes",
]);

const replaceSome = (text: string, from: string, to: string, most: bigint): string => {
  if (most < 0n) return text.replaceAll(from, () => to);
  let left = most;
  return text.replaceAll(from, (found) => (left-- > 0n ? to : found));
};

/** The letters of a text; a place beyond them is an error, as in Kubernetes. */
function lettersTo(text: string, ...places: readonly bigint[]): readonly string[] {
  const letters = [...text];
  for (const at of places)
    if (at < 0n || at > BigInt(letters.length)) throw new RangeError(`index ${at} is out of range`);
  return letters;
}

const substring = (text: string, from: bigint, to = BigInt([...text].length)): string => {
  const letters = lettersTo(text, from, to);
  if (from > to) throw new RangeError(`substring(${from}, ${to}) is out of range`);
  return letters.slice(Number(from), Number(to)).join("");
};

/** Place of a part, counted in letters; -1 where there is none. */
const placeOf = (
  text: string,
  find: (start: (at: bigint) => number) => number,
  ...from: bigint[]
): bigint => {
  const letters = lettersTo(text, ...from);
  const at = find((place) => letters.slice(0, Number(place)).join("").length);
  const before = text.slice(0, at);
  return BigInt(at < 0 ? at : [...before].length);
};

const inAscii = (text: string, letters: RegExp, change: (letter: string) => string): string =>
  text.replaceAll(letters, change);

/** Adds the functions of Kubernetes to an environment that the library lacks or has in another form. */
export function registerFunctions(environment: Environment): void {
  const add = environment.registerFunction.bind(environment);
  const matches = (text: string, pattern: string): boolean => matchesExpression(pattern, text);
  add("string.own_matches(string): bool", matches);
  add("own_matches(string, string): bool", matches);
  add("string.own_lowerAscii(): string", (text: string) =>
    inAscii(text, /[A-Z]/g, (letter) => letter.toLowerCase()),
  );
  add("string.own_upperAscii(): string", (text: string) =>
    inAscii(text, /[a-z]/g, (letter) => letter.toUpperCase()),
  );
  add("string.own_substring(int): string", substring);
  add("string.own_substring(int, int): string", substring);
  const first = (text: string, part: string, from = 0n): bigint =>
    placeOf(text, (start) => text.indexOf(part, start(from)), from);
  add("string.own_indexOf(string): int", first);
  add("string.own_indexOf(string, int): int", first);
  add("string.own_lastIndexOf(string): int", (text: string, part: string) =>
    placeOf(text, () => text.lastIndexOf(part)),
  );
  add("string.own_lastIndexOf(string, int): int", (text: string, part: string, from: bigint) =>
    placeOf(text, (start) => text.lastIndexOf(part, start(from)), from),
  );
  add(
    "string.find(string): string",
    (text: string, pattern: string) => findExpression(pattern, text, 1)[0] ?? "",
  );
  add("string.findAll(string): list<string>", (text: string, pattern: string) =>
    findExpression(pattern, text),
  );
  add("string.findAll(string, int): list<string>", (text: string, pattern: string, most: bigint) =>
    findExpression(pattern, text, most < 0n ? undefined : Number(most)),
  );
  add("string.replace(string, string): string", (text: string, from: string, to: string) =>
    replaceSome(text, from, to, -1n),
  );
  add("string.replace(string, string, int): string", replaceSome);
  add("string.charAt(int): string", (text: string, at: bigint) => {
    const letters = [...text];
    if (at < 0n || at > BigInt(letters.length)) throw new RangeError(`charAt(${at}) is out of range`);
    return letters[Number(at)] ?? "";
  });
}
