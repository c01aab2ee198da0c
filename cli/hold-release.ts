import { acquireLock } from "../components/ledger/lock-keeper";
import type { Drift } from "../components/core/ledger/reconcile-weight";
import { reconcileWeight } from "../components/core/ledger/reconcile-weight";
import type { Ledger } from "../components/core/ledger/ledger";
import { fenceRoute } from "../components/traffic/fence-route";
import { readRoute } from "../components/traffic/read-route";
import type { RouteView } from "../components/core/routers/router";
import { CommandError } from "./command-error";
import type { Environment } from "./environment";

/** The release as it is under the lock. */
export interface HeldRelease {
  readonly ledger: Ledger;
  readonly route: RouteView | undefined;
}

/**
 * Does something to the ledger under its lock, after what an interrupted run left on the route was taken over.
 * @throws {BusyError} when somebody else holds the lock
 * @throws {CommandError} with exit code 3 when there is no ledger, or when somebody else moved traffic
 */
export async function holdRelease<T>(
  context: Environment,
  action: string,
  work: (release: HeldRelease) => Promise<T>,
): Promise<T> {
  const { settings, store, cluster } = context;
  if ((await store.read()) === undefined) {
    throw new CommandError(
      "refused",
      `Cannot ${action} "${settings.app}": there must be a ledger: got none; run sluice rollout ${settings.environment}`,
    );
  }
  const lock = await acquireLock(store, {
    stack: settings.stack,
    onWait: (sentence) => context.progress(`waiting for the lock: ${sentence}`),
    fence: async () => await fenceRoute(cluster, settings),
  });
  try {
    const route = await readRoute(cluster, settings);
    let drift: Drift | undefined;
    const { ledger } = await store.update((current) => {
      if (route === undefined) return undefined;
      const found = reconcileWeight(current, route.live, context.now());
      drift = found.kind === "adopt" ? found.drift : found.kind === "drift" ? found : undefined;
      return found.kind === "adopt" ? found.ledger : undefined;
    });
    if (drift !== undefined) {
      throw new CommandError(
        "refused",
        `Cannot ${action} "${settings.app}": ${drift.finding}; ${drift.wayOut}`,
      );
    }
    return await work({ ledger, route });
  } finally {
    await lock.release();
  }
}
