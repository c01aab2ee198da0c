/** A Strict-Transport-Security header. */
export interface Hsts {
  /** Whole seconds, at least 0. */
  readonly maxAgeSeconds: number;
  readonly includeSubDomains: boolean;
  readonly preload: boolean;
}

/** A token, and perhaps a token or a quoted text behind it. */
const directive = /^[\w!#$%&'*+.^`|~-]+(\s*=\s*([\w!#$%&'*+.^`|~-]+|"[^"]*"))?$/;

/**
 * Reads a Strict-Transport-Security header.
 * @returns undefined for what browsers ignore: no `max-age`, one that is no whole number, a directive twice, a name
 *   that is no token, or two headers that a proxy joined by a comma
 * @see https://www.rfc-editor.org/rfc/rfc6797#section-6.1
 * @example parseHsts("max-age=63072000; includeSubDomains") // { maxAgeSeconds: 63072000, includeSubDomains: true, preload: false }
 */
export function parseHsts(value: string): Hsts | undefined {
  const parts = value
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const names = parts.map((part) => part.split("=")[0]?.trim().toLowerCase() ?? "");
  if (!parts.every((part) => directive.test(part))) return undefined;
  if (new Set(names).size !== names.length) return undefined;
  const maxAge = parts.map((part) => /^max-age\s*=\s*"?(\d{1,15})"?$/i.exec(part)?.[1]).find(Boolean);
  return maxAge === undefined
    ? undefined
    : {
        maxAgeSeconds: Number(maxAge),
        includeSubDomains: names.includes("includesubdomains"),
        preload: names.includes("preload"),
      };
}
