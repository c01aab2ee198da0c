import { performance } from "node:perf_hooks";
import { annotateStable } from "../components/cluster/workloads";
import type { Observed } from "../components/core/live";
import { includesImage } from "../components/core/ledger/promoted-image";
import { zeroWritten } from "../components/core/ledger/weight-transition";
import { repeatOnStable } from "../components/traffic/abort-release";
import { confirmWeight } from "../components/traffic/confirm-weight";
import { endTraffic } from "../components/traffic/end-traffic";
import type { AbortFacts } from "./abort-facts";
import type { Environment } from "./environment";

/** How far an abort has come. */
export interface AbortProgress {
  readonly reason: string;
  /** Weight before the write, percent. */
  readonly from?: number;
  /** Epoch of the route after the write. */
  readonly epoch?: string;
  readonly writtenAtSeconds?: number;
  /** From the start of this process to the answer of the API server, milliseconds. */
  readonly writtenAfterMs?: number;
  readonly observed?: Observed;
  readonly warnings: readonly string[];
}

/** Longest wait for requests to stop, seconds. */
const confirmSeconds = 10;

/** Prometheus must not hold up an abort, seconds. */
const queryTimeoutSeconds = 2;

/** The write that takes the traffic away; without a route there is nothing to write. */
export async function writeZero(
  context: Environment,
  { situation }: AbortFacts,
  progress: AbortProgress,
): Promise<AbortProgress> {
  const { cluster, settings } = context;
  const attempt = situation.ledger?.attempt?.number ?? 0;
  const written = await endTraffic(cluster, settings, { attempt, kind: "abort", reason: progress.reason });
  if (written === undefined) {
    context.say("there is no route, so no traffic reaches the canary");
    return { ...progress, observed: "confirmed" };
  }
  const from = Math.round(written.before.live.weight);
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

/** Ledger, Event and annotation after the write: what fails here is a warning, the next `up` takes the route over. */
export async function recordZero(
  context: Environment,
  facts: AbortFacts,
  progress: AbortProgress,
): Promise<AbortProgress> {
  const { settings } = context;
  const { reason, epoch } = progress;
  const warn = (warning: string): AbortProgress => ({
    ...progress,
    warnings: [...progress.warnings, warning],
  });
  try {
    if (facts.recorded) {
      await context.commit((ledger, nowSeconds) =>
        zeroWritten(ledger, {
          kind: "abort",
          reason,
          epoch: epoch ?? ledger.epoch,
          by: settings.stack,
          nowSeconds,
        }),
      );
      await repeatOnStable(context);
      return progress;
    }
    await rememberAborted(context, facts);
    const why = facts.ledgerProblem ?? "there is none";
    return warn(`the abort is not in the ledger: ${why}`);
  } catch (error) {
    return warn(`the abort could not be recorded: ${(error as Error).message}`);
  }
}

/** Without a ledger stable's annotation is what the next run of the base stack rebuilds one from. */
async function rememberAborted(context: Environment, { situation, canaryImage }: AbortFacts): Promise<void> {
  if (canaryImage === undefined) return;
  const known = situation.stable?.abortedImages ?? [];
  if (includesImage(known, canaryImage)) return;
  await annotateStable(context.cluster, context.settings, { aborted: [...known, canaryImage] });
}

/** Waits until no request reaches the canary any more; without Prometheus twice the propagation time must do. */
export async function confirmZero(context: Environment, progress: AbortProgress): Promise<AbortProgress> {
  if (progress.observed === "confirmed") return progress;
  const { analysis } = context.settings;
  const requestTimeoutSeconds = Math.min(queryTimeoutSeconds, analysis.requestTimeoutSeconds);
  const settings = { ...context.settings, analysis: { ...analysis, requestTimeoutSeconds } };
  const observed = await confirmWeight(
    { ...context, settings },
    { weight: 0, sinceSeconds: progress.writtenAtSeconds ?? context.now(), timeoutSeconds: confirmSeconds },
  );
  return { ...progress, observed };
}
