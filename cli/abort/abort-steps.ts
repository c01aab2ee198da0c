import { given } from "../../components/core/given";
import { roundWeight } from "../../components/core/stage/exposure";
import { performance } from "node:perf_hooks";
import { isUnreachable } from "../../components/cluster/api-error";
import { annotateStable } from "../../components/cluster/workloads";
import type { Observed } from "../../components/core/live";
import type { Ledger } from "../../components/core/ledger/ledger";
import { includesVersion, toVersion } from "../../components/core/revision/version";
import { findLaterAttempt } from "../../components/core/ledger/later-attempt";
import { zeroWritten } from "../../components/core/ledger/transitions/weight-transition";
import type { Change } from "../../components/ledger/commit";
import { LedgerUnreadableError } from "../../components/ledger/ledger-store";
import { leverTaken } from "../../components/core/ledger/transitions/lever-transition";
import { explainTaken, repeatOnStable } from "../../components/traffic/end/abort-release";
import { commitOnce } from "../../components/traffic/commit-once";
import { endConnections } from "../../components/traffic/end/end-connections";
import { endTraffic } from "../../components/traffic/end/end-traffic";
import { followOrPull } from "../../components/traffic/end/follow-or-pull";
import { idleCanary } from "../../components/traffic/end/idle-canary";
import { keepPodTraces } from "../../components/traffic/end/keep-pod-traces";
import type { LeverTaken } from "../../components/traffic/end/lever";
import { persist } from "../../components/traffic/persist";
import { routerOf } from "../../components/core/routers/routers";
import { findWays } from "../../components/traffic/look/read-route";
import type { Ways } from "../../components/core/routers/foreign-rules";
import { attemptOf } from "./abort-facts";
import type { AbortFacts, AbortPatience } from "./abort-facts";
import { abortByHand } from "./by-hand";
import type { Environment } from "../environment";

/** Progress of an abort. */
export interface AbortProgress {
  readonly reason: string;
  /** Weight before the write, percent. */
  readonly from?: number;
  /** Epoch of the route after the write. */
  readonly epoch?: string;
  /** Plain kubectl line of the same write. */
  readonly byHand?: string;
  readonly writtenAtSeconds?: number;
  /** From the start of this process to the answer of the API server, milliseconds. */
  readonly writtenAfterMs?: number;
  readonly observed?: Observed;
  /** The second lever, where it was taken. */
  readonly lever?: LeverTaken;
  /** Ways to the canary that are left; absent where they could not be looked for. */
  readonly ways?: Ways;
  /** Number of the attempt that it ended; 0 where there was none. @default not known */
  readonly attempt?: number | undefined;
  readonly warnings: readonly string[];
}

/** Longest wait for Prometheus in an abort, seconds. */
const queryTimeoutSeconds = 2;

/** A progress with one more warning. */
export function warned(progress: AbortProgress, warning: string): AbortProgress {
  return { ...progress, warnings: [...progress.warnings, warning] };
}

/** The write that takes the traffic away; without a route there is nothing to write. */
export async function writeZero(
  context: Environment,
  facts: AbortFacts,
  known: AbortProgress,
  { awaySeconds }: AbortPatience,
): Promise<AbortProgress> {
  const { route } = facts;
  const attempt = attemptOf(facts);
  const zero = { ...given("attempt", attempt), kind: "abort", reason: known.reason } as const;
  // Before the write: whoever sees it fail has the line at hand.
  const byHand = route && abortByHand(context.settings, route, attempt, known.reason);
  if (byHand !== undefined && known.byHand === undefined) context.say(`by hand: ${byHand}`);
  const progress = byHand === undefined ? known : { ...known, byHand };
  const written = await endTraffic(context, zero, { patienceSeconds: awaySeconds });
  if (written === undefined) {
    context.say("Sluice's route does not exist, so no traffic reaches the canary through it");
    return { ...progress, observed: "confirmed" };
  }
  if ("lever" in written) {
    const { before, lever } = written;
    context.say(explainTaken(lever));
    return { ...progress, ...(before && { from: roundWeight(before.live.weight) }), lever };
  }
  const from = roundWeight(written.before.live.weight);
  const writtenAfterMs = Math.round(performance.now());
  context.say(`weight ${from} → 0 written ${writtenAfterMs} ms after the command started`);
  return {
    ...progress,
    from: progress.from ?? from,
    epoch: written.after.live.epoch,
    writtenAtSeconds: context.now(),
    writtenAfterMs: progress.writtenAfterMs ?? writtenAfterMs,
  };
}

/**
 * Records the zero after the write in ledger, Event and annotation: in the ledger as it is by then. A failure here is a
 * warning; the next `up` adopts the route.
 */
export async function recordZero(
  context: Environment,
  facts: AbortFacts,
  progress: AbortProgress,
  { awaySeconds }: AbortPatience,
): Promise<AbortProgress> {
  const { settings } = context;
  const { reason, epoch, lever } = progress;
  const isDone = (ledger: Ledger): boolean =>
    ledger.phase === "aborted" &&
    (lever !== undefined || (ledger.weight === 0 && (epoch === undefined || ledger.epoch === epoch)));
  const kind = "abort" as const;
  const zero = { attempt: attemptOf(facts), epoch };
  let [later, attempt]: (number | undefined)[] = [undefined, zero.attempt];
  const change: Change = (ledger, nowSeconds) => {
    later = findLaterAttempt(ledger, zero);
    if (later !== undefined) return undefined;
    attempt = ledger.attempt?.number ?? 0;
    if (lever !== undefined) {
      const { because, services } = lever;
      return leverTaken(ledger, { kind, reason, because, services, nowSeconds });
    }
    const by = settings.stack;
    return zeroWritten(ledger, { kind, reason, epoch: epoch ?? ledger.epoch, by, nowSeconds });
  };
  try {
    await commitOnce(context, isDone, change, awaySeconds);
    if (later !== undefined)
      return warned(
        { ...progress, attempt },
        `attempt ${later} began after weight 0 was written, and goes on; to end it, run the same command again`,
      );
    await repeatOnStable(context);
    return { ...progress, attempt };
  } catch (error) {
    const problem = (error as Error).message;
    if (!(error instanceof LedgerUnreadableError) && !isUnreachable(error))
      return warned(progress, `the abort could not be recorded: ${problem}`);
    const remembered = await rememberAborted(context, facts).catch(
      (cause: unknown) => (cause as Error).message,
    );
    const why = facts.reading.kind === "none" ? "there is none" : problem;
    const noted = warned(progress, `the abort is not in the ledger: ${why}`);
    return remembered === undefined ? noted : warned(noted, `nor on stable's Deployment: ${remembered}`);
  }
}

/**
 * Notes the aborted version on stable: without a ledger the next run of the base stack rebuilds one from this annotation.
 */
async function rememberAborted(
  context: Environment,
  { situation, canary }: AbortFacts,
): Promise<string | undefined> {
  if (canary === undefined) return undefined;
  const known = situation.stable?.aborted ?? [];
  if (!includesVersion(known, canary))
    await annotateStable(context.cluster, context.settings, { aborted: [...known, toVersion(canary)] });
  return undefined;
}

/**
 * Waits until no request reaches the canary any more; without Prometheus twice the propagation time must do. Where the
 * router does not follow, the second lever is taken.
 */
export async function confirmZero(context: Environment, progress: AbortProgress): Promise<AbortProgress> {
  const { observed, lever, reason, from = 0, writtenAtSeconds = context.now() } = progress;
  if (observed === "confirmed" || lever !== undefined) return progress;
  const { analysis } = context.settings;
  const requestTimeoutSeconds = Math.min(queryTimeoutSeconds, analysis.requestTimeoutSeconds);
  const settings = { ...context.settings, analysis: { ...analysis, requestTimeoutSeconds } };
  const hurried = { ...context, settings };
  const followed = await followOrPull(hurried, { kind: "abort", reason }, writtenAtSeconds, from);
  return { ...progress, ...followed };
}

/** Scales the canary down once no request reaches it; a failure here leaves pods, never traffic. */
export async function takeCanaryDown(
  context: Environment,
  progress: AbortProgress,
  { awaySeconds }: AbortPatience,
): Promise<AbortProgress> {
  const { cluster, settings, store } = context;
  const { observed = "unknown", lever } = progress;
  // Where pods make the share, connections that live on end with the canary's pods alone.
  const isEnding = routerOf(settings).byPods && lever === undefined;
  if (observed !== "confirmed" && !isEnding) {
    const ways = await findWays(cluster, settings).catch(() => undefined);
    return { ...progress, ...(ways && { ways }) };
  }
  const { releaseStableFloor } =
    require("../../components/traffic/write/stable-floor") as typeof import("../../components/traffic/write/stable-floor");
  context.progress("the canary drains");
  const away = (error: Error): void => context.say(`the canary is not scaled down yet: ${error.message}`);
  let later: number | undefined;
  const isOurs = async (): Promise<boolean> => {
    const stored = await store.read().catch((error: unknown) => {
      if (isUnreachable(error)) throw error;
      return undefined;
    });
    later = findLaterAttempt(stored?.ledger, { attempt: progress.attempt });
    return later === undefined;
  };
  const down = async (): Promise<Ways> => {
    const [ways] = await Promise.all([
      idleCanary(cluster, settings, undefined, isOurs),
      keepPodTraces(context, progress.attempt),
    ]);
    if (later !== undefined) return ways;
    await releaseStableFloor(context);
    return ways;
  };
  try {
    const ways = await persist(down, away, awaySeconds);
    if (later !== undefined)
      return warned(
        { ...progress, ways },
        `attempt ${later} began since: the canary's pods are its own, and stay`,
      );
    return { ...progress, ways, observed: await endConnections(context, observed) };
  } catch (error) {
    return warned(progress, `the canary's pods were left: ${(error as Error).message}`);
  }
}
