import type { Cluster } from "../cluster/api";
import { annotateStable } from "../cluster/workloads";
import type { Ledger, StageVerdict } from "../core/ledger/ledger";
import type { Observed, ZeroKind, ZeroReason } from "../core/live";
import type { Settings } from "../core/settings";
import type { Commit } from "../ledger/commit";
import { zeroWritten } from "../core/ledger/weight-transition";
import type { LedgerStore } from "../ledger/ledger-store";
import { endTraffic, idleOrTell } from "./end-traffic";
import { confirmWeight } from "./confirm-weight";
import { persist } from "./persist";
import { releaseStableFloor } from "./stable-floor";

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

/** Why traffic is taken away. */
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
}

/** Result of taking traffic away. */
export interface ZeroOutcome {
  /** When the API server had the write, seconds since the epoch; undefined when there was no route. */
  readonly writtenAtSeconds?: number;
  readonly observed: Observed;
  readonly from: number;
}

/**
 * Takes all traffic off the canary and records it: one route write first, everything else after it.
 * The canary is left running; see {@link abortRelease}.
 */
export async function moveToZero(context: TrafficContext, cause: ZeroCause): Promise<ZeroOutcome> {
  const { settings } = context;
  const { attempt, kind, reason } = cause;
  const zero: ZeroReason = { ...(attempt === undefined ? {} : { attempt }), kind, reason };
  const written = await endTraffic(context, zero, { written: cause.written ?? false });
  const writtenAtSeconds = context.now();
  const from = written?.before.live.weight ?? 0;
  context.say(
    written === undefined
      ? "Sluice's route does not exist, so no traffic reaches the canary through it"
      : cause.written
        ? `weight 0 found written: all traffic goes to stable (${cause.reason})`
        : `weight ${Math.round(from)} → 0 written: all traffic goes to stable (${cause.reason})`,
    "warning",
  );
  const epoch = written?.after.live.epoch;
  const record = async (): Promise<Ledger> =>
    await context.commit((ledger, nowSeconds) =>
      zeroWritten(ledger, {
        kind,
        reason,
        ...(cause.verdict === undefined ? {} : { verdict: cause.verdict }),
        epoch: epoch ?? ledger.epoch,
        by: settings.stack,
        nowSeconds,
      }),
    );
  await persist(record, (error) => context.say(`the ledger is not written yet: ${error.message}`, "warning"));
  const observed =
    written === undefined
      ? "confirmed"
      : await confirmWeight(context, { weight: 0, sinceSeconds: writtenAtSeconds, timeoutSeconds: 10 });
  return { ...(written === undefined ? {} : { writtenAtSeconds }), observed, from };
}

/** Ends the release: traffic to 0, recorded, repeated on stable's annotation, canary idle after the drain. */
export async function abortRelease(context: TrafficContext, cause: ZeroCause): Promise<ZeroOutcome> {
  const outcome = await moveToZero(context, cause);
  await repeatOnStable(context);
  await idleOrTell(context);
  await releaseStableFloor(context);
  return outcome;
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
