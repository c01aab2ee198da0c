import type { BrokenRule } from "../../../components/core/problem";
import type { EffectiveHeader } from "../declared/route-headers";

/** One thing that is wrong with the headers of a response. */
export interface HeaderProblem extends Pick<BrokenRule, "rule" | "got"> {
  /** Name in lower case. */
  readonly header: string;
  readonly fix: string;
  /** Place where the header is set; absent where it is not, or the application sends it. */
  readonly path?: string;
}

/** Demands beyond the fixed set. */
export interface RequiredOptions {
  /** Least max-age of Strict-Transport-Security, whole seconds. */
  readonly hstsMinSeconds: number;
  /** Whether `includeSubDomains` must be there. */
  readonly hstsSubDomains: boolean;
  /** Whether `preload` may be, and then must be, there: it is hard to undo. */
  readonly hstsPreload: boolean;
  /** `strict`: scripts by nonce or hash, or none; `floor`: also the site's own and named hosts. */
  readonly csp: "strict" | "floor";
  /** Whether Cross-Origin-Embedder-Policy is demanded; it breaks embedded third parties. */
  readonly embedder: boolean;
  /** Headers that are not demanded, in lower case. */
  readonly omit: readonly string[];
}

/** `Content-Security-Policy` for `content-security-policy`. */
export function headerTitle(name: string): string {
  const words: Readonly<Record<string, string>> = { dns: "DNS", xss: "XSS" };
  return name
    .split("-")
    .map((word) => words[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("-");
}

/** A problem about a header that is there; names the place where it is set. */
export function wrong(header: EffectiveHeader, rule: string, fix: string): HeaderProblem {
  const { name, value, path } = header;
  return { header: name, rule, got: value, fix, ...(path === undefined ? {} : { path }) };
}
