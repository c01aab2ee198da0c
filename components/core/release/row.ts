import { sameImage } from "../workload/image";
import type { Attempt, Ledger } from "../ledger/ledger";
import type { ZeroKind } from "../live";
import { includesImage, needsRetry } from "../ledger/promoted-image";
import { isRebuilt } from "../ledger/attempt-transition";
import { findUnintended } from "./intent";
import type { ReleaseFacts, ReleaseKind } from "./release-facts";
import { shortDigest } from "../workload/short-digest";

/** Facts after the ledger was brought up to date with the route. */
export type ReleaseView = ReleaseFacts & {
  /** Live weight; 0 where there is no route, since nothing is served then. */
  readonly weight: number;
  /** Who else moved traffic, and the way out. */
  readonly drift: string | undefined;
};

/** The same where a digest was promoted or Available. */
export type PromotedView = ReleaseView & {
  readonly ledger: Ledger;
  /** The last promoted image. */
  readonly stableImage: string;
};

/** Row of the situation table; an absent image stays as it is. */
export interface ReleaseRow {
  readonly kind: ReleaseKind;
  readonly stableImage?: string;
  readonly canaryImage?: string;
  readonly migrate?: boolean;
  readonly begins?: boolean;
  readonly zeroFirst?: ZeroKind;
  readonly observeFirst?: boolean;
  readonly idleCanary?: boolean;
  readonly sentence: string;
  readonly problems: readonly string[];
}

/** A row that refuses. `rule` is `<path> must be <rule>: got <value>`. */
export function refuseRow(view: ReleaseView, rule: string, fix: string): ReleaseRow {
  const problem = `Cannot release "${view.app}": ${rule}; ${fix}`;
  return { kind: "refuse", sentence: "refused, nothing changes", problems: [problem] };
}

/** The row "anything else". */
export function refuseFacts(view: ReleaseView & { readonly ledger: Ledger }): ReleaseRow {
  const { ledger, weight, stable, canary, image, environment } = view;
  const attempt = ledger.attempt;
  const facts = [
    `phase ${ledger.phase}`,
    `attempt ${attempt === undefined ? "none" : `${attempt.number} (${attempt.kind}) of ${shortDigest(attempt.image)}`}`,
    `weight ${weight} % live, ${ledger.weight} % in the ledger`,
    `stable ${stable === undefined ? "missing" : shortDigest(stable.image)}`,
    `canary ${canary === undefined ? "missing" : shortDigest(canary.image)}`,
    `release.image ${shortDigest(image)}`,
  ].join(", ");
  const fix = `\`sluice abort ${environment}\` puts all traffic on stable, then release again`;
  return refuseRow(view, `ledger and live objects must be a known situation: got ${facts}`, fix);
}

/** The row `I ≠ C, promoting`. */
export function refusePromoting(view: ReleaseView, attempt: Attempt | undefined): ReleaseRow {
  return refuseRow(
    view,
    `release.image must be ${attempt?.image} while that is being promoted: got ${view.image}`,
    `set it back and run \`up\` again to finish, or \`sluice abort ${view.environment}\``,
  );
}

/** The row `I = C, progressing or held`: the release is with its stages. */
export function goOn(view: PromotedView, attempt: Attempt, problem?: string): ReleaseRow {
  const { ledger, stableImage, drift } = view;
  return {
    kind: "continue",
    stableImage,
    canaryImage: attempt.image,
    migrate: !includesImage(ledger.promoted, attempt.image),
    sentence: `attempt ${attempt.number} of ${shortDigest(attempt.image)} is ${ledger.phase} at ${ledger.weight} %${ledger.phase === "progressing" || ledger.phase === "held" ? ": its stages go on" : ""}`,
    problems: [problem, drift].filter((text) => text !== undefined),
  };
}

/**
 * The rows that end an attempt under way: reverted to stable's image, or superseded by another one. Only a run that
 * means to does so; one that was rebuilt at weight 0 from live objects has nothing to lose.
 */
export function leaveRow(view: PromotedView, attempt: Attempt): ReleaseRow {
  const { ledger, image, stableImage, environment, intent } = view;
  if (needsRetry(ledger, image) && !sameImage(image, stableImage)) {
    return refuseRow(
      view,
      `release.image must not be an aborted image while another is ${ledger.phase}: got ${image}`,
      `set it to ${attempt.image} to go on; or \`sluice abort ${environment} --reason TEXT\` ends that one, then \`sluice retry ${environment} --reason TEXT\` tries this one again`,
    );
  }
  const what = { environment, image, phase: ledger.phase };
  const unintended = isRebuilt(attempt) ? undefined : findUnintended(attempt, what, intent);
  if (unintended === undefined) return endRow(view, attempt);
  const { rule, fix } = unintended;
  if (!intent.previewed) return refuseRow(view, rule, fix);
  return { ...endRow(view, attempt), problems: [`\`up\` refuses this now: ${rule}; ${fix}`] };
}

function endRow(view: PromotedView, attempt: Attempt): ReleaseRow {
  const { image, stableImage, weight } = view;
  const ends = `attempt ${attempt.number} of ${shortDigest(attempt.image)} ends at ${weight} %`;
  if (sameImage(image, stableImage)) {
    const sentence = `${ends}: reverted to ${shortDigest(stableImage)}`;
    return {
      kind: "revert",
      stableImage,
      canaryImage: stableImage,
      zeroFirst: "revert",
      sentence,
      problems: [],
    };
  }
  const sentence = `${ends}: superseded by ${shortDigest(image)}`;
  return { ...beginRow(view, "supersede", sentence), zeroFirst: "supersede" };
}

/** A new attempt: the canary gets the image, stable stays. */
export function beginRow(view: PromotedView, kind: "start" | "supersede", sentence: string): ReleaseRow {
  const { ledger, image, stableImage } = view;
  const migrate = !includesImage(ledger.promoted, image);
  return { kind, stableImage, canaryImage: image, migrate, begins: true, sentence, problems: [] };
}
