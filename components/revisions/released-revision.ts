import type { Cluster } from "../cluster/api";
import type { LiveTrack } from "../core/live";
import type { Ledger } from "../core/ledger/ledger";
import { wantedVersion } from "../core/ledger/wanted-version";
import { listDifferences } from "../core/revision/differences";
import { listDrift } from "../core/revision/known-revision";
import type { KnownRevision } from "../core/revision/known-revision";
import { nameRevision } from "../core/revision/name-revision";
import type { HashedRevision } from "../core/revision/revision";
import { toVersion } from "../core/revision/version";
import type { Version } from "../core/revision/version";
import type { Settings } from "../core/settings";
import { findRevision } from "./revision-store";

/** Revision of the release under way, as it was stored. */
export interface ReleasedRevision {
  /** Version that this run is about: the checkout's, or a rollback's target. */
  readonly wanted: Version;
  /** Absent where the ledger names none, or it is not stored. */
  readonly stored?: KnownRevision;
  /** Names of what the checkout has otherwise; absent where it is the same, or not known. */
  readonly differs?: readonly string[];
}

/**
 * Reads the revision of the release under way. The checkout's is the same one where the normal form of now says so,
 * whatever an older Sluice named it.
 */
export async function readReleased(
  cluster: Cluster,
  settings: Settings,
  ledger: Ledger | undefined,
  checkout?: HashedRevision,
): Promise<ReleasedRevision> {
  const wanted = wantedVersion(toVersion(settings), ledger);
  const attempt = ledger?.attempt;
  if (attempt?.revision === undefined) return { wanted };
  const stored = await findRevision(cluster, settings, attempt.revision);
  if (stored === undefined) return { wanted };
  const isSame = nameRevision(stored.revision) === wanted.revision;
  if (isSame) return { wanted: toVersion(attempt), stored };
  // In a rollback the target is wanted, whatever the checkout has.
  const isWanted = checkout !== undefined && nameRevision(checkout) === wanted.revision;
  return { wanted, stored, ...(isWanted ? { differs: listDifferences(stored.revision, checkout) } : {}) };
}

/**
 * Paths at which the live template of the canary is not the released revision; undefined where one of them is not
 * there.
 */
export function listDrifted(
  { app }: Settings,
  { stored }: ReleasedRevision,
  canary: LiveTrack | undefined,
): readonly string[] | undefined {
  return stored === undefined || canary?.template === undefined
    ? undefined
    : listDrift(app, "canary", stored, canary.template);
}
