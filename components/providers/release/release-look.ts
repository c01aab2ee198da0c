import { readTrack } from "../../cluster/workloads";
import { printProblem } from "../../core/problem";
import type { ReleaseObject } from "../../core/release/release-facts";
import { objectNames } from "../../core/settings";
import { ForeignLedgerError, LedgerUnreadableError } from "../../ledger/ledger-store";
import { readLiveTraffic } from "../../stage/stage-context";
import { readRoute } from "../../traffic/look/read-route";
import type { Session } from "../../session/session";

/** Notes of a refresh on a release. */
export interface ReleaseLook {
  /** Objects that are gone. */
  readonly refreshedAway: readonly ReleaseObject[];
  /** Change of traffic or ledger by another writer, one sentence with its way out; absent: none. */
  readonly drift?: string;
}

/** Reads what is not as Sluice left it, and writes nothing. */
export async function lookAtRelease(session: Session): Promise<ReleaseLook> {
  const { cluster, settings } = session;
  const [stable, canary, route, drift] = await Promise.all([
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
    readRoute(cluster, settings),
    findDrift(session),
  ]);
  const found = { stable, canary, route };
  const refreshedAway = (["stable", "canary", "route"] as const).filter(
    (object) => found[object] === undefined,
  );
  return { refreshedAway, ...(drift === undefined ? {} : { drift }) };
}

/** Drift that was seen twice: a stage may have moved traffic between two reads of one look. */
async function findDrift(session: Session): Promise<string | undefined> {
  const first = await readDrift(session);
  return first && (await readDrift(session));
}

async function readDrift(session: Session): Promise<string | undefined> {
  const { app, namespace } = session.settings;
  try {
    const { ledger, reconcile } = await readLiveTraffic(session, false);
    if (ledger === undefined)
      return `ledger "${namespace}/${objectNames(app).ledger}" is gone: the next run of this stack rebuilds it from the live objects`;
    return reconcile.kind === "drift" ? printProblem(reconcile) : undefined;
  } catch (error) {
    if (error instanceof LedgerUnreadableError || error instanceof ForeignLedgerError) return error.message;
    throw error;
  }
}
