import { hasTemplate } from "../cluster/workloads";
import type { LiveTrack } from "../core/live";
import type { Ledger } from "../core/ledger/ledger";
import { wantedVersion } from "../core/ledger/wanted-version";
import {
  canonicalName,
  collectRevisions,
  knownLive,
  listDrift,
  named,
  templateOf,
} from "../core/revision/known-revision";
import type { KnownRevision } from "../core/revision/known-revision";
import type { Version } from "../core/revision/version";
import type { Track } from "../core/track";
import { sameImage } from "../core/workload/image";
import type { Cluster } from "../cluster/api";
import type { AppPlace } from "../cluster/workloads";
import { listRevisions } from "./revision-store";

/** Ledger and tracks as they were read. */
export interface ReadVersions {
  readonly ledger: Ledger | undefined;
  readonly stable: LiveTrack | undefined;
  readonly canary: LiveTrack | undefined;
}

/** The same with the names of revisions that an older Sluice did not record, and what is known of each. */
export interface Revisions extends ReadVersions {
  /** Version that the run brings on its way. */
  readonly wanted: Version;
  /** By name: the stored ones, those of the live tracks, and the checkout's. */
  readonly known: ReadonlyMap<string, KnownRevision>;
}

/**
 * Finds out which revisions ledger and tracks speak of. A track whose pods an older Sluice started runs the checkout's
 * revision where the API server would not change its template by it; else its live template is its revision.
 */
export async function readRevisions(
  cluster: Cluster,
  place: AppPlace,
  checkout: { readonly image: string; readonly known: KnownRevision },
  read: ReadVersions,
): Promise<Revisions> {
  const stored = await listRevisions(cluster, place);
  const name = canonicalName(checkout.known, stored);
  const own: KnownRevision = { ...checkout.known, name };
  const last = read.ledger?.promoted.at(-1);
  const [stable, canary] = await Promise.all([
    identify(cluster, place, "stable", read.stable, last, own, stored),
    identify(cluster, place, "canary", read.canary, read.ledger?.attempt ?? last, own, stored),
  ]);
  const ledger = nameInLedger(read.ledger, stable?.track, canary?.track);
  const wanted = wantedVersion({ image: checkout.image, revision: name }, ledger);
  const live = [stable?.known, canary?.known].filter((one) => one !== undefined);
  // A template that the checkout wrote says more than what the API server made of it.
  const known = collectRevisions(
    ...stored,
    ...live.filter(({ labelled }) => !labelled),
    own,
    ...live.filter(({ labelled }) => labelled),
  );
  return { ledger, stable: stable?.track, canary: canary?.track, wanted, known };
}

interface Identified {
  readonly track: LiveTrack;
  readonly known?: KnownRevision;
}

async function identify(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
  live: LiveTrack | undefined,
  recorded: Version | undefined,
  own: KnownRevision,
  stored: readonly KnownRevision[],
): Promise<Identified | undefined> {
  if (live === undefined) return undefined;
  const content = knownLive(live);
  if (live.revision !== undefined) {
    if (content === undefined) return { track: live };
    const labelled = [...stored, own].find(({ name }) => name === live.revision);
    // A template that another writer changed is not the revision that the label names.
    return labelled !== undefined && listDrift(place.app, track, labelled, live.template).length > 0
      ? { track: { ...live, revision: content.name }, known: content }
      : { track: live, known: { ...content, name: live.revision } };
  }
  const before = stored.find(
    ({ name, labelled }) => !labelled && name === recorded?.revision && sameImage(recorded.image, live.image),
  );
  if (before !== undefined) return { track: named(live, before.name), known: before };
  const unlabelled: KnownRevision = { ...own, labelled: false };
  if (await hasTemplate(cluster, place, track, templateOf(place.app, track, unlabelled))) {
    return { track: named(live, own.name), known: unlabelled };
  }
  return content === undefined ? { track: live } : { track: named(live, content.name), known: content };
}

/** Names of revisions that the ledger does not have and the live tracks do. */
function nameInLedger(
  ledger: Ledger | undefined,
  stable: LiveTrack | undefined,
  canary: LiveTrack | undefined,
): Ledger | undefined {
  if (ledger === undefined) return undefined;
  const { promoted, attempt } = ledger;
  const revisionOf = (version: Version, track: LiveTrack | undefined) =>
    sameImage(track?.image, version.image) ? track?.revision : undefined;
  return {
    ...ledger,
    promoted: promoted.map((one, index) =>
      index === promoted.length - 1 ? named(one, revisionOf(one, stable)) : one,
    ),
    ...(attempt === undefined
      ? {}
      : { attempt: named(attempt, revisionOf(attempt, canary) ?? revisionOf(attempt, stable)) }),
  };
}
