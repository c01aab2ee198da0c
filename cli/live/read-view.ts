import { estimateQuantiles } from "../../components/core/evidence/samples/quantiles";
import type { Ledger } from "../../components/core/ledger/ledger";
import { sourceOf } from "../../components/core/sources/sources";
import { toProof } from "../../components/core/view/view";
import type { ReleaseView } from "../../components/core/view/view";
import { judge } from "../../components/core/verdict/index";
import { openSource } from "../../components/prometheus/source";
import { restoreEvidence } from "../../components/stage/evidence/pinned";
import type { Environment } from "../environment";
import { readStatus } from "../watch/status";

/** Over how long durations are shown, and how often they are read, seconds. */
const [shownSeconds, againSeconds] = [120, 10];

async function readLatency(
  { settings, cluster, now }: Environment,
  signal: AbortSignal,
): Promise<ReleaseView["latency"]> {
  // The bounds that were configured are those that the proxy has.
  const { metrics, trials = [] } = settings.analysis;
  const configured = [...metrics, ...trials].find((one) => one.kind === "latency");
  const { boundsSeconds } = configured ?? { boundsSeconds: sourceOf(settings.analysis).usualBoundsSeconds };
  if (boundsSeconds.length === 0) return undefined;
  const until = now();
  const terms = {
    rules: [{ kind: "latency" as const, name: "latency", boundsSeconds, toleratedRatio: 2 }],
    tickSeconds: settings.analysis.tickSeconds,
    tracks: [],
  };
  const from = until - shownSeconds;
  const { series } = await openSource(cluster, settings).readEvidence(terms, from, until, signal);
  const of = (track: "canary" | "stable") => estimateQuantiles(series, track, from, until);
  const [canary, stable] = [of("canary"), of("stable")];
  return { ...(canary && { canary }), ...(stable && { stable }) };
}

/** A release at one moment. */
export interface SeenRelease {
  readonly view: ReleaseView;
  /** Undefined where there is none, or it cannot be read. */
  readonly ledger: Ledger | undefined;
}

/** Reader of an environment's release; durations are read again every ten seconds, everything else each time. */
export function openReleaseReader(context: Environment, signal: AbortSignal): () => Promise<SeenRelease> {
  let latency: ReleaseView["latency"];
  let readAt = -Infinity;
  return async () => {
    if (context.now() - readAt >= againSeconds) {
      readAt = context.now();
      // Latencies decide nothing: without them the rest is shown all the same.
      latency = await readLatency(context, signal).catch(() => undefined);
    }
    const [status, stored] = await Promise.all([
      readStatus(context, signal),
      context.store.read().catch(() => undefined),
    ]);
    const { state } = restoreEvidence(stored?.ledger, context.settings);
    const isJudged = status.phase === "progressing" || status.phase === "held";
    const proof = state === undefined || !isJudged ? undefined : toProof(judge(state).evidence);
    const view = {
      status,
      ...(proof === undefined ? {} : { proof }),
      ...(latency === undefined ? {} : { latency }),
    };
    return { view, ledger: stored?.ledger };
  };
}
