import type { Ledger } from "../ledger/ledger";

/** Promoted revisions that stay stored: as far back as a rollback may go. */
const keptPromoted = 10;

/**
 * Stored revisions that may be deleted: those beyond the last ten promoted that neither the ledger's attempt, nor the
 * last migration, nor a live track names.
 * @param live - names of the revisions of the tracks and of their pods
 */
export function listDisposable(
  stored: readonly string[],
  { promoted, attempt, putBack = [], aborted, database }: Ledger,
  live: readonly (string | undefined)[],
): readonly string[] {
  const used = new Set([
    ...promoted.slice(-keptPromoted).map(({ revision }) => revision),
    ...[...aborted, ...putBack].slice(-keptPromoted).map(({ revision }) => revision),
    attempt?.revision,
    attempt?.previousRevision,
    // Its container takes the migration back.
    database?.revision,
    ...live,
  ]);
  return stored.filter((name) => !used.has(name));
}
