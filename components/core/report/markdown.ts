/**
 * Text from elsewhere as Markdown that shows exactly it: no markup, no mention, no link to an issue, one line.
 * @example escapeText("<b> @ops") // "&lt;b> @\u200Bops"
 */
export function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/([\\`*_{}[\]|~])/g, String.raw`\$1`)
    .replaceAll(/(?<!\w)@(?=\w)/g, "@\u200B")
    .replaceAll(/#(?=\d)/g, "#\u200B")
    .replaceAll(/(https?):\/\//g, "$1:\u200B//")
    .replaceAll(/\s*\n\s*/g, " ");
}

/** Text as code in a line; a table's bar is kept out of it. */
export function code(text: string): string {
  return `\`${text
    .replaceAll("`", "'")
    .replaceAll("|", String.raw`\|`)
    .replaceAll(/\s*\n\s*/g, " ")}\``;
}

/** A table; cells are Markdown already. Empty without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""];
}

/** A table whose cells are any text, in one line each; marks of Markdown in it count. Empty without rows. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string[] =>
    cells.map((text) => text.replaceAll("|", String.raw`\|`).replaceAll(/\s+/g, " "));
  return table(line(head), rows.map(line));
}

/** A stack's name and more as HTML, which a summary needs. */
export function stackSummary(stack: string, what: string): string {
  return `<code>${stack}</code>: ${what}`;
}

/**
 * Lines that open on a click. Empty without lines.
 * @param summary - HTML; forges show no Markdown there
 */
export function details(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", "</details>", ""];
}

/** `1 stack`, `3 stacks`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
