/** A cookie as an answer sets it. */
export interface Cookie {
  readonly name: string;
  /** By name; both in lower case, the value empty where there is none. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads the value of a Set-Cookie header. */
export function parseCookie(text: string): Cookie {
  const [pair = "", ...rest] = text.split(";").map((part) => part.trim());
  const attributes = rest.map((part) => {
    const [key = "", value = ""] = part.split("=");
    return [key.trim().toLowerCase(), value.trim().toLowerCase()] as const;
  });
  return { name: pair.split("=")[0] ?? "", attributes: new Map(attributes) };
}
