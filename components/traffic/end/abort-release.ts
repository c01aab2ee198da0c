import { printProblem } from "../../core/problem";
import type { Cluster } from "../../cluster/api";
import { annotateStable } from "../../cluster/workloads";
import type { StageVerdict } from "../../core/ledger/ledger";
import type { Observed, ZeroKind, ZeroReason } from "../../core/live";
import type { Settings } from "../../core/settings";
import type { Commit } from "../../ledger/commit";
import { zeroWritten } from "../../core/ledger/transitions/weight-transition";
import type { LedgerStore } from "../../ledger/ledger-store";
import { findLaterAttempt } from "../../core/ledger/later-attempt";
import type { UnrecordedZero } from "../../core/ledger/later-attempt";
import { leverTaken } from "../../core/ledger/transitions/lever-transition";
import { mayTakeLever } from "../../core/lever/decide-lever";
import { confirmWeight } from "../write/confirm-weight";
import { endConnections } from "./end-connections";
import { endTraffic } from "./end-traffic";
import { followOrPull } from "./follow-or-pull";
import { idleOrTell } from "./idle-canary";
import { keepPodTraces } from "./keep-pod-traces";
import type { LeverTaken } from "./lever";
import { persist } from "../persist";
import { releaseStableFloor } from "../write/stable-floor";

/** Context of taking traffic away; a provider's session and the command's are one. */
export interface TrafficContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  readonly store: LedgerStore;
  now(): number;
  say(text: string, severity?: "info" | "warning"): void;
  progress(text: string): void;
  readonly commit: Commit;
}

/** Reason why traffic is taken away. */
export interface ZeroCause {
  readonly kind: ZeroKind;
  readonly reason: string;
  /** Number of the attempt whose traffic it is; undefined where the ledger has none. */
  readonly attempt: number | undefined;
  /**
   * Weight 0 is on the route already, by another command of Sluice: it is recorded and not written again. @default
   * false
   */
  readonly written?: boolean;
  /** Verdict of the stage that was soaking. */
  readonly verdict?: StageVerdict;
  /** Whether it waits until requests follow; false where the caller finds out by itself. @default true */
  readonly confirm?: boolean;
}

/** Result of taking traffic away. */
export interface ZeroOutcome {
  /** Moment at which the API server had the write, seconds since the epoch; undefined when there was none. */
  readonly writtenAtSeconds?: number;
  readonly observed: Observed;
  readonly from: number;
  /** The second lever was taken: for want of a write, or of a router that follows it. */
  readonly lever?: LeverTaken;
}

/**
 * Takes all traffic off the canary and records it: one route write first, everything else after it.
 * The canary is left running; see {@link abortRelease}.
 * @throws {RunEnd} `inconclusive` where neither the route nor the second lever could be written
 * @example
 * const { observed } = await moveToZero(session, { kind: "revert", reason: "reverted in Git", attempt: 3 });
 */
export async function moveToZero(context: TrafficContext, cause: ZeroCause): Promise<ZeroOutcome> {
  const { attempt, kind, reason } = cause;
  const zero: ZeroReason = { ...(attempt === undefined ? {} : { attempt }), kind, reason };
  const written = await endTraffic(context, zero, { written: cause.written ?? false });
  const from = written?.before?.live.weight ?? 0;
  if (written !== undefined && "lever" in written) {
    const { lever } = written;
    context.say(explainTaken(lever), "warning");
    const taken = { kind, reason, because: lever.because, services: lever.services };
    const verdict = cause.verdict === undefined ? {} : { verdict: cause.verdict };
    await record(context, { attempt }, (ledger, nowSeconds) =>
      leverTaken(ledger, { ...taken, ...verdict, nowSeconds }),
    );
    return { observed: "unknown", from, lever };
  }
  const writtenAtSeconds = context.now();
  context.say(
    written === undefined
      ? "Sluice's route does not exist, so no traffic reaches the canary through it"
      : cause.written
        ? `weight 0 found written: all traffic goes to stable (${cause.reason})`
        : `weight ${Math.round(from)} → 0 written: all traffic goes to stable (${cause.reason})`,
    // A promotion's own move is no news to be alarmed by.
    kind === "promote" ? "info" : "warning",
  );
  const epoch = written?.after.live.epoch;
  await record(context, { attempt, epoch }, (ledger, nowSeconds) =>
    zeroWritten(ledger, {
      kind,
      reason,
      ...(cause.verdict === undefined ? {} : { verdict: cause.verdict }),
      epoch: epoch ?? ledger.epoch,
      by: context.settings.stack,
      nowSeconds,
    }),
  );
  if (written === undefined) return { observed: "confirmed", from };
  if (cause.confirm === false) return { writtenAtSeconds, observed: "unknown", from };
  if (!mayTakeLever(kind)) {
    const zeroWeight = { weight: 0, sinceSeconds: writtenAtSeconds, timeoutSeconds: 10 };
    return { writtenAtSeconds, observed: await confirmWeight(context, zeroWeight), from };
  }
  return { writtenAtSeconds, from, ...(await followOrPull(context, zero, writtenAtSeconds, from)) };
}

/** Records a zero; an attempt that began after it is not ended by it. */
async function record(
  { commit, say }: TrafficContext,
  zero: UnrecordedZero,
  change: Parameters<Commit>[0],
): Promise<void> {
  await persist(
    async () =>
      await commit((ledger, nowSeconds) =>
        findLaterAttempt(ledger, zero) === undefined ? change(ledger, nowSeconds) : undefined,
      ),
    (error) => say(`the ledger is not written yet: ${error.message}`, "warning"),
  );
}

/** The second lever as it was taken, one sentence. */
export function explainTaken({ because, services, seen }: LeverTaken): string {
  const names = services.map((name) => `Service ${name}`).join(", ");
  const done = services.length === 0 ? "the canary is scaled to 0 pods" : `${names} selects stable's pods`;
  return `${because}; the second lever is taken: ${done}, ${seen ? "and the endpoints are stable's alone" : "the endpoints have not followed yet"}`;
}

/** Ends the release: traffic to 0, recorded, repeated on stable's annotation, canary idle after the drain. */
export async function abortRelease(context: TrafficContext, cause: ZeroCause): Promise<ZeroOutcome> {
  const outcome = await moveToZero(context, cause);
  await repeatOnStable(context);
  const { lever } = outcome;
  const observed = lever === undefined ? await endConnections(context, outcome.observed) : outcome.observed;
  // A router that still sends, or may, would find no pods.
  if (observed === "confirmed")
    await Promise.all([keepPodTraces(context, cause.attempt), idleOrTell(context)]);
  else context.say(`the canary's pods stay: that no request reaches them is not seen`, "warning");
  await releaseStableFloor(context);
  return { ...outcome, observed };
}

/** Result of an abort, for its last line. */
export function explainOutcome({ observed, lever }: ZeroOutcome, environment: string): string {
  if (lever !== undefined)
    return printProblem({
      text: explainTaken(lever),
      fix: `run sluice abort ${environment} again when that is mended`,
    });
  if (observed === "confirmed") return "all traffic is on stable (observed)";
  const seen =
    observed === "contradicted"
      ? "and requests still reach the canary"
      : "not confirmed by the router's counts";
  return printProblem({
    text: `weight 0 is written, ${seen}`,
    fix: `sluice abort ${environment} checks again`,
  });
}

/** Repeats promoted and aborted images on stable's Deployment: best effort, a lost ledger is rebuilt from them. */
export async function repeatOnStable({ cluster, settings, store }: TrafficContext): Promise<void> {
  try {
    const stored = await store.read();
    if (stored === undefined) return;
    const { promoted, aborted } = stored.ledger;
    const last = promoted.at(-1);
    await annotateStable(cluster, settings, { ...(last === undefined ? {} : { promoted: last }), aborted });
  } catch {
    // The ledger has it.
  }
}
