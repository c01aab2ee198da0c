import type { LiveTrack } from "../live";
import { includesVersion, sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import type { Attempt, Ledger } from "./ledger";

/**
 * Version that stable should run: the one promoted last by the ledger, else by stable's annotation, else the live
 * template where it was Available once.
 * @returns undefined where nothing was ever promoted or Available
 */
export function lastPromoted(ledger: Ledger | undefined, stable: LiveTrack | undefined): Version | undefined {
  return ledger?.promoted.at(-1) ?? stable?.promoted ?? (stable?.available ? toVersion(stable) : undefined);
}

/**
 * Version that a rollback goes back to: the one promoted before the present one, leaving out those that were aborted
 * since (a version that was rolled back counts as aborted).
 * @returns undefined where there is none
 */
export function previousPromoted(ledger: Ledger): Version | undefined {
  const present = ledger.promoted.at(-1);
  return ledger.promoted.findLast(
    (version) => !sameVersion(version, present) && !includesVersion(ledger.aborted, version),
  );
}

/** Whether only a person's `sluice retry` releases a version again: it was rejected, or put back from a harmed stable. */
export function needsRetry({ aborted, putBack = [] }: Ledger, version: Version): boolean {
  return includesVersion(aborted, version) || includesVersion(putBack, version);
}

/** Version that was stable when an attempt began; undefined for a first deploy. */
export function versionBefore(attempt: Attempt | undefined): Version | undefined {
  const { previousImage: image, previousRevision: revision } = attempt ?? {};
  return image === undefined ? undefined : { image, ...(revision === undefined ? {} : { revision }) };
}
