import type { HeaderChange } from "./header-reader";
import { textOf } from "./shape";

const reflected = "the origin of every request";

/** Two origins that nobody names. */
const strangers = ["https://a.invalid", "http://b.invalid:8080"];

/** Value of a rule that takes whatever origin asks. */
const sayEvery = (rule: string): string => `${reflected} (${rule})`;

/** Whether an origin is a pattern of all: `*`, `https://*`. */
const isEvery = (origin: string): boolean => /^(?:\*|[a-z*]+:\/\/\*)(?::\*|:\d+)?$/i.test(origin.trim());

/** An origin as it is written down, perhaps with a wildcard. */
export const byName = (origin: unknown): string => {
  const text = textOf(origin).trim();
  return text !== "*" && isEvery(text) ? sayEvery(text) : text;
};

/** An origin by a regular expression; one that cannot be read stays as it is. */
export function byPattern(pattern: unknown, whole: boolean): string {
  const text = textOf(pattern);
  try {
    const expression = new RegExp(whole ? `^(?:${text})$` : text, "i");
    return strangers.every((one) => expression.test(one)) ? sayEvery(text) : text;
  } catch {
    return text;
  }
}

/** Origins that begin with a text. */
export const byPrefix = (prefix: unknown): string => {
  const text = textOf(prefix);
  return strangers.some((one) => one.startsWith(text)) ? sayEvery(`${text}…`) : `${text}…`;
};

/**
 * Whether an Access-Control-Allow-Origin is whatever asks, as a router's setting or a text has it; `null` is what any page
 * can be in a frame.
 */
export const takesEvery = (value: string): boolean =>
  value.startsWith(reflected) ||
  /^(?:null|\*)$/i.test(value.trim()) ||
  /%REQ\(origin\)%|\$http_origin/i.test(value);

/** Changes by which a router lets other origins read answers. */
export function readSharing(
  origins: readonly { readonly value: string; readonly path: string }[],
  credentials: { readonly allowed: boolean; readonly path: string },
): HeaderChange[] {
  if (origins.length === 0) return [];
  return [
    ...origins.map(({ value, path }): HeaderChange => ({
      op: "add",
      name: "access-control-allow-origin",
      value,
      path,
    })),
    ...(credentials.allowed
      ? [
          {
            op: "set" as const,
            name: "access-control-allow-credentials",
            value: "true",
            path: credentials.path,
          },
        ]
      : []),
  ];
}
