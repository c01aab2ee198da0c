import { deniedFeatures } from "../../../components/core/edge/headers";
import { privateReferrers } from "../observatory/score-types";

/** A header that is demanded with one of a few values. */
export interface SimpleRule {
  /** In lower case. */
  readonly header: string;
  /** Read after "must". */
  readonly rule: string;
  readonly accepts: (value: string) => boolean;
  /** Value to send. */
  readonly wanted: string;
}

const oneOf =
  (...words: readonly string[]) =>
  (value: string): boolean =>
    words.includes(value.split(";")[0]?.trim().toLowerCase() ?? "");

/**
 * The headers of the OWASP Secure Headers Project besides Strict-Transport-Security and Content-Security-Policy.
 * @see https://owasp.org/www-project-secure-headers/
 */
export const simpleRules: readonly SimpleRule[] = [
  { header: "x-content-type-options", rule: 'be "nosniff"', accepts: oneOf("nosniff"), wanted: "nosniff" },
  {
    header: "x-frame-options",
    rule: 'be "deny" or "sameorigin"',
    accepts: oneOf("deny", "sameorigin"),
    wanted: "deny",
  },
  {
    header: "referrer-policy",
    rule: `be one of ${privateReferrers.join(", ")}`,
    // Browsers take the last value they know.
    accepts: (value) => privateReferrers.includes(value.split(",").at(-1)?.trim().toLowerCase() ?? ""),
    wanted: "no-referrer",
  },
  {
    header: "cross-origin-opener-policy",
    rule: 'be "same-origin", "same-origin-allow-popups" or "noopener-allow-popups"',
    accepts: oneOf("same-origin", "same-origin-allow-popups", "noopener-allow-popups"),
    wanted: "same-origin",
  },
  {
    header: "cross-origin-resource-policy",
    rule: 'be "same-origin" or "same-site"',
    accepts: oneOf("same-origin", "same-site"),
    wanted: "same-origin",
  },
  {
    header: "cross-origin-embedder-policy",
    rule: 'be "require-corp" or "credentialless"',
    accepts: oneOf("require-corp", "credentialless"),
    wanted: "require-corp",
  },
  {
    header: "permissions-policy",
    rule: "name features and give none of them to every site",
    // Origins stand in quotes, and may have a star of their own.
    accepts: (value) =>
      /^[a-z-]+=/.test(value.trim()) && !/=\s*(?:\*|\([^)]*\*)/.test(value.replaceAll(/"[^"]*"/g, "")),
    wanted: deniedFeatures,
  },
  {
    header: "x-permitted-cross-domain-policies",
    rule: 'be "none"',
    accepts: oneOf("none"),
    wanted: "none",
  },
];

/** Obsolete headers, each with its replacement. */
export const obsoleteHeaders: Readonly<Record<string, string>> = {
  "x-xss-protection": "remove it; Content-Security-Policy protects, and old browsers are attacked through it",
  "expect-ct": "remove it; browsers demand certificate transparency by themselves",
  "public-key-pins": "remove it; it can lock every visitor out and browsers ignore it",
  "feature-policy": "remove it and send Permissions-Policy",
};
