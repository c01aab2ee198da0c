/** Longest piece of another program's text in a message of Sluice. */
const longest = 300;

/**
 * Takes credentials out of text that goes into a message: the given secrets, userinfo in URLs, bearer and basic
 * tokens. Also bounds its length and puts it on one line.
 * @param most - longest result, characters. @default 300
 */
export function redact(text: string, secrets: readonly string[] = [], most = longest): string {
  const known = secrets.filter((secret) => secret !== "");
  const clean = known.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  return clean
    .replaceAll(/(\w+:\/\/)[^\s/@]+@/g, "$1…@")
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, "$1 …")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, most);
}
