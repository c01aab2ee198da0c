import { firstOf, valuesOf } from "../header";
import type { ItemScore, Row } from "./item-score";
import { toItemScore } from "./item-score";
import type { Observation } from "./observation";

const nosniff = "send X-Content-Type-Options: nosniff";

/** Scores X-Content-Type-Options. */
export function scoreContentType({ headers }: Observation): ItemScore {
  const item = "x-content-type-options";
  const value = firstOf(headers, item);
  if (value === undefined) return toItemScore(item, [-5, "missing", nosniff]);
  return value.toLowerCase() === "nosniff"
    ? toItemScore(item, [0, "nosniff"])
    : toItemScore(item, [-5, "must be nosniff", nosniff], value);
}

/** Values that send other sites no path. */
export const privateReferrers: readonly string[] = [
  "no-referrer",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
];
const unsafeReferrers: readonly string[] = [
  "origin",
  "origin-when-cross-origin",
  "unsafe-url",
  "no-referrer-when-downgrade",
];
const referrerFix = "send Referrer-Policy: no-referrer, or strict-origin-when-cross-origin";
const referrerRows = {
  private: [5, "tells other sites no path"],
  missing: [0, "missing, so the browser's default applies", referrerFix],
  unsafe: [-5, "tells too much", referrerFix],
  invalid: [-5, "cannot be read", referrerFix],
} as const satisfies Record<string, Row>;

/** Scores Referrer-Policy by the last value that is known, as browsers do. */
export function scoreReferrer({ headers }: Observation): ItemScore {
  const item = "referrer-policy";
  const values = valuesOf(headers, item);
  if (values.length === 0) return toItemScore(item, referrerRows.missing);
  const words = values.flatMap((value) => value.split(",")).map((word) => word.trim().toLowerCase());
  const word = words.findLast((one) => privateReferrers.includes(one) || unsafeReferrers.includes(one));
  if (word === undefined) return toItemScore(item, referrerRows.invalid, values.join(", "));
  return toItemScore(
    item,
    privateReferrers.includes(word) ? referrerRows.private : referrerRows.unsafe,
    word,
  );
}
