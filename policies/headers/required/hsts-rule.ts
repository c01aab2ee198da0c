import type { EffectiveHeader } from "../declared/route-headers";
import { parseHsts } from "../parse-hsts";
import type { HeaderProblem, RequiredOptions } from "./problem";
import { wrong } from "./problem";

/** Least max-age that the preload list accepts, seconds. */
const preloadSeconds = 31_536_000;

/**
 * Problems of Strict-Transport-Security.
 * @see https://hstspreload.org/#deployment-recommendations
 */
export function findHstsProblems(
  header: EffectiveHeader,
  { hstsMinSeconds, hstsSubDomains, hstsPreload }: RequiredOptions,
): HeaderProblem[] {
  const least = hstsPreload ? Math.max(hstsMinSeconds, preloadSeconds) : hstsMinSeconds;
  const subDomains = hstsSubDomains || hstsPreload;
  const wanted = `max-age=${Math.max(63_072_000, least)}${subDomains ? "; includeSubDomains" : ""}${hstsPreload ? "; preload" : ""}`;
  const hsts = parseHsts(header.value);
  if (hsts === undefined) {
    return [wrong(header, "be readable, with max-age once", `set it to "${wanted}"`)];
  }
  const problems: HeaderProblem[] = [];
  if (hsts.maxAgeSeconds < least) {
    const ramp = "raise it in steps: 300, 86400, 604800, 63072000";
    problems.push(wrong(header, `have a max-age of at least ${least} s`, ramp));
  }
  if (subDomains && !hsts.includeSubDomains) {
    problems.push(
      wrong(header, "have includeSubDomains", `set it to "${wanted}" once every subdomain is on HTTPS`),
    );
  }
  if (hsts.preload && !hstsPreload) {
    const fix = "take it out, or configure hstsPreload: true once every subdomain is on HTTPS for good";
    problems.push(wrong(header, "not have preload unless that is configured, since it is hard to undo", fix));
  }
  if (hstsPreload && !hsts.preload) {
    problems.push(wrong(header, "have preload, as configured", `set it to "${wanted}"`));
  }
  return problems;
}
