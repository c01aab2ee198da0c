import { describeWeight } from "../stage/exposure";
import { describeVersion, includesVersion, sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import { needsRetry } from "../ledger/promoted-version";
import { sameImage } from "../workload/image";
import { explainWaiting } from "./judge-migration";
import { beginRow, refuseWeight } from "./row";
import type { PromotedView, ReleaseRow } from "./row";

/** The rows with nothing running: `R = S`, `R` rejected, and a new attempt. */
export function decideIdle(view: PromotedView): ReleaseRow {
  const { ledger, last, canary, weight, environment, drift } = view;
  const attempt = ledger.attempt;
  const known = [drift, explainWaiting(view)].filter((one) => one !== undefined);
  if (sameVersion(view, last)) {
    const sentence = `${describeVersion(last)} is stable already: nothing to release`;
    return { kind: "none", stable: last, canary: last, sentence, problems: known };
  }
  if (needsRetry(ledger, view)) {
    return attempt !== undefined && sameVersion(attempt, view)
      ? staysAway(
          view,
          toVersion(attempt),
          `attempt ${attempt.number}: ${attempt.endReason ?? "no reason known"}`,
        )
      : staysAway(view, canary === undefined ? last : toVersion(canary), "by an earlier attempt");
  }
  if (weight !== 0) {
    const fix = `\`sluice abort ${environment}\` puts all traffic on stable`;
    return refuseWeight(view, "live weight must be 0 % to start a release", fix);
  }
  return beginRow(
    view,
    "start",
    `release of ${describeVersion(view)} begins at 0 %${explainRejectedImage(view)}`,
  );
}

/** Other settings make another version of a rejected image: a person should know that the image was rejected. */
function explainRejectedImage({ ledger, image }: PromotedView): string {
  const rejected = ledger.aborted.some((one) => sameImage(one.image, image));
  if (!rejected) return "";
  const attempts = [...ledger.earlier, ledger.attempt];
  const last = attempts.findLast((one) => one !== undefined && sameImage(one.image, image));
  return `; its image was rejected with other settings (attempt ${last?.number ?? "unknown"})`;
}

function staysAway(view: PromotedView, canary: Version, why: string): ReleaseRow {
  const { last, environment, weight, drift, ledger } = view;
  const away = `release another version, or \`sluice retry ${environment} --reason TEXT\``;
  const traffic = {
    text: `live weight is ${describeWeight(weight)}`,
    fix: `\`sluice abort ${environment}\` puts all traffic on stable`,
  };
  return {
    kind: "aborted",
    stable: last,
    canary,
    sentence: `${describeVersion(view)} was ${includesVersion(ledger.putBack ?? [], view) ? "put back" : "aborted"} (${why}): stable stays ${describeVersion(last)}`,
    problems: [{ text: away }, ...(weight === 0 ? [] : [drift ?? traffic])],
  };
}
