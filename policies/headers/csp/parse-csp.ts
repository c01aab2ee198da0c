/** One Content-Security-Policy; a response may have several, and all of them bind. */
export interface CspPolicy {
  /** Sources per directive; names and keywords in lower case, nonces and hashes as written. */
  readonly directives: ReadonlyMap<string, readonly string[]>;
  /** Directives that came again: browsers use the first and ignore the rest. */
  readonly duplicates: readonly string[];
}

/** Nonces, hashes and paths are case-sensitive, everything else is not. */
function normalize(source: string): string {
  return /^'(nonce|sha256|sha384|sha512)-/i.test(source)
    ? source.replace(/^'\w+/, (kind) => kind.toLowerCase())
    : source.includes("/")
      ? source
      : source.toLowerCase();
}

function parsePolicy(text: string): CspPolicy {
  const directives = new Map<string, readonly string[]>();
  const duplicates: string[] = [];
  for (const part of text.split(";")) {
    const [name = "", ...sources] = part.trim().split(/\s+/);
    const directive = name.toLowerCase();
    if (directive === "") continue;
    if (directives.has(directive)) duplicates.push(directive);
    else directives.set(directive, sources.map(normalize));
  }
  return { directives, duplicates };
}

/**
 * Reads the values of all Content-Security-Policy headers of a response; a comma separates policies, as it does
 * headers.
 * @see https://www.w3.org/TR/CSP3/#parse-serialized-policy-list
 */
export function parseCsp(values: readonly string[]): CspPolicy[] {
  return values
    .flatMap((value) => value.split(","))
    .map(parsePolicy)
    .filter(({ directives }) => directives.size > 0);
}
