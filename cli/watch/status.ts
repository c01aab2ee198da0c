import { LedgerUnreadableError } from "../../components/ledger/ledger-store";
import { refuseEnding } from "../../components/core/access/ending-namespace";
import { readNamespace } from "../../components/session/demand-place";
import { isNotServed } from "../../components/cluster/api-error";
import { RunEnd } from "../../components/core/run-end";
import { toRunEnd } from "../../components/session/failure";
import { readTrack } from "../../components/cluster/workloads";
import { isHere } from "../../components/core/ledger/lock/decide-lock";
import { findLeverDrift } from "../../components/core/lever/explain-lever";
import { findLever } from "../../components/traffic/end/lever";
import { describeStatus } from "../../components/core/commands/explain-ledger";
import type { LockHolder } from "../../components/core/ledger/lock/lock";
import type { Status } from "../../components/core/commands/status";
import { countBetween } from "../../components/core/evidence/samples/count-between";
import { openSource } from "../../components/prometheus/source";
import { processLiveness, processScope } from "../../components/ledger/process-identity";
import { abortByHand } from "../abort/by-hand";
import { ForeignRouteError, readRoute } from "../../components/traffic/look/read-route";
import { readWatchdog } from "../../components/stage/jobs/start-watchdog";
import type { WatchdogFacts } from "../../components/core/workload/watchdog/decide-watchdog";
import { inHurry } from "../environment";
import type { Environment } from "../environment";

/** Over how long the observed share is counted, seconds. */
const shareSeconds = 30;

/**
 * Reads everything that `sluice status` shows; a source that fails is a problem in the status, not an error.
 * @param signal - ends what waits for Prometheus
 */
export async function readStatus(context: Environment, signal?: AbortSignal): Promise<Status> {
  const { settings, cluster, store } = context;
  const { environment, app } = settings;
  const [reading, place, stable, canary, route, lever, watchdog, observedPercent] = await Promise.all([
    store.read().then(
      (stored) => ({ ledger: stored?.ledger }),
      (error: unknown) => {
        if (error instanceof LedgerUnreadableError)
          return { ledger: undefined, ledgerProblem: error.message };
        throw error;
      },
    ),
    readNamespace(cluster, settings.namespace),
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
    readRoute(cluster, settings).catch((error: unknown) => {
      if (error instanceof ForeignRouteError) return error;
      if (isNotServed(error)) return toRunEnd(error, `read the route of "${app}"`);
      throw error;
    }),
    // Whoever may not read Services sees everything else all the same.
    findLever(cluster, settings).catch(() => undefined),
    lookForWatchdog(context),
    measureShare(context, signal),
  ]);
  const status = describeStatus({
    environment,
    app,
    ...reading,
    stable,
    canary,
    ...(route instanceof RunEnd ? { route: undefined, routeProblem: route.problem } : { route: route?.live }),
    observedPercent,
    ...(route === undefined || route instanceof RunEnd
      ? {}
      : { zeroByHand: abortByHand(settings, route, reading.ledger?.attempt?.number) }),
    watchdog,
    lockAlive: isHolderAlive(reading.ledger?.lock),
    nowSeconds: context.now(),
  });
  const drift = lever === undefined ? undefined : findLeverDrift(lever, settings);
  const ending = place && refuseEnding(settings.namespace, place);
  const more = [ending, drift].filter((one) => one !== undefined);
  return more.length === 0 ? status : { ...status, problems: [...more, ...status.problems] };
}

/** State of the watchdog's Job; undefined where it may not be read. */
async function lookForWatchdog(context: Environment): Promise<WatchdogFacts | undefined> {
  if (context.settings.watchdog === undefined) return { configured: false, idle: undefined };
  try {
    return { configured: true, idle: await readWatchdog(context) };
  } catch {
    return undefined;
  }
}

/** Percent of the last requests that the canary got; undefined where nothing was counted. */
async function measureShare(
  { settings, cluster, now }: Environment,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const until = now();
  const { series } = await openSource(cluster, inHurry(settings)).read(until - shareSeconds, until, signal);
  const { canary, stable } = countBetween(series, until - shareSeconds, until);
  const total = canary.routed + stable.routed;
  return total === 0 ? undefined : (100 * canary.routed) / total;
}

/** Whether the lock's holder lives; undefined where it ran on another machine, or cannot be seen from here. */
function isHolderAlive(lock: LockHolder | undefined): boolean | undefined {
  if (lock === undefined || !isHere(lock, processScope())) return undefined;
  const liveness = processLiveness(lock.pid, lock.processStart);
  return liveness === "unknown" ? undefined : liveness === "alive";
}
