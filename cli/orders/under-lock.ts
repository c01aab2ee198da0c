import { acquireLock } from "../../components/ledger/lock-keeper";
import type { Ledger } from "../../components/core/ledger/ledger";
import { prefixed } from "../../components/core/problem";
import type { Settings } from "../../components/core/settings";
import { reconciled } from "../../components/stage/stage-context";
import { persist } from "../../components/traffic/persist";
import { fenceRoute } from "../../components/traffic/write/fence-route";
import { readRoute } from "../../components/traffic/look/read-route";
import type { RouteView } from "../../components/core/routers/router";
import { RunEnd } from "../../components/core/run-end";
import type { Environment } from "../environment";

/** The release as it is under the lock. */
export interface LockedRelease {
  readonly ledger: Ledger;
  readonly route: RouteView | undefined;
}

/**
 * Longest time for which an API server that is away, starting or overloaded is asked again before anything is changed,
 * seconds.
 */
const patienceSeconds = 30;

/**
 * Changes the ledger under its lock, after adopting whatever an interrupted run left on the route.
 * @throws {BusyError} when another process has the lock
 * @throws {RunEnd} with exit code 3 when there is no ledger, or when another writer moved traffic
 */
export async function underLock<T>(
  context: Environment,
  action: string,
  work: (release: LockedRelease) => Promise<T>,
): Promise<T> {
  const { settings, store, cluster } = context;
  const away = (error: Error): void => context.say(`the cluster does not answer yet: ${error.message}`);
  const ask = async <V>(read: () => Promise<V>): Promise<V> => await persist(read, away, patienceSeconds);
  if ((await ask(async () => await store.read())) === undefined) throw noLedger(action, settings);
  const lock = await acquireLock(store, {
    stack: settings.stack,
    onWait: (sentence) => context.progress(`waiting for the lock: ${sentence}`),
    fence: async () => await fenceRoute(cluster, settings),
  });
  try {
    const [stored, route] = await ask(
      async () => await Promise.all([store.read(), readRoute(cluster, settings)]),
    );
    const { ledger, reconcile } = await reconciled(context, stored?.ledger, route?.live, true);
    if (reconcile.kind === "drift") {
      throw new RunEnd("refused", prefixed(`Cannot ${action} "${settings.app}": `, reconcile));
    }
    if (ledger === undefined) throw noLedger(action, settings);
    return await work({ ledger, route });
  } finally {
    await lock.release();
  }
}

function noLedger(action: string, { app, environment }: Settings): RunEnd {
  return new RunEnd("refused", {
    text: `Cannot ${action} "${app}": there must be a ledger: got none`,
    fix: `run sluice rollout ${environment}`,
  });
}
