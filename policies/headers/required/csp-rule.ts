import { allowsInline, isNonceLiteral, isNonceOrHash, takesAnyHost } from "../csp/inline";
import type { CspPolicy } from "../csp/parse-csp";
import { parseCsp } from "../csp/parse-csp";
import { effectiveSources } from "../csp/sources";
import type { EffectiveHeader } from "../declared/route-headers";
import type { HeaderProblem } from "./problem";
import { wrong } from "./problem";

const nonceFix =
  "let the application send the policy, with a nonce of its own in each response, or name scripts by hash";

/** Nonces that were written down; they are the same in every response. */
export function findNonceLiterals(header: EffectiveHeader): string[] {
  const policies = parseCsp([header.value]);
  const sources = policies.flatMap(({ directives }) => [...directives.values()].flat());
  return [...new Set(sources.filter(isNonceLiteral))];
}

type Check = (policies: readonly CspPolicy[], header: EffectiveHeader) => HeaderProblem | false;

const scripts = (policies: readonly CspPolicy[]): readonly string[] =>
  effectiveSources(policies, "script-src") ?? ["*"];

/** Sources of scripts, of their elements and of handlers in attributes: the last two may have a list of their own. */
const everyScript = (policies: readonly CspPolicy[]): readonly (readonly string[])[] => [
  scripts(policies),
  ...["script-src-elem", "script-src-attr"].flatMap((one) => {
    const own = policies.some(({ directives }) => directives.has(one));
    return own ? [effectiveSources(policies, one) ?? ["*"]] : [];
  }),
];

/** Whether a directive is there and lets any host in, so that it restricts nobody. */
const isIdle = (policies: readonly CspPolicy[], directive: string): boolean =>
  effectiveSources(policies, directive)?.some(takesAnyHost) ?? false;

/** Whether the policies say who may show the page in a frame. */
export const restrictsFrames = (policies: readonly CspPolicy[]): boolean =>
  effectiveSources(policies, "frame-ancestors") !== undefined && !isIdle(policies, "frame-ancestors");

const checks: readonly Check[] = [
  (policies, header) =>
    policies.some(({ duplicates }) => duplicates.length > 0) &&
    wrong(
      header,
      "have each directive once: browsers ignore the second",
      "put all sources into one directive",
    ),
  (policies, header) =>
    everyScript(policies).some(allowsInline) &&
    wrong(header, "not allow 'unsafe-inline' for scripts", nonceFix),
  (policies, header) =>
    scripts(policies).includes("'unsafe-eval'") &&
    wrong(header, "not allow 'unsafe-eval' for scripts", "remove eval() from the scripts, then the word"),
  (policies, header) => {
    const isOpen = (list: readonly string[]): boolean =>
      !list.includes("'strict-dynamic'") && list.some((one) => takesAnyHost(one) || one === "data:");
    return (
      everyScript(policies).some(isOpen) &&
      wrong(
        header,
        "restrict script-src to named sources",
        "name what may run: 'self', hosts, nonces or hashes",
      )
    );
  },
  (policies, header) =>
    (effectiveSources(policies, "object-src") ?? ["*"]).length > 0 &&
    wrong(header, "have object-src 'none'", "add object-src 'none', or default-src 'none'"),
  (policies, header) => {
    const base = effectiveSources(policies, "base-uri");
    const closed = base?.every((one) => one === "'self'") ?? false;
    return !closed && wrong(header, "have base-uri 'none' or 'self'", "add base-uri 'none'");
  },
  (policies, header) =>
    effectiveSources(policies, "form-action") === undefined &&
    wrong(header, "have form-action", "add form-action 'self'"),
  (policies, header) =>
    isIdle(policies, "form-action") &&
    wrong(header, "restrict form-action to named sites", "name where forms may go: 'self' and hosts"),
  (policies, header) =>
    effectiveSources(policies, "frame-ancestors") === undefined &&
    wrong(header, "have frame-ancestors", "add frame-ancestors 'none'"),
  (policies, header) =>
    isIdle(policies, "frame-ancestors") &&
    wrong(header, "restrict frame-ancestors to named sites", "name who may show the page, or 'none'"),
];

/** Scripts by nonce or hash, or none at all. */
function checkStrict(policies: readonly CspPolicy[], header: EffectiveHeader): HeaderProblem[] {
  const isStrict = (list: readonly string[]): boolean => list.length === 0 || list.some(isNonceOrHash);
  return everyScript(policies).every(isStrict)
    ? []
    : [wrong(header, "let scripts run by nonce or hash only, or none", nonceFix)];
}

/**
 * Problems of the Content-Security-Policy headers of one response; several apply together, so that a source is allowed
 * only if all of them allow it.
 */
export function findCspProblems(
  headers: readonly EffectiveHeader[],
  level: "strict" | "floor",
): HeaderProblem[] {
  const [first] = headers;
  if (first === undefined) return [];
  const header = { ...first, value: headers.map(({ value }) => value).join(", ") };
  const policies = parseCsp([header.value]);
  if (policies.length === 0)
    return [wrong(header, "have a directive", "write default-src 'none' and what the page needs")];
  const found = checks.map((check) => check(policies, header)).filter((one) => one !== false);
  const inline = everyScript(policies).some(allowsInline);
  return [...found, ...(level === "strict" && !inline ? checkStrict(policies, header) : [])];
}
