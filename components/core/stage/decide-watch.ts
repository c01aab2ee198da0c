import type { LockAssessment } from "../ledger/lock/decide-lock";
import type { Attempt, Ledger, StageRecord } from "../ledger/ledger";
import type { ZeroKind } from "../live";
import { weightOf } from "./exposure";

/** Action on an exposure that nobody watches when the time of a watch is over. */
export type AtLimit = "back" | "stay";

/** Facts that a watch between two runs decides by. */
export interface WatchFacts {
  readonly ledger: Ledger | undefined;
  /** The ledger's lock as this process sees it. */
  readonly lock: Pick<LockAssessment, "kind" | "sentence">;
  /** Another watch that this one gives way to, one sentence. @default - there is none */
  readonly other?: string | undefined;
  /** Since the watch began, seconds. */
  readonly elapsedSeconds: number;
  readonly limitSeconds: number;
  readonly atLimit: AtLimit;
}

/**
 * Decision of a watch.
 * - `watch`: nobody else does; the canary's traffic is judged as this stage's
 * - `stand-by`: another run judges, or there is nothing to judge yet
 * - `back`: the time is over and nobody else watches: traffic goes back to stable
 * - `end`: `over` where the release is, `unwatched` where it is not and nobody watches from now on
 */
export type WatchDecision =
  | {
      readonly kind: "watch";
      readonly ledger: Ledger;
      readonly attempt: Attempt;
      readonly stage: StageRecord;
    }
  | { readonly kind: "stand-by"; readonly sentence: string }
  | { readonly kind: "back"; readonly attempt: Attempt; readonly sentence: string }
  | { readonly kind: "end"; readonly end: "over" | "unwatched"; readonly sentence: string };

const over = (sentence: string): WatchDecision => ({ kind: "end", end: "over", sentence });

/**
 * Decides what a watch does now. It only ever lowers the weight to 0, and never while stable rolls: stable is not ready
 * then.
 */
export function decideWatch(facts: WatchFacts): WatchDecision {
  const { ledger, lock } = facts;
  const attempt = ledger?.attempt;
  if (ledger === undefined || attempt === undefined) return over("nothing was released yet");
  const { phase, weight } = ledger;
  const name = `attempt ${attempt.number}`;
  if (phase === "promoted" || phase === "aborted")
    return over(`${name} is ${phase}: nothing is left to watch`);
  const isTimeOver = facts.elapsedSeconds >= facts.limitSeconds;
  const elsewhere = lock.kind === "held" || lock.kind === "wait";
  if (phase === "promoting") {
    const sentence = `${name} is being promoted, which only its own run may judge`;
    return isTimeOver ? { kind: "end", end: "unwatched", sentence } : { kind: "stand-by", sentence };
  }
  const stage = stageAt(attempt, weight);
  if (weight === 0 || stage === undefined) {
    const sentence = `${name} has no requests on the canary`;
    return isTimeOver ? over(sentence) : { kind: "stand-by", sentence };
  }
  if (elsewhere || facts.other !== undefined) {
    const sentence = elsewhere ? lock.sentence : (facts.other as string);
    return isTimeOver ? over(sentence) : { kind: "stand-by", sentence };
  }
  if (!isTimeOver) return { kind: "watch", ledger, attempt, stage };
  const sentence = `nobody watches ${weight} % of the requests after the limit of ${facts.limitSeconds} s`;
  return facts.atLimit === "back"
    ? { kind: "back", attempt, sentence }
    : { kind: "end", end: "unwatched", sentence };
}

/**
 * Kind of an abort by a watchdog Job: what is no evidence says nothing against the version, for example that its pod
 * cannot reach Prometheus where the runs can.
 */
export function blameBy(kind: ZeroKind): ZeroKind {
  return kind === "fail" || kind === "stable-harmed" ? kind : "interrupted";
}

/** Last stage that was begun and has this weight: one that is begun may not have been raised to. */
function stageAt({ stages }: Attempt, weight: number): StageRecord | undefined {
  const begun = stages.filter(({ phase }) => phase !== "pending");
  return begun.findLast((stage) => weightOf(stage) === weight) ?? begun.at(-1);
}
