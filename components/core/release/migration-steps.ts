import { isRunning } from "../ledger/ledger";
import type { Ledger } from "../ledger/ledger";
import type { Seen } from "../stage/seen";
import { sameImage } from "../workload/image";
import type { MigrationJob, MigrationPod } from "../workload/migration/migration-pod";

/** Health of stable while a migration runs, against its health before. */
export interface StableHealth {
  /** `worse` only where what was well before is not any more, for long enough to be no accident. */
  readonly kind: "well" | "worse" | "unknown";
  readonly sentence: string;
}

/** Facts of one look at a migration. */
export interface MigrationFacts {
  /** Undefined where it was deleted. */
  readonly job: Seen<MigrationJob | undefined>;
  readonly pods: Seen<readonly MigrationPod[]>;
  readonly stable: StableHealth;
  /** `migration.onStableHarmed`. */
  readonly onStableHarmed: "stop" | "hold";
  /** The ledger still wants it: nobody ended the release. */
  readonly isWanted: boolean;
}

/** Next step of a migration. */
export type MigrationStep =
  | { readonly action: "watch"; readonly sentence: string; readonly alarm?: string }
  /** Its own container has failed, but what else runs in its pod keeps the Job from seeing it. */
  | { readonly action: "retire"; readonly sentence: string }
  | { readonly action: "done" | "failed"; readonly sentence: string }
  | { readonly action: "stop"; readonly isHarmed: boolean; readonly sentence: string };

/** End of a container, with its last words. */
function explainEnd({ name, exitCode, message }: MigrationPod): string {
  const words = message === undefined || message === "" ? "" : `: ${message.trim()}`;
  return `pod ${name} ended with exit code ${exitCode}${words}`;
}

function explainRunning(pods: readonly MigrationPod[]): string {
  const [pod] = pods;
  if (pod === undefined) return "no pod has started yet";
  return pod.problem === undefined ? `pod ${pod.name} runs` : `pod ${pod.name}: ${pod.problem}`;
}

/**
 * Decides one look at a migration. What counts is the exit code of its own container, whatever else runs in its pod;
 * what could not be seen decides nothing.
 */
export function decideMigration(facts: MigrationFacts): MigrationStep {
  const { job, pods, stable, onStableHarmed, isWanted } = facts;
  if (pods.kind === "seen") {
    // One that was told to end may end well without having done its work.
    const done = pods.value.find(({ exitCode, isLeaving }) => exitCode === 0 && !isLeaving);
    if (done !== undefined) return { action: "done", sentence: explainEnd(done) };
  }
  const ends = pods.kind === "seen" ? pods.value.filter(({ exitCode }) => exitCode !== undefined) : [];
  const last = ends.at(-1);
  if (job.kind === "seen") {
    if (job.value === undefined) return { action: "failed", sentence: "its Job was deleted" };
    const { isComplete, isSuspended, failure } = job.value;
    if (isComplete) return { action: "done", sentence: "its Job is complete" };
    if (failure !== undefined)
      return {
        action: "failed",
        sentence: last === undefined ? failure : `${explainEnd(last)} (${failure})`,
      };
    if (isSuspended) return { action: "failed", sentence: "its Job was suspended by another writer" };
  }
  if (!isWanted)
    return { action: "stop", isHarmed: false, sentence: "the release was ended by another command" };
  if (stable.kind === "worse" && onStableHarmed === "stop")
    return { action: "stop", isHarmed: true, sentence: stable.sentence };
  const hung = ends.find(({ isOver, isLeaving }) => !isOver && !isLeaving);
  if (hung !== undefined) return { action: "retire", sentence: explainEnd(hung) };
  const sentence =
    pods.kind === "seen" ? explainRunning(pods.value) : `its pods could not be read (${pods.problem})`;
  return stable.kind === "worse"
    ? { action: "watch", sentence, alarm: `${stable.sentence}; migration.onStableHarmed is hold` }
    : { action: "watch", sentence };
}

/**
 * Whether a release is past its migration: pods of its image only start after it. A Job that is declared again by
 * another version is then not run again.
 */
export function isPastMigration(ledger: Ledger | undefined, image: string): boolean {
  const attempt = ledger?.attempt;
  if (ledger === undefined || attempt === undefined || attempt.kind === "first") return false;
  if (!sameImage(attempt.image, image) || !isRunning(ledger)) return false;
  return ledger.weight > 0 || attempt.stages.some(({ startedAtSeconds }) => startedAtSeconds !== undefined);
}

/** Whether the ledger still wants the migration of an image. */
export function wantsMigration(ledger: Ledger | undefined, image: string): boolean {
  return ledger !== undefined && isRunning(ledger) && sameImage(ledger.attempt?.image, image);
}
