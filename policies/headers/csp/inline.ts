const nonceOrHash = /^'(nonce|sha256|sha384|sha512)-.+'$/;

/** A nonce as policy text may state it where a fresh one is made per response: `'nonce-{random}'`. */
const placeholder = /^'nonce-(\{[^}]+\}|\$[\w{}]+|<[^>]+>)'$/;

/** Whether a source is a nonce or a hash. */
export function isNonceOrHash(source: string): boolean {
  return nonceOrHash.test(source);
}

/**
 * Whether a source is a nonce that was written down, and so is the same in every response and protects nothing.
 * @example isNonceLiteral("'nonce-abc123'") // true
 * @example isNonceLiteral("'nonce-{random}'") // false
 */
export function isNonceLiteral(source: string): boolean {
  return source.startsWith("'nonce-") && !placeholder.test(source);
}

/**
 * Whether sources allow inline code: browsers ignore `'unsafe-inline'` beside a nonce, a hash or `'strict-dynamic'`.
 * @see https://www.w3.org/TR/CSP3/#allow-all-inline
 */
export function allowsInline(sources: readonly string[]): boolean {
  return (
    sources.includes("'unsafe-inline'") &&
    !sources.includes("'strict-dynamic'") &&
    !sources.some(isNonceOrHash)
  );
}

const broad: readonly string[] = [
  "*",
  "http:",
  "https:",
  "ftp:",
  "http://*",
  "https://*",
  "http://*.*",
  "https://*.*",
];

/** Whether a source matches any host, as the Observatory counts them. */
export function isBroad(source: string): boolean {
  return broad.includes(source);
}

/** Whether a source matches any host, however that is written: with a port or a path as well. */
export function takesAnyHost(source: string): boolean {
  return isBroad(source) || /^(?:[a-z]+:\/\/)?\*(?:\.\*)?(?::(?:\*|\d+))?\/?$/.test(source);
}
