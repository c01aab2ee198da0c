import type { ResponseHeaders } from "./headers";

/**
 * A text in quotes, as nginx reads it.
 * @throws {RangeError} when it has a character that nginx would read as a variable or an end: the schema takes none
 */
function quote(text: string): string {
  if (!/^[ -#%-[\]-~]*$/.test(text)) {
    throw new RangeError(`Cannot render "${text}": it must be on one line, without "$" and "\\"`);
  }
  return `"${text.replaceAll('"', String.raw`\"`)}"`;
}

/**
 * Lines by which nginx sets and removes headers of the app's answers, and of its own: what the app sends under such a
 * name goes no further.
 */
export function renderNginxHeaders(
  { set, remove }: ResponseHeaders = { set: {}, remove: [] },
): readonly string[] {
  return [
    ...[...Object.keys(set), ...remove].map((name) => `proxy_hide_header ${quote(name)};`),
    ...Object.entries(set).map(([name, value]) => `add_header ${quote(name)} ${quote(value)} always;`),
  ];
}
