import type { Track } from "../track";
import type { FlagdAnswer } from "./judge-flag-gate";
import type { Kill } from "./record";

/** Facts of one look at a flag that is judged. */
export interface FlagTick {
  readonly percent: number;
  /** Number of the write that is judged. */
  readonly epoch: number;
  /** The flag as it is now; unseen where the cluster did not answer, absent where it is gone. */
  readonly live:
    | { readonly kind: "unseen"; readonly problem: string }
    | { readonly kind: "seen"; readonly epoch: number; readonly killed?: Kill | undefined }
    | { readonly kind: "gone" };
  /** Whether the file that flagd reads is the one that Sluice wrote. */
  readonly isOwnFile: boolean;
  readonly answers: readonly FlagdAnswer[];
  /** Final verdict of the engine; absent while it keeps watching. */
  readonly verdict?:
    | { readonly kind: "pass" | "fail" | "inconclusive"; readonly basis: string; readonly sentence: string }
    | undefined;
  /** Time without data per track, stable being the variant of before, seconds. */
  readonly blindSeconds: Readonly<Record<Track, number>>;
  readonly blindLimitSeconds: number;
  readonly deadlineOver: boolean;
  readonly lockLost: boolean;
}

/** Decision of one look. */
export type FlagTickDecision =
  | { readonly action: "go-on"; readonly sentence: string }
  | { readonly action: "pass"; readonly basis: string; readonly sentence: string }
  /** The flag is switched off for everybody. */
  | { readonly action: "off"; readonly basis: string; readonly sentence: string }
  /** Another person or run switched it off. */
  | { readonly action: "ended"; readonly basis: string; readonly sentence: string }
  | { readonly action: "hold"; readonly basis: string; readonly sentence: string };

/** Pods of flagd that do not have the write, as a part of a sentence; undefined where all have it. */
export function findUnheard(answers: readonly FlagdAnswer[], epoch: number | undefined): string | undefined {
  if (answers.length === 0) return "no flagd answers";
  const late = answers.filter((answer) => answer.epoch !== epoch);
  const [one] = late;
  if (one === undefined) return undefined;
  const { pod, problem, epoch: has } = one;
  const first = `${pod}: ${problem ?? `has write ${has ?? "unknown"}`}`;
  return `${late.length} of ${answers.length} flagd pods do not have write ${epoch} (${first})`;
}

function watchOthers({ live, epoch, isOwnFile, lockLost }: FlagTick): FlagTickDecision | undefined {
  if (lockLost)
    return {
      action: "hold",
      basis: "lockLost",
      sentence: "another run of this flag took the lock and watches now",
    };
  if (live.kind === "gone")
    return { action: "hold", basis: "flagGone", sentence: "the flag is gone from the cluster" };
  if (live.kind === "unseen") return undefined;
  if (live.killed !== undefined) {
    const { who, reason } = live.killed;
    return { action: "ended", basis: "killed", sentence: `switched off by ${who}: ${reason}` };
  }
  if (live.epoch !== epoch)
    return {
      action: "hold",
      basis: "foreignWrite",
      sentence: `another run wrote the flag: write ${live.epoch}, this one judges ${epoch}`,
    };
  // The users of the flag are not known any more; off is known to be good.
  if (!isOwnFile)
    return { action: "off", basis: "foreignFile", sentence: "another writer changed the file of flagd" };
  return undefined;
}

/**
 * Decides one look at a flag: the variant of before is known to be good, so that proof of harm, and a variant without
 * data for too long, switch the flag off. Lack of proof holds it where it is, and nothing passes before every flagd has
 * the write, or while the flag cannot be seen.
 */
export function watchFlag(facts: FlagTick): FlagTickDecision {
  const { verdict, blindSeconds, blindLimitSeconds, percent, answers, epoch, live, deadlineOver } = facts;
  const others = watchOthers(facts);
  if (others !== undefined) return others;
  if (verdict?.kind === "fail" || verdict?.basis === "stable-harmed")
    return { action: "off", basis: verdict.basis, sentence: verdict.sentence };
  for (const track of ["canary", "stable"] as const) {
    const isAsked = track === "canary" || percent < 100;
    if (!isAsked || blindSeconds[track] <= blindLimitSeconds) continue;
    const variant = track === "canary" ? "the new variant" : "the variant of before";
    const sentence = `no data of ${variant} for ${Math.round(blindSeconds[track])} s, limit ${blindLimitSeconds} s`;
    return { action: "off", basis: "blind", sentence };
  }
  if (verdict?.kind === "inconclusive")
    return { action: "hold", basis: verdict.basis, sentence: verdict.sentence };
  const unseen = live.kind === "unseen" ? `the flag could not be read (${live.problem})` : undefined;
  const missing = unseen ?? findUnheard(answers, epoch);
  if (missing !== undefined)
    return deadlineOver
      ? { action: "hold", basis: "unseen", sentence: `${missing} at the deadline, so nothing passed` }
      : { action: "go-on", sentence: missing };
  if (verdict?.kind === "pass") return { action: "pass", basis: verdict.basis, sentence: verdict.sentence };
  return { action: "go-on", sentence: "keeps watching" };
}
