import { firstOf } from "../header";
import { parseHsts } from "../parse-hsts";
import type { ItemScore, Row } from "./item-score";
import { toItemScore } from "./item-score";
import type { Observation } from "./observation";

/** Six months with a little grace, seconds. */
const sixMonthsSeconds = 15_552_000;

const rows = {
  preloaded: [5, "in the browsers' preload list"],
  long: [0, "at least six months", "preload it once every subdomain is on HTTPS for good"],
  short: [-10, "shorter than six months", "raise max-age in steps to 63072000"],
  missing: [-20, "missing", "send Strict-Transport-Security: max-age=63072000; includeSubDomains"],
  invalid: [-20, "cannot be read", "send it once, as max-age=63072000; includeSubDomains"],
  noHttps: [-20, "no HTTPS, so there can be none", "serve the site over HTTPS"],
  certificate: [
    -20,
    "the certificate is not valid, so browsers ignore it",
    "serve a valid certificate chain",
  ],
} as const satisfies Record<string, Row>;

/** Scores Strict-Transport-Security. */
export function scoreHsts({ headers, https, preloaded }: Observation): ItemScore {
  const item = "strict-transport-security";
  const value = firstOf(headers, item);
  if (preloaded === true) return toItemScore(item, rows.preloaded, value);
  if (https !== "verified") return toItemScore(item, https === "none" ? rows.noHttps : rows.certificate);
  if (value === undefined) return toItemScore(item, rows.missing);
  const hsts = parseHsts(value);
  if (hsts === undefined) return toItemScore(item, rows.invalid, value);
  return toItemScore(item, hsts.maxAgeSeconds < sixMonthsSeconds ? rows.short : rows.long, value);
}
