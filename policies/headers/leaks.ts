import type { Header } from "./header";

/**
 * Headers that name the software that answers and only help an attacker. From the OWASP Secure Headers Project's list
 * of headers to remove (CC BY 4.0); a name that ends in `*` matches all that begin so.
 * @see https://owasp.org/www-project-secure-headers/#prevent-information-disclosure-via-http-headers
 */
export const leakingHeaders: readonly string[] = [
  "$wsep",
  "host-header",
  "k-proxy-request",
  "liferay-portal",
  "oraclecommercecloud-version",
  "pega-host",
  "powered-by",
  "product",
  "server",
  "sourcemap",
  "via",
  "x-aspnet-version",
  "x-aspnetmvc-version",
  "x-atmosphere-*",
  "x-b3-*",
  "x-backendserver",
  "x-beserver",
  "x-calculatedbetarget",
  "x-cf-powered-by",
  "x-cms",
  "x-cocoon-version",
  "x-content-encoded-by",
  "x-diaginfo",
  "x-envoy-*",
  "x-feserver",
  "x-framework",
  "x-generated-by",
  "x-generator",
  "x-jitsi-release",
  "x-joomla-version",
  "x-kong-*",
  "x-kubernetes-pf-*",
  "x-litespeed-*",
  "x-mod-pagespeed",
  "x-nextjs-*",
  "x-old-content-length",
  "x-oneagent-js-injection",
  "x-owa-version",
  "x-page-speed",
  "x-php-version",
  "x-powered-by*",
  "x-redirect-by",
  "x-ruxit-js-agent",
  "x-server-powered-by",
  "x-sourcefiles",
  "x-sourcemap",
  "x-turbo-charged-by",
  "x-umbraco-version",
  "x-varnish*",
  "x-version",
  "x-webkit-csp-report-only",
];

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Whether a header names the software that answers. */
export function isLeak(name: string): boolean {
  return leakingHeaders.some((pattern) => matches(pattern, name.toLowerCase()));
}

/** Headers of a response that name the software that answers, each once. */
export function findLeaks(headers: readonly Header[]): Header[] {
  return headers.filter(([name], at) => isLeak(name) && headers.findIndex(([one]) => one === name) === at);
}

/** Points off per leaking header, and at most. */
const [perLeak, mostPoints] = [5, 20];

/** Points off for leaking headers: 5 each, at most 20. Not part of the Observatory's algorithm. */
export function leakPenalty(headers: readonly Header[]): number {
  return Math.min(mostPoints, perLeak * findLeaks(headers).length);
}
