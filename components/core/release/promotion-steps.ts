import { describeWriter } from "../gitops/explain-writer";
import { hasEpoch, writtenWeight } from "../live";
import type { LiveRoute } from "../live";
import type { Seen } from "../stage/seen";
import type { SoakShare } from "../stage/watch-soak";

/** Verdict of the engine on stable's new pods against the canary's. */
export interface PromotionEvidence {
  /** `settled`: watched for long enough with data and nothing against them; `open`: not yet. */
  readonly kind: "worse" | "settled" | "open";
  readonly sentence: string;
  /** The time to make up one's mind is over, or a track with traffic was silent for too long. */
  readonly isOver: boolean;
}

/** Facts of one look of a promotion after its first move: stable has half of the traffic, or all of it. */
export interface PromotionFacts {
  /** Weight that the canary had when stable began to roll, percent; undefined where nobody recorded it. */
  readonly recorded: number | undefined;
  /** The ledger's weight and epoch: what this run wrote or adopted. */
  readonly weight: number;
  readonly epoch: string;
  readonly route: Seen<
    Pick<LiveRoute, "weight" | "foreign" | "epoch" | "fencedFrom" | "lastWriter"> | undefined
  >;
  readonly lockLost: boolean;
  /** Stable's ready pods, and what it lacks to carry everything. */
  readonly stable: Seen<{ readonly ready: number; readonly missing: string | undefined }>;
  readonly canary: Seen<{ readonly ready: number; readonly needed: number }>;
  readonly share: SoakShare;
  readonly evidence: PromotionEvidence;
}

/** Next step of a promotion. */
export type PromotionStep =
  | { readonly action: "zero"; readonly sentence: string }
  | { readonly action: "return"; readonly to: number; readonly sentence: string }
  | { readonly action: "watch"; readonly sentence: string; readonly alarm?: string }
  | { readonly action: "finish"; readonly sentence: string }
  | {
      readonly action: "stop";
      readonly end: "busy" | "refused" | "inconclusive";
      readonly sentence: string;
    };

function stop(end: "busy" | "refused" | "inconclusive", sentence: string): PromotionStep {
  return { action: "stop", end, sentence };
}

/** Another writer wrote: whatever this promotion wants next is no longer its to do. */
function findOthers({ route, lockLost, weight, epoch }: PromotionFacts): PromotionStep | undefined {
  if (lockLost) return stop("busy", "another process took the lock and goes on with the promotion");
  if (route.kind === "unseen") return undefined;
  const live = route.value;
  if (live === undefined) return stop("refused", "the route is gone");
  const isOurs = hasEpoch(live, epoch);
  if (writtenWeight(live) === weight && live.weight === weight && isOurs) return undefined;
  return stop(
    "refused",
    `another writer changed the route: the canary has ${live.weight} %, this promotion left it at ${weight} %; ${describeWriter(live.lastWriter)}`,
  );
}

/** Evidence against stable: the engine's, or that none of its pods is ready. */
function findHarm({ stable, evidence }: PromotionFacts): string | undefined {
  if (evidence.kind === "worse") return evidence.sentence;
  return stable.kind === "seen" && stable.value.ready === 0 ? "stable has no ready pod" : undefined;
}

/** Back to what the canary had, where that is more than it has now and it can carry it. */
function goBack({ recorded, weight, canary, route }: PromotionFacts, harm: string): PromotionStep {
  if (recorded === undefined || recorded <= weight)
    return stop(
      "inconclusive",
      `${harm}, and the ledger does not say that the canary had more than ${weight} %`,
    );
  const watch = (why: string): PromotionStep => ({
    action: "watch",
    sentence: harm,
    alarm: `${harm}; traffic cannot go back to the canary: ${why}`,
  });
  if (route.kind === "unseen") return watch(`the route could not be read (${route.problem})`);
  if (canary.kind === "unseen") return watch(`the canary could not be read (${canary.problem})`);
  const { ready, needed } = canary.value;
  return ready < needed
    ? watch(`it has ${ready} of ${needed} ready pods`)
    : { action: "return", to: recorded, sentence: harm };
}

/** Condition that keeps the next step from being taken. */
function findMissing({ route, stable, share, evidence }: PromotionFacts): string | undefined {
  if (route.kind === "unseen") return `the route could not be read (${route.problem})`;
  if (stable.kind === "unseen") return `stable could not be read (${stable.problem})`;
  if (stable.value.missing !== undefined) return `stable: ${stable.value.missing}`;
  if (share.kind !== "confirmed") return share.sentence;
  return evidence.kind === "settled" ? undefined : evidence.sentence;
}

/**
 * Decides one look of a promotion at 50 or 0 %: on to stable, back to the canary, or neither yet. Traffic goes back to
 * no more than what the ledger recorded for this promotion, and only to a canary that can carry it; it goes on only by
 * what was seen, never by what is missing.
 */
export function decidePromotion(facts: PromotionFacts): PromotionStep {
  const { weight, share, evidence } = facts;
  const others = findOthers(facts);
  if (others !== undefined) return others;
  const harm = findHarm(facts);
  if (harm !== undefined) return goBack(facts, harm);
  const missing = findMissing(facts);
  if (missing === undefined) {
    return weight === 0
      ? { action: "finish", sentence: evidence.sentence }
      : { action: "zero", sentence: evidence.sentence };
  }
  const isOver = evidence.isOver || share.kind === "refused";
  return isOver ? stop("inconclusive", missing) : { action: "watch", sentence: missing };
}
