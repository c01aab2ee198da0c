import { writtenWeight } from "../live";
import type { LiveRoute, ZeroKind } from "../live";
import { describeForeign } from "../routers/foreign-rules";
import type { Track } from "../track";

/**
 * Whether the requests that the tracks got fit the weight.
 * - `open`: still being found out; the sentence says how far
 * - `refused`: they do not, or it could not be found out in time; the sentence says which
 */
export type SoakShare =
  | { readonly kind: "confirmed" }
  | { readonly kind: "open" | "refused"; readonly sentence: string };

/** What one tick of a soak sees. */
export interface SoakFacts {
  readonly share: SoakShare;
  /** What the engine says; absent while it wants to keep watching. */
  readonly verdict?: {
    readonly kind: "pass" | "fail" | "inconclusive";
    readonly basis: string;
    readonly sentence: string;
  };
  /** Weight and epoch that this soak wrote or adopted. */
  readonly weight: number;
  readonly epoch: string;
  /** The live route; absent where it is gone. */
  readonly route?: Pick<LiveRoute, "weight" | "foreign" | "epoch" | "zeroReason">;
  /** Number of the attempt that is soaked. */
  readonly attempt: number;
  /** Time without data per track, seconds. */
  readonly blindSeconds: Readonly<Record<Track, number>>;
  /** `analysis.blind`, seconds. */
  readonly blindLimitSeconds: number;
  /** Ready pods of stable, and how many could carry everything alone. */
  readonly stableReady: number;
  readonly stableNeeded: number;
  /** Somebody else holds the ledger's lock now. */
  readonly lockLost: boolean;
  readonly deadlineOver: boolean;
  /** Going back to a release known to be good: blindness holds instead of aborting. */
  readonly rollback: boolean;
  /** `release.emergency` holds: stable is known to be bad, so what is missing of it stops nothing. */
  readonly emergency: boolean;
}

/** What one tick of a soak decides. */
export type SoakDecision =
  | { readonly action: "go-on"; readonly sentence: string; readonly alarm?: string }
  | { readonly action: "pass"; readonly basis: string; readonly sentence: string }
  | {
      readonly action: "abort";
      readonly kind: ZeroKind;
      /** Weight 0 is on the route already, written by another command of ours: only the ledger is left. */
      readonly written: boolean;
      readonly basis: string;
      readonly sentence: string;
    }
  | { readonly action: "hold"; readonly basis: string; readonly sentence: string };

function hold(basis: string, sentence: string): SoakDecision {
  return { action: "hold", basis, sentence };
}

function abort(kind: ZeroKind, basis: string, sentence: string, written = false): SoakDecision {
  return { action: "abort", kind, written, basis, sentence };
}

/** Track that has weight and was silent for too long. */
function blindTrack({ weight, blindSeconds, blindLimitSeconds, emergency }: SoakFacts): Track | undefined {
  const isBlind = (track: Track, share: number) => share > 0 && blindSeconds[track] > blindLimitSeconds;
  if (isBlind("canary", weight)) return "canary";
  return !emergency && isBlind("stable", 100 - weight) ? "stable" : undefined;
}

/** Someone else's doing, which takes precedence over what the evidence wants next. */
function watchOthers(facts: SoakFacts): SoakDecision | undefined {
  const { route, weight, epoch, verdict, attempt } = facts;
  if (route === undefined) {
    return hold("routeGone", "the route is gone: pulumi up --refresh on the base stack creates it again");
  }
  const written = writtenWeight(route);
  const others = route.foreign?.rules ?? [];
  const touched = written !== weight || route.epoch !== epoch || others.length > 0;
  if (facts.lockLost && (touched || verdict?.kind !== "fail")) {
    return hold("lockLost", "somebody else took the lock and watches now: sluice status shows who");
  }
  const { zeroReason } = route;
  if (written === 0 && zeroReason?.attempt === attempt) {
    return abort(zeroReason.kind, zeroReason.kind, zeroReason.reason, true);
  }
  if (written > weight) {
    return abort("foreign", "foreignWeight", `somebody raised the weight from ${weight} % to ${written} %`);
  }
  const told = `somebody gave requests another way to the canary: ${others.map(describeForeign).join("; ")}`;
  if (route.weight > weight) {
    return abort("foreign", "foreignRule", told);
  }
  if (verdict?.kind === "fail") {
    return abort("fail", verdict.basis, verdict.sentence);
  }
  if (!touched) return undefined;
  return others.length > 0
    ? hold("foreignRule", told)
    : hold(
        written === weight ? "foreignWrite" : "foreignWeight",
        `somebody wrote the route: weight is ${written} %, ours was ${weight} %; epoch is ${route.epoch || "empty"}`,
      );
}

/** One sentence for a track that nothing is heard of. */
function explainBlind(track: Track, { blindSeconds, blindLimitSeconds }: SoakFacts): string {
  return `no data of ${track} for ${Math.round(blindSeconds[track])} s, limit ${blindLimitSeconds} s`;
}

/**
 * Decides one tick of a soak. Missing data is never a pass and by itself never a fail: a track with weight that is
 * blind for too long ends in weight 0, since stable is known to be good. In an emergency it is not: a silent or
 * short stable then neither takes the traffic off nor keeps the stage from passing. A canary that fails is taken off
 * also while its share is not known, but nothing passes before the share is confirmed.
 */
export function watchSoak(facts: SoakFacts): SoakDecision {
  const others = watchOthers(facts);
  if (others !== undefined) {
    return others;
  }
  const blind = blindTrack(facts);
  if (blind !== undefined) {
    const sentence = explainBlind(blind, facts);
    return facts.rollback ? hold("blind", sentence) : abort("blind", "blind", sentence);
  }
  const { share, verdict, stableReady, stableNeeded } = facts;
  if (share.kind === "refused") {
    return hold("share", share.sentence);
  }
  const short =
    stableReady < stableNeeded ? `stable has ${stableReady} of ${stableNeeded} ready pods` : undefined;
  if (verdict?.kind === "inconclusive") {
    return hold(verdict.basis, verdict.sentence);
  }
  if (verdict?.kind === "pass" && share.kind === "confirmed" && (short === undefined || facts.emergency)) {
    return { action: "pass", basis: verdict.basis, sentence: verdict.sentence };
  }
  if (short !== undefined) {
    return facts.deadlineOver && !facts.emergency
      ? hold("capacity", `${short} at the deadline, so nothing passed`)
      : {
          action: "go-on",
          sentence: "keeps watching",
          alarm: `${short}: it could not carry everything alone`,
        };
  }
  return { action: "go-on", sentence: "keeps watching" };
}
