/** Requests that a match stage sends to the canary: those with one header, or one cookie. */
export interface MatchTerms {
  readonly on: "header" | "cookie";
  /** Of the header, in any case; of the cookie as it is written. */
  readonly name: string;
  /** Comparison of the value: as a whole, by its beginning, or as a whole by a regular expression (RE2). */
  readonly by: "exact" | "prefix" | "regex";
  readonly value: string;
}

/** Name of a header that a match may be on. */
export const matchHeader = /^[A-Za-z0-9-]{1,64}$/;

/** Whether a header is none of the app's own: a cookie is matched by its own name. */
export const isReservedHeader = (name: string): boolean => /^(?:cookie|host|x-sluice-.*)$/i.test(name);

/** A request header as routers compare it: equal, or by a regular expression of the whole value. */
export interface HeaderTerms {
  readonly name: string;
  readonly type: "Exact" | "RegularExpression";
  readonly value: string;
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The value as a regular expression; `rest` stands for any text behind a prefix. */
function toExpression({ by, value }: MatchTerms, rest: string): string {
  if (by === "regex") return `(?:${value})`;
  return by === "exact" ? escape(value) : `${escape(value)}${rest}`;
}

/**
 * The header by which routers find the requests of a match: a cookie is looked for in header `Cookie`.
 * @example toHeaderTerms({ on: "header", name: "x-beta", by: "exact", value: "1" }) // { name: "x-beta", type: "Exact", value: "1" }
 */
export function toHeaderTerms(terms: MatchTerms): HeaderTerms {
  const { on, name, by, value } = terms;
  if (on === "header" && by === "exact") return { name, type: "Exact", value };
  const type = "RegularExpression";
  return on === "header"
    ? { name, type, value: `^${toExpression(terms, ".*")}$` }
    : {
        name: "Cookie",
        type,
        value: `^(?:.*; ?)?${escape(name)}=${toExpression(terms, "[^;]*")}(?:;.*)?$`,
      };
}

/** Whether a value that was read is a match. */
export function isMatchTerms(value: unknown): value is MatchTerms {
  if (typeof value !== "object" || value === null) return false;
  const { on, name, by, value: text } = value as Partial<Record<keyof MatchTerms, unknown>>;
  return (
    (on === "header" || on === "cookie") &&
    (by === "exact" || by === "prefix" || by === "regex") &&
    typeof name === "string" &&
    typeof text === "string"
  );
}
