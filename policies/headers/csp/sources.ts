import type { CspPolicy } from "./parse-csp";

const fallbacks: Readonly<Record<string, readonly string[]>> = {
  "script-src-elem": ["script-src"],
  "script-src-attr": ["script-src"],
  "style-src-elem": ["style-src"],
  "style-src-attr": ["style-src"],
  "worker-src": ["child-src", "script-src"],
  "frame-src": ["child-src"],
};

/** Directives that never fall back to default-src. */
const standAlone: readonly string[] = [
  "base-uri",
  "form-action",
  "frame-ancestors",
  "report-to",
  "report-uri",
  "require-trusted-types-for",
  "sandbox",
  "trusted-types",
  "upgrade-insecure-requests",
];

/**
 * Sources that one policy allows for a directive, through its fallbacks.
 * @returns an empty list for `'none'`; undefined where the policy does not restrict it
 * @see https://www.w3.org/TR/CSP3/#directive-fallback-list
 */
export function sourcesOf({ directives }: CspPolicy, directive: string): readonly string[] | undefined {
  const chain = standAlone.includes(directive)
    ? [directive]
    : [directive, ...(fallbacks[directive] ?? []), "default-src"];
  const name = chain.find((one) => directives.has(one));
  const sources = name === undefined ? undefined : directives.get(name);
  // A keyword "none" beside others means nothing to a browser.
  return sources?.filter((source) => source !== "'none'");
}

const isHostOrScheme = (source: string): boolean => !source.startsWith("'");

/** Whether everything that `source` allows is allowed by `other` as well. */
function covers(other: string, source: string): boolean {
  if (other === source) return true;
  // The site itself is a host of one of these schemes.
  if (source === "'self'") return ["*", "https:"].includes(other);
  if (!isHostOrScheme(source) || !isHostOrScheme(other)) return false;
  if (other === "*") return !/^(data|blob|filesystem|javascript):/.test(source);
  if (/^[a-z][a-z0-9+.-]*:$/.test(other)) return source.startsWith(other);
  const bare = source.replace(/^https?:\/\//, "");
  return other.startsWith("*.") && bare.endsWith(other.slice(1));
}

/**
 * Sources that a directive allows where several policies apply at once: a source counts only if all of them allow it.
 * @returns an empty list for nothing at all; undefined where no policy restricts it
 * @example effectiveSources(parseCsp(["script-src 'self' a.example", "script-src 'self'"]), "script-src") // ["'self'"]
 */
export function effectiveSources(
  policies: readonly CspPolicy[],
  directive: string,
): readonly string[] | undefined {
  const lists = policies.flatMap((policy) => {
    const sources = sourcesOf(policy, directive);
    return sources === undefined ? [] : [sources];
  });
  if (lists.length === 0) return undefined;
  const kept = lists.flatMap((list) =>
    list.filter((source) => lists.every((other) => other.some((one) => covers(one, source)))),
  );
  return [...new Set(kept)];
}

/** Every directive that any of the policies has. */
export function directivesOf(policies: readonly CspPolicy[]): string[] {
  return [...new Set(policies.flatMap(({ directives }) => [...directives.keys()]))];
}
