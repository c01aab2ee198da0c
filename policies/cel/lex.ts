/** Piece of an expression: code, or a text literal with its value. */
export interface Piece {
  readonly kind: "code" | "text";
  /** Source text of the piece. */
  readonly source: string;
  /** Value of a text literal. */
  readonly value: string;
}

const literal = /[rR]?(?:"""[^]*?"""|'''[^]*?'''|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*')|\/\/[^\n]*/g;

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** Value of a text literal; a raw literal is taken as it is written. */
function meaningOf(source: string): string {
  const raw = /^[rR]/.test(source);
  const quoted = raw ? source.slice(1) : source;
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const inner = quoted.slice(width, -width);
  return raw ? inner : inner.replaceAll(/\\([^])/g, (_whole, letter: string) => escapes[letter] ?? letter);
}

/**
 * Takes an expression of CEL apart into code and texts, so that words inside of texts are not taken for code. Comments
 * are left out.
 */
export function toPieces(expression: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const push = (kind: Piece["kind"], source: string): void => {
    if (source !== "") pieces.push({ kind, source, value: kind === "text" ? meaningOf(source) : source });
  };
  for (const match of expression.matchAll(literal)) {
    push("code", expression.slice(at, match.index));
    if (!match[0].startsWith("//")) push("text", match[0]);
    at = match.index + match[0].length;
  }
  push("code", expression.slice(at));
  return pieces;
}

/** The code alone, each text as an empty one. */
export function codeOf(pieces: readonly Piece[]): string {
  return pieces.map(({ kind, source }) => (kind === "text" ? "''" : source)).join("");
}
