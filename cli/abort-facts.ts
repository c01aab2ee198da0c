import { readTrack } from "../components/cluster/workloads";
import type { AbortSituation } from "../components/core/commands/decide-abort";
import type { Ledger } from "../components/core/ledger/ledger";
import { rebuildLedger } from "../components/core/ledger/rebuild-ledger";
import { readRoute } from "../components/traffic/read-route";
import type { Environment } from "./environment";

/** What an abort found, read at one moment. */
export interface AbortFacts {
  readonly situation: AbortSituation;
  /** Whether the cluster has a ledger that can be written; else the situation's is a guess from live objects. */
  readonly recorded: boolean;
  /** Why the ledger cannot be used; absent where there simply is none. */
  readonly ledgerProblem?: string;
  /** Image on the canary, where it is not stable's. */
  readonly canaryImage?: string;
}

/** Longest wait for the ledger: an abort goes on without it, milliseconds. */
const ledgerWaitMs = 500;

/** Reads ledger, route and tracks side by side; only the route may stop an abort. */
export async function readAbortFacts({ settings, cluster, store, now }: Environment): Promise<AbortFacts> {
  const [reading, route, stable, canary] = await Promise.all([
    readLedger(store.read()),
    readRoute(cluster, settings),
    readTrack(cluster, settings, "stable").catch(() => undefined),
    readTrack(cluster, settings, "canary").catch(() => undefined),
  ]);
  const { environment, app } = settings;
  const remains = { environment, app, stable, canary, route: route?.live, nowSeconds: now() };
  return {
    situation: {
      ledger: reading.ledger ?? rebuildLedger(remains)?.ledger,
      ...(route === undefined ? {} : { liveWeight: route.live.weight }),
      ...(stable === undefined ? {} : { stable }),
    },
    recorded: reading.ledger !== undefined,
    ...(reading.problem === undefined ? {} : { ledgerProblem: reading.problem }),
    ...(canary === undefined || canary.image === stable?.image ? {} : { canaryImage: canary.image }),
  };
}

async function readLedger(
  stored: Promise<{ ledger: Ledger } | undefined>,
): Promise<{ ledger?: Ledger; problem?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ problem: string }>((resolve) => {
    timer = setTimeout(() => resolve({ problem: "the ledger was not read in time" }), ledgerWaitMs);
  });
  const read = stored.then(
    (found) => (found === undefined ? {} : { ledger: found.ledger }),
    (error: Error) => ({ problem: error.message }),
  );
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}
