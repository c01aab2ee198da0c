import { sameImage } from "../workload/image";
import { includesImage, needsRetry } from "../ledger/promoted-image";
import { shortDigest } from "../workload/short-digest";
import { beginRow, refuseRow } from "./row";
import type { PromotedView, ReleaseRow } from "./row";

/** The rows with nothing running: `I = S`, `I` rejected, and a new attempt. */
export function decideIdle(view: PromotedView): ReleaseRow {
  const { ledger, image, stableImage, canary, weight, environment, drift } = view;
  const attempt = ledger.attempt;
  const known = drift === undefined ? [] : [drift];
  if (sameImage(image, stableImage)) {
    const sentence = `${shortDigest(stableImage)} is stable already: nothing to release`;
    return { kind: "none", stableImage, canaryImage: stableImage, sentence, problems: known };
  }
  if (needsRetry(ledger, image)) {
    return sameImage(attempt?.image, image) && attempt !== undefined
      ? staysAway(view, attempt.image, `attempt ${attempt.number}: ${attempt.endReason ?? "no reason known"}`)
      : staysAway(view, canary?.image ?? stableImage, "by an earlier attempt");
  }
  if (weight !== 0) {
    const fix = `\`sluice abort ${environment}\` puts all traffic on stable`;
    return refuseRow(view, `live weight must be 0 % to start a release: got ${weight} %`, drift ?? fix);
  }
  return beginRow(view, "start", `release of ${shortDigest(image)} begins at 0 %`);
}

function staysAway(view: PromotedView, canaryImage: string, why: string): ReleaseRow {
  const { image, stableImage, environment, weight, drift, ledger } = view;
  const away = `release another image, or \`sluice retry ${environment} --reason TEXT\``;
  const traffic = `live weight is ${weight} %; \`sluice abort ${environment}\` puts all traffic on stable`;
  return {
    kind: "aborted",
    stableImage,
    canaryImage,
    sentence: `${shortDigest(image)} was ${includesImage(ledger.putBack ?? [], image) ? "put back" : "aborted"} (${why}): stable stays ${shortDigest(stableImage)}`,
    problems: [away, ...(weight === 0 ? [] : [drift ?? traffic])],
  };
}
