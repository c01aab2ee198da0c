import { parseCsp } from "../csp/parse-csp";
import type { EffectiveHeader } from "../declared/route-headers";
import { findCspProblems, restrictsFrames } from "./csp-rule";
import { findCookieProblems } from "./cookie-rule";
import { findHstsProblems } from "./hsts-rule";
import type { HeaderProblem, RequiredOptions } from "./problem";
import { headerTitle, wrong } from "./problem";
import { findSharingProblems } from "./sharing-rule";
import { obsoleteHeaders, simpleRules } from "./simple-rules";
import type { SimpleRule } from "./simple-rules";

const hsts = "strict-transport-security";
const csp = "content-security-policy";

const missing = (header: string, wanted: string): HeaderProblem => ({
  header,
  rule: "be sent",
  fix: `set ${headerTitle(header)}: ${wanted} on the route, or declare under "owned" that the application sends it`,
});

function checkSimple(
  { header, rule, accepts, wanted }: SimpleRule,
  headers: readonly EffectiveHeader[],
): HeaderProblem[] {
  const sent = headers.filter(({ name }) => name === header);
  const [first, second] = sent;
  if (first === undefined) return [missing(header, wanted)];
  const bad = sent.find(({ value }) => !accepts(value));
  if (bad !== undefined) return [wrong(bad, rule, `set it to "${wanted}"`)];
  return second === undefined || header === "referrer-policy"
    ? []
    : [wrong(second, "be sent once", "let either the route or the application send it")];
}

/** Whether frame-ancestors restricts, which covers X-Frame-Options and more, so that one of the two is enough. */
const isFramed = (headers: readonly EffectiveHeader[]): boolean =>
  restrictsFrames(parseCsp(headers.filter(({ name }) => name === csp).map(({ value }) => value)));

function checkPolicies(
  headers: readonly EffectiveHeader[],
  { csp: level }: RequiredOptions,
): HeaderProblem[] {
  const sent = headers.filter(({ name }) => name === csp);
  const ideal =
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none' and what the page needs";
  return sent.length === 0 ? [missing(csp, ideal)] : findCspProblems(sent, level);
}

function checkHsts(headers: readonly EffectiveHeader[], options: RequiredOptions): HeaderProblem[] {
  const sent = headers.filter(({ name }) => name === hsts);
  const [first, second] = sent;
  if (first === undefined) return [missing(hsts, "max-age=63072000; includeSubDomains")];
  const twice =
    second === undefined
      ? []
      : [wrong(second, "be sent once: browsers use the first", "let one place send it")];
  return [...findHstsProblems(first, options), ...twice];
}

/** Problems of the headers of one response: missing or wrong ones, one problem per header and rule. */
export function findHeaderProblems(
  headers: readonly EffectiveHeader[],
  options: RequiredOptions,
): HeaderProblem[] {
  const skipped = new Set(options.omit);
  if (!options.embedder) skipped.add("cross-origin-embedder-policy");
  if (isFramed(headers)) skipped.add("x-frame-options");
  const found = [
    ...checkHsts(headers, options),
    ...checkPolicies(headers, options),
    ...simpleRules.flatMap((rule) => checkSimple(rule, headers)),
    ...findSharingProblems(headers),
    ...findCookieProblems(headers),
  ];
  const obsolete = headers.flatMap((header) => {
    const fix = obsoleteHeaders[header.name];
    // "0" switches the old filter off, which is harmless.
    const harmless = header.name === "x-xss-protection" && header.value.trim() === "0";
    return fix === undefined || harmless ? [] : [wrong(header, "not be sent any more", fix)];
  });
  return [...found, ...obsolete].filter(({ header }) => !skipped.has(header));
}
