import { LedgerUnreadableError } from "../../ledger/ledger-store";
import { readTrack } from "../../cluster/workloads";
import type { Observed } from "../../core/live";
import type { ReleaseFacts, ReleaseObject } from "../../core/release/release-facts";
import { readRoute } from "../../traffic/look/read-route";
import { isRunning } from "../../core/ledger/ledger";
import type { Ledger } from "../../core/ledger/ledger";
import { hashConfiguration, revisionKey } from "../../core/revision/hash-configuration";
import { knownCheckout } from "../../core/revision/known-revision";
import type { KnownRevision } from "../../core/revision/known-revision";
import type { HashedRevision, Revision } from "../../core/revision/revision";
import type { MigrationCommands } from "../../core/workload/migration/migration-commands";
import type { Settings } from "../../core/settings";
import { readRevisions } from "../../revisions/read-revisions";
import type { ReleaseIntent } from "../../core/release/intent";
import { compareCommits } from "../../session/checkout";
import type { ResourceInputs, Session } from "../../session/session";

/** Facts about this run that only the engine knows. */
export interface EngineFacts {
  readonly hadState: boolean;
  /** Intent and program of the run; absent where the inputs do not say. */
  readonly run?: ResourceInputs["run"];
  readonly refreshedAway: readonly ReleaseObject[];
  /** Revision of the checkout. */
  readonly revision: Revision;
  /** Migration of the checkout; absent: none. */
  readonly migration?: MigrationCommands | undefined;
}

/** Facts of a release, and what is known of the revisions that they speak of. */
export interface ReleaseReading extends ReleaseFacts {
  readonly known: ReadonlyMap<string, KnownRevision>;
}

/** Reads ledger, tracks, revisions and route at one moment; a damaged ledger is a fact, not an error. */
export async function readReleaseFacts(
  session: Session,
  engine: EngineFacts,
  observed?: Observed,
): Promise<ReleaseReading> {
  const { settings, cluster, store } = session;
  const reading = store.read().then(
    (stored) => ({ ledger: stored?.ledger }),
    (error: unknown) => {
      if (error instanceof LedgerUnreadableError) return { ledger: undefined, ledgerProblem: error.message };
      throw error;
    },
  );
  const [{ ledger: stored, ...problem }, stableTrack, canaryTrack, route] = await Promise.all([
    reading,
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
    readRoute(cluster, settings),
  ]);
  const checkout = { image: settings.image, known: knownCheckout(hashOf(engine, settings)) };
  const read = { ledger: stored, stable: stableTrack, canary: canaryTrack };
  const { ledger, stable, canary, wanted, known } = await readRevisions(cluster, settings, checkout, read);
  return {
    environment: settings.environment,
    app: settings.app,
    ...wanted,
    known,
    migration: engine.migration,
    ledger,
    ...problem,
    stable,
    canary,
    route: route?.live,
    observed,
    takesOver: settings.takeover !== undefined,
    hadState: engine.hadState,
    refreshedAway: engine.refreshedAway,
    intent: await readIntent(session, engine, ledger),
    nowSeconds: session.now(),
  };
}

function hashOf({ revision }: EngineFacts, settings: Settings): HashedRevision {
  return hashConfiguration(revision, revisionKey(settings));
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
