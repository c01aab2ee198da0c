import { allowsInline, isBroad, isNonceOrHash } from "../csp/inline";
import { parseCsp } from "../csp/parse-csp";
import type { CspPolicy } from "../csp/parse-csp";
import { directivesOf, effectiveSources } from "../csp/sources";
import { valuesOf } from "../header";
import type { ItemScore, Row } from "./item-score";
import { toItemScore } from "./item-score";
import type { Observation } from "./observation";

const rows = {
  none: [10, "default-src 'none', nothing unsafe"],
  safe: [5, "nothing unsafe", "start from default-src 'none' and allow what the page needs"],
  style: [0, "unsafe only in style-src", "remove 'unsafe-inline', data: and broad sources from style-src"],
  passive: [-10, "images or media may load over http:", "remove http: and ftp: from img-src and media-src"],
  eval: [
    -10,
    "'unsafe-eval' is allowed",
    "remove eval() from the scripts, then 'unsafe-eval' from the policy",
  ],
  inline: [
    -20,
    "scripts or objects are not restricted",
    "no 'unsafe-inline', data: or broad source in script-src, none broad in object-src; scripts by nonce or hash",
  ],
  scheme: [-20, "active content may load over http:", "remove http: and ftp: sources"],
  repeated: [0, "a directive for reports twice", "say report-uri and report-to once each"],
  invalid: [-25, "cannot be read", "no directive twice, and 'strict-dynamic' only beside a nonce or hash"],
  reportOnly: [-25, "reports only and blocks nothing", "send Content-Security-Policy as well"],
  missing: [-25, "missing", "send Content-Security-Policy: default-src 'none' and what the page needs"],
} as const satisfies Record<string, Row>;

/** Rows that count as passed. */
const passing: readonly Row[] = [rows.none, rows.safe, rows.style, rows.passive];

/** Directives that a `<meta>` element may not have. */
const headerOnly: readonly string[] = ["frame-ancestors", "report-uri", "sandbox"];
const reporting: readonly string[] = ["report-uri", "report-to"];
const passiveDirectives: readonly string[] = ["img-src", "media-src"];

/** All policies that apply to the page: those of its headers, and those that its `<meta>` elements may contain. */
export function policiesOf({ headers, metaCsp = [] }: Observation): CspPolicy[] {
  const meta = parseCsp(metaCsp).map(({ directives, duplicates }) => ({
    directives: new Map([...directives].filter(([name]) => !headerOnly.includes(name))),
    duplicates,
  }));
  return [
    ...parseCsp(valuesOf(headers, "content-security-policy")),
    ...meta.filter(({ directives }) => directives.size > 0),
  ];
}

function isInvalid(policies: readonly CspPolicy[], scripts: readonly string[]): boolean {
  const repeated = policies.some(({ duplicates }) => duplicates.some((one) => !reporting.includes(one)));
  return repeated || (scripts.includes("'strict-dynamic'") && !scripts.some(isNonceOrHash));
}

function chooseRow(policies: readonly CspPolicy[], https: boolean): Row {
  const of = (directive: string): readonly string[] => effectiveSources(policies, directive) ?? ["*"];
  const all = of("script-src");
  if (isInvalid(policies, all)) return rows.invalid;
  // Beside 'strict-dynamic' browsers ignore hosts, schemes and 'self'.
  const strict = all.includes("'strict-dynamic'");
  const scripts = strict ? all.filter((one) => one.startsWith("'") && one !== "'self'") : all;
  const styles = of("style-src");
  const isData = (one: string): boolean => one === "data:";
  const isInsecure = (one: string): boolean => https && /^(http|ftp):/.test(one);
  if (
    allowsInline(scripts) ||
    scripts.some((one) => isBroad(one) || isData(one)) ||
    of("object-src").some(isBroad)
  ) {
    return rows.inline;
  }
  const active = directivesOf(policies).filter((one) => ![...passiveDirectives, "script-src"].includes(one));
  const activeSources = active.flatMap((one) => effectiveSources(policies, one) ?? []);
  if ([...activeSources, ...scripts].some(isInsecure)) return rows.scheme;
  if ([...scripts, ...styles].includes("'unsafe-eval'")) return rows.eval;
  if (passiveDirectives.some((one) => (effectiveSources(policies, one) ?? []).some(isInsecure)))
    return rows.passive;
  if (allowsInline(styles) || styles.some((one) => isBroad(one) || isData(one))) return rows.style;
  return effectiveSources(policies, "default-src")?.length === 0 ? rows.none : rows.safe;
}

/** Scores Content-Security-Policy; several policies count as the sources that all of them allow. */
export function scoreCsp(observation: Observation): ItemScore {
  const item = "content-security-policy";
  const { headers, https } = observation;
  const policies = policiesOf(observation);
  if (policies.length === 0) {
    const sent = valuesOf(headers, item).length > 0;
    const reports = valuesOf(headers, "content-security-policy-report-only").length > 0;
    return toItemScore(item, sent ? rows.invalid : reports ? rows.reportOnly : rows.missing);
  }
  const row = chooseRow(policies, https !== "none");
  // A repeated directive for reports takes a good policy's points, and costs a bad one nothing.
  const repeats = policies.some(({ duplicates }) => duplicates.some((one) => reporting.includes(one)));
  return toItemScore(item, repeats && passing.includes(row) ? rows.repeated : row);
}
