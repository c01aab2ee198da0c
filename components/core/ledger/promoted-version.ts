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

/**
 * Versions that `sluice rollback --to` takes, oldest first: promoted before the present one, and not rejected since. The
 * version that a rollback has just left is among them: whoever took it may take that back.
 */
export function listTargets({ promoted, aborted, attempt, phase }: Ledger): readonly Version[] {
  const present = promoted.at(-1);
  const left = phase === "promoted" && attempt?.kind === "rollback" ? versionBefore(attempt) : undefined;
  return promoted.filter(
    (version) =>
      !sameVersion(version, present) && (!includesVersion(aborted, version) || sameVersion(version, left)),
  );
}

/** Name by which `sluice rollback --to` takes a version. */
export const targetName = ({ revision, image }: Version): string => revision ?? image;

/**
 * Command that brings the version promoted before the present one back. After an abort stable is left only by its name:
 * the abort alone may be all that was wanted.
 * @returns undefined while a release runs, where the abort is not over, and where no earlier version is known
 */
export function rollbackCommand(ledger: Ledger): string | undefined {
  const { environment, phase, weight } = ledger;
  const target = previousPromoted(ledger);
  if (target === undefined) return undefined;
  if (phase === "promoted") return `sluice rollback ${environment}`;
  return phase === "aborted" && weight === 0
    ? `sluice rollback ${environment} --to ${targetName(target)}`
    : undefined;
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
