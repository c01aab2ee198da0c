import { parseCsp } from "../csp/parse-csp";
import { firstOf, valuesOf } from "../header";
import type { ItemScore, Row } from "./item-score";
import { toItemScore } from "./item-score";
import type { Observation } from "./observation";

const rows = {
  csp: [5, "frame-ancestors in the Content-Security-Policy"],
  header: [5, "deny or sameorigin"],
  allowFrom: [0, "allow-from, which browsers ignore", "use frame-ancestors in the Content-Security-Policy"],
  missing: [-20, "missing", "send X-Frame-Options: deny, or frame-ancestors in the Content-Security-Policy"],
  invalid: [-20, "must be deny or sameorigin", "send X-Frame-Options: deny"],
} as const satisfies Record<string, Row>;

/** Scores who may put the page in a frame. A `<meta>` element cannot restrict it. */
export function scoreFrames({ headers }: Observation): ItemScore {
  const item = "x-frame-options";
  const policies = parseCsp(valuesOf(headers, "content-security-policy"));
  if (policies.some(({ directives }) => directives.has("frame-ancestors")))
    return toItemScore(item, rows.csp);
  const value = firstOf(headers, item);
  if (value === undefined) return toItemScore(item, rows.missing);
  const word = value.toLowerCase();
  if (["deny", "sameorigin"].includes(word)) return toItemScore(item, rows.header, value);
  return toItemScore(item, word.startsWith("allow-from") ? rows.allowFrom : rows.invalid, value);
}
