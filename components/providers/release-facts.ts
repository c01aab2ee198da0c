import { LedgerUnreadableError } from "../ledger/ledger-store";
import { readTrack } from "../cluster/workloads";
import type { Observed } from "../core/live";
import type { ReleaseFacts, ReleaseObject } from "../core/release/release-facts";
import { readRoute } from "../traffic/read-route";
import { isRunning } from "../core/ledger/ledger";
import type { Ledger } from "../core/ledger/ledger";
import type { ReleaseIntent } from "../core/release/intent";
import { compareCommits } from "../session/checkout";
import type { ResourceInputs, Session } from "../session/session";

/** Facts about this run that only the engine knows. */
export interface EngineFacts {
  readonly hadState: boolean;
  /** Intent and program of the run; absent where the inputs do not say. */
  readonly run?: ResourceInputs["run"];
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
    hadState: engine.hadState,
    refreshedAway: engine.refreshedAway,
    intent: await readIntent(session, engine, ledger.ledger),
    nowSeconds: session.now(),
  };
}

async function readIntent(
  { settings }: Session,
  { run }: EngineFacts,
  ledger: Ledger | undefined,
): Promise<ReleaseIntent> {
  const { intent } = run ?? {};
  const begun = isRunning(ledger) ? ledger?.attempt?.checkout?.commit : undefined;
  const supersede = intent?.supersede ?? settings.supersede;
  return {
    supersede,
    previewed: run?.preview === true,
    fromOlderCommit: intent?.fromOlderCommit ?? false,
    age:
      intent === undefined || begun === undefined || supersede === undefined
        ? "unknown"
        : await compareCommits(intent.root, begun),
  };
}
