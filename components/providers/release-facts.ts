import { LedgerUnreadableError } from "../ledger/ledger-store";
import { readTrack } from "../cluster/workloads";
import type { Observed } from "../core/live";
import type { ReleaseFacts, ReleaseObject } from "../core/release/release-facts";
import { readRoute } from "../traffic/read-route";
import type { Session } from "../session/session";

/** What only the engine knows about this run. */
export interface EngineFacts {
  readonly hadState: boolean;
  readonly refreshedAway: readonly ReleaseObject[];
}

/** Reads ledger, tracks and route at one moment; a damaged ledger is a fact, not an error. */
export async function readReleaseFacts(
  session: Session,
  engine: EngineFacts,
  observed?: Observed,
): Promise<ReleaseFacts> {
  const { settings, cluster, store } = session;
  const reading = store.read().then(
    (stored) => ({ ledger: stored?.ledger }),
    (error: unknown) => {
      if (error instanceof LedgerUnreadableError) return { ledger: undefined, ledgerProblem: error.message };
      throw error;
    },
  );
  const [ledger, stable, canary, route] = await Promise.all([
    reading,
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
    readRoute(cluster, settings),
  ]);
  return {
    environment: settings.environment,
    app: settings.app,
    image: settings.image,
    ...ledger,
    stable,
    canary,
    route: route?.live,
    observed,
    ...engine,
    nowSeconds: session.now(),
  };
}
