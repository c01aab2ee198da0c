/** A response header: name in lower case, value as sent. A name may occur more than once. */
export type Header = readonly [name: string, value: string];

/** Every value of a header, in the order of the response. */
export function valuesOf(headers: readonly Header[], name: string): string[] {
  return headers.filter(([one]) => one === name).map(([, value]) => value);
}

/** The first value of a header without surrounding space; undefined where it is absent. */
export function firstOf(headers: readonly Header[], name: string): string | undefined {
  return valuesOf(headers, name)[0]?.trim();
}

/**
 * Headers from pairs or a record, names in lower case.
 * @example toHeaders({ "X-Frame-Options": "deny" }) // [["x-frame-options", "deny"]]
 */
export function toHeaders(from: Readonly<Record<string, string>> | readonly Header[]): Header[] {
  const pairs = Array.isArray(from) ? (from as readonly Header[]) : Object.entries(from);
  return pairs.map(([name, value]) => [name.trim().toLowerCase(), String(value)] as const);
}
