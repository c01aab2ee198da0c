import { describeWriter } from "../gitops/explain-writer";
import { hasEpoch, writtenWeight } from "../live";
import type { ZeroKind } from "../live";
import { describeForeign } from "../routers/foreign-rules";
import type { CanaryHarm } from "./canary-health";
import { describeWeight, isAside } from "./exposure";
import { holdMoved } from "./moved-route";
import type { MovedRoute, SeenRoute } from "./moved-route";
import type { StableHarm } from "../verdict/index";
import type { Seen } from "./seen";
import type { Track } from "../track";
import type { Pause } from "../ledger/said";
import { explainPause } from "../ledger/pause";

/**
 * Whether the requests that the tracks got fit the weight.
 * - `open`: still being found out; the sentence says how far
 * - `refused`: they do not, or it could not be found out in time; the sentence says which
 */
export type SoakShare =
  | { readonly kind: "confirmed" }
  | { readonly kind: "open" | "refused"; readonly sentence: string };

/** Facts that one tick of a soak reads. */
export interface SoakFacts {
  readonly share: SoakShare;
  /** Verdict of the engine; absent while it keeps watching. */
  readonly verdict?: {
    readonly kind: "pass" | "fail" | "inconclusive";
    readonly basis: string;
    readonly sentence: string;
  };
  /** Weight and epoch that this soak wrote or adopted. */
  readonly weight: number;
  readonly epoch: string;
  /** The live route; undefined where it is gone. */
  readonly route: Seen<SeenRoute | undefined>;
  /** Number of the attempt that is soaked. */
  readonly attempt: number;
  /** Time without data per track, seconds. */
  readonly blindSeconds: Readonly<Record<Track, number>>;
  /** `analysis.noDataTimeout`, seconds. */
  readonly blindLimitSeconds: number;
  /** Ready pods of stable, and how many could carry everything alone. */
  readonly stable: Seen<{ readonly ready: number; readonly needed: number }>;
  /** Harm that the canary's pods show themselves; absent where there is none or the pods could not be read. */
  readonly harm?: CanaryHarm;
  /** Stable is worse than before the attempt, see the engine's `StableHarm`; absent while it is not. */
  readonly stableHarm?: { readonly kind: StableHarm["kind"]; readonly sentence: string };
  /** `analysis.onStableHarmed`: action on a release that harms stable. */
  readonly onStableHarmed: "abort" | "hold";
  /** Another process has taken the ledger's lock. */
  readonly lockLost: boolean;
  readonly deadlineOver: boolean;
  /** A person's pause in force: the soak neither passes nor ends for lack of proof, but watches on. */
  readonly pause: Seen<Pause | undefined>;
  /** The attempt goes back to a release known to be good: where it is blind, the stage is held instead of aborted. */
  readonly rollback: boolean;
  /** `release.emergency` is in force: stable is known to be bad, so that missing facts about it stop nothing. */
  readonly emergency: boolean;
}

/** Decision of one tick of a soak. */
export type SoakDecision =
  | {
      readonly action: "go-on";
      readonly sentence: string;
      readonly alarm?: string;
      /** A person is called by this sentence, once for each basis. */
      readonly call?: { readonly basis: string; readonly sentence: string };
      /** Stable is brought to the size that carries everything. */
      readonly growStable?: boolean;
    }
  | { readonly action: "pass"; readonly basis: string; readonly sentence: string }
  | {
      readonly action: "abort";
      readonly kind: ZeroKind;
      /** Weight 0 is on the route already, written by another command of Sluice: only the ledger is left. */
      readonly written: boolean;
      readonly basis: string;
      readonly sentence: string;
    }
  | {
      readonly action: "hold";
      readonly basis: string;
      readonly sentence: string;
      readonly moved?: MovedRoute;
    };

function hold(basis: string, sentence: string): SoakDecision {
  return { action: "hold", basis, sentence };
}

function abort(kind: ZeroKind, basis: string, sentence: string, written = false): SoakDecision {
  return { action: "abort", kind, written, basis, sentence };
}

/** Track that has weight and was silent for too long. */
function blindTrack({ weight, blindSeconds, blindLimitSeconds, emergency }: SoakFacts): Track | undefined {
  const isBlind = (track: Track, share: number) => share > 0 && blindSeconds[track] > blindLimitSeconds;
  // Users with the header of a match may be away for hours, and requests that may be copied as well.
  if (!isAside(weight) && isBlind("canary", weight)) return "canary";
  return !emergency && isBlind("stable", 100 - weight) ? "stable" : undefined;
}

/** Evidence against the canary itself: a failed verdict first, else harm that its pods show. */
function findHarm({ verdict, harm }: SoakFacts): (Omit<CanaryHarm, "basis"> & { basis: string }) | undefined {
  return verdict?.kind === "fail" ? { ...verdict, kind: "fail" } : harm;
}

/** Decision on a change by another writer, which comes before the evidence. */
function watchOthers(facts: SoakFacts): SoakDecision | undefined {
  const { route, weight, epoch, attempt } = facts;
  const harm = findHarm(facts);
  const abortHarm = harm && abort(harm.kind, harm.basis, harm.sentence);
  const lost = hold("lockLost", "another process took the lock and watches now: sluice status names it");
  // Whether the route was written is not known: the canary's own harm decides alone.
  if (route.kind === "unseen") return abortHarm ?? (facts.lockLost ? lost : undefined);
  const live = route.value;
  if (live === undefined) {
    return hold("routeGone", "the route is gone: pulumi up --refresh on the base stack creates it again");
  }
  const written = writtenWeight(live);
  const others = live.foreign?.rules ?? [];
  // A contender that was too early fenced the route and then saw this run renew the lock: it wrote nothing else.
  const isOurs = hasEpoch(live, epoch);
  const touched = written !== weight || !isOurs || others.length > 0;
  if (facts.lockLost && (touched || harm === undefined)) return lost;
  const { zeroReason } = live;
  // A Sluice command that names no attempt could not read the ledger; it was written over this run's epoch.
  if (written === 0 && zeroReason !== undefined && (zeroReason.attempt ?? attempt) === attempt) {
    return abort(zeroReason.kind, zeroReason.kind, zeroReason.reason, true);
  }
  if (written > weight) {
    return abort(
      "foreign",
      "foreignWeight",
      `another writer raised the weight from ${describeWeight(weight)} to ${describeWeight(written)}; ${describeWriter(live.lastWriter)}`,
    );
  }
  const told = `another writer gave requests a way to the canary: ${others.map(describeForeign).join("; ")}`;
  if (live.weight > weight) {
    return abort("foreign", "foreignRule", told);
  }
  if (abortHarm !== undefined) return abortHarm;
  if (!touched) return undefined;
  return others.length > 0 ? hold("foreignRule", told) : holdMoved(live, facts);
}

/** Whether lack of proof ends the soak now; a pause is watched to its end. */
function isDue({ deadlineOver, pause }: SoakFacts): boolean {
  return deadlineOver && !(pause.kind === "seen" && pause.value !== undefined);
}

const goOn = { action: "go-on", sentence: "keeps watching" } as const;

/**
 * A stable that this attempt harms gets its traffic back as soon as it can carry all of it; until then it grows, and
 * a person is called.
 */
function watchStable(facts: SoakFacts): SoakDecision | undefined {
  const { stableHarm, stable, emergency, onStableHarmed } = facts;
  const deadlineOver = isDue(facts);
  if (stableHarm?.kind !== "harmed" || emergency) return undefined;
  const basis = "stable-harmed";
  const { sentence } = stableHarm;
  if (onStableHarmed === "hold") {
    const text = `${sentence}; analysis.onStableHarmed is hold, so only nothing rises`;
    return deadlineOver ? hold(basis, text) : { ...goOn, call: { basis, sentence: text } };
  }
  const capacity =
    stable.kind === "unseen"
      ? `stable could not be read (${stable.problem})`
      : `stable has ${stable.value.ready} of ${stable.value.needed} ready pods`;
  const isAble = stable.kind === "seen" && stable.value.ready >= stable.value.needed;
  if (isAble) return abort(basis, basis, sentence);
  const text = `${sentence}; ${capacity}, too few to carry everything: weight 0 is written once they can, bring stable up`;
  return deadlineOver ? hold(basis, text) : { ...goOn, call: { basis, sentence: text }, growStable: true };
}

/** Call for a person where stable is worse. */
function callFor({ stableHarm }: SoakFacts): { readonly call?: { basis: string; sentence: string } } {
  if (stableHarm === undefined) return {};
  const { kind, sentence } = stableHarm;
  return { call: { basis: kind, sentence } };
}

/** One sentence for a track that nothing is heard of. */
function explainBlind(track: Track, { blindSeconds, blindLimitSeconds }: SoakFacts): string {
  return `no data of ${track} for ${Math.round(blindSeconds[track])} s, limit ${blindLimitSeconds} s`;
}

/** Condition that keeps a stage from passing, with its basis; in an emergency stable is not asked. */
function findMissing(facts: SoakFacts): { basis: string; text: string } | undefined {
  const { route, stable, pause, emergency } = facts;
  if (route.kind === "unseen")
    return { basis: "unseen", text: `the route could not be read (${route.problem})` };
  if (pause.kind === "unseen")
    return { basis: "unseen", text: `whether it is paused could not be read (${pause.problem})` };
  if (stable.kind === "unseen")
    return emergency ? undefined : { basis: "unseen", text: `stable could not be read (${stable.problem})` };
  const { ready, needed } = stable.value;
  return ready < needed
    ? { basis: "capacity", text: `stable has ${ready} of ${needed} ready pods` }
    : undefined;
}

/**
 * Decides one tick of a soak. Missing data is never a pass and by itself never a fail: a track with weight that is
 * blind for too long ends in weight 0, since stable is known to be good. In an emergency it is not: a silent or
 * short stable then neither takes the traffic off nor keeps the stage from passing. A canary that fails is taken off
 * also while its share is not known, but nothing passes before the share is confirmed, or while route or stable
 * cannot be seen. While a person paused the release nothing passes, and nothing but a fault ends the soak.
 * @example
 * const decision = watchSoak(facts);
 * if (decision.action === "abort" && !decision.written) await abortRelease(session, decision);
 */
export function watchSoak(facts: SoakFacts): SoakDecision {
  const others = watchOthers(facts);
  if (others !== undefined) return others;
  const harmed = watchStable(facts);
  if (harmed !== undefined) return harmed;
  const blind = blindTrack(facts);
  if (blind !== undefined) {
    const sentence = explainBlind(blind, facts);
    return facts.rollback ? hold("blind", sentence) : abort("blind", "blind", sentence);
  }
  const { share, verdict, emergency, pause } = facts;
  if (share.kind === "refused") {
    return hold("share", share.sentence);
  }
  const paused = pause.kind === "seen" ? pause.value : undefined;
  if (verdict?.kind === "inconclusive" && paused === undefined) {
    return hold(verdict.basis, verdict.sentence);
  }
  const missing = findMissing(facts);
  const waived = missing === undefined || (emergency && missing.basis === "capacity");
  if (verdict?.kind === "pass" && share.kind === "confirmed" && waived) {
    if (paused !== undefined) return { ...goOn, sentence: `passed, but ${explainPause(paused)}` };
    return { action: "pass", basis: verdict.basis, sentence: verdict.sentence };
  }
  const called = { ...goOn, ...callFor(facts) };
  if (missing === undefined) return called;
  if (isDue(facts) && !waived)
    return hold(missing.basis, `${missing.text} at the deadline, so nothing passed`);
  return missing.basis === "capacity"
    ? { ...called, alarm: `${missing.text}: it could not carry everything alone` }
    : called;
}
