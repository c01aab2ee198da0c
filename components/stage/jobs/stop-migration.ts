import { deleteJob, listJobPods, suspendJob } from "../../cluster/jobs";
import type { JobManifest } from "../../cluster/jobs";
import type { MigrationStep } from "../../core/release/migration-steps";
import { RunEnd } from "../../core/run-end";
import { cancelSeconds } from "../../core/workload/migration/migration-job";
import type { Session } from "../../session/session";
import { waitFor } from "../../traffic/wait";
import type { HealthProbe } from "./probe-health";
import { runJob } from "./run-job";
import type { MigrationOrder } from "./run-migration";

/** Longest wait for stable to answer again, seconds: then it is said that it does not. */
const recoverySeconds = 30;

/**
 * Ends a migration: SIGTERM to its pod, at the same time whatever ends its work in the database, then it is looked
 * whether stable is well again.
 * @returns the end of the run: nothing else starts
 */
export async function stopMigration(
  session: Session,
  { job, cancel, hasWayBack = false }: MigrationOrder,
  step: Extract<MigrationStep, { action: "stop" }>,
  probe: HealthProbe,
): Promise<RunEnd> {
  const { settings, cluster } = session;
  session.say(`the migration is stopped: ${step.sentence}`, "warning");
  const begun = performance.now();
  await suspendJob(cluster, job.metadata, true);
  const [ended, cancelled] = await Promise.all([awaitGone(session, job), cancelWork(session, cancel)]);
  const recovered = step.isHarmed ? await awaitRecovery(session, probe, begun) : undefined;
  const lock = step.isHarmed
    ? "it may have a lock of the database, or wait for one with stable's queries waiting behind it; migration.lockTimeout bounds that"
    : undefined;
  const sentences = [step.sentence, lock, ended, cancelled, recovered].filter((text) => text !== undefined);
  return new RunEnd(step.isHarmed ? "failed" : "refused", {
    text: `Migration of "${settings.app}" was stopped: ${sentences.join("; ")}; no pod of the release was started`,
    fix: `the next up runs it again${hasWayBack ? `; \`sluice restore ${settings.environment}\` says how the database goes back` : ""}`,
  });
}

async function awaitGone({ cluster, interrupted }: Session, { metadata }: JobManifest): Promise<string> {
  try {
    await waitFor<true>(
      async () => {
        const [pod] = await listJobPods(cluster, metadata);
        return pod === undefined ? { done: true } : { missing: `pod ${pod.name} has not ended` };
      },
      { timeoutSeconds: cancelSeconds, signal: interrupted },
    );
    return "its pod has ended";
  } catch (error) {
    return `SIGTERM was sent, but ${(error as Error).message} yet`;
  }
}

/** Runs what ends the migration's work in the database; its Job goes when it is over. */
async function cancelWork(session: Session, cancel: JobManifest | undefined): Promise<string> {
  if (cancel === undefined)
    return "what it began in the database may live on: migration.cancel says how it is ended";
  const { cluster, interrupted } = session;
  try {
    const { isDone, words } = await runJob({ cluster, interrupted }, cancel, cancelSeconds);
    if (isDone) return "migration.cancel has ended its work in the database";
    await deleteJob(cluster, cancel.metadata);
    return failed(words);
  } catch (error) {
    return failed((error as Error).message);
  }
}

function failed(why: string): string {
  return `migration.cancel has failed (${why.trim()}): what the migration began in the database may live on`;
}

async function awaitRecovery(session: Session, probe: HealthProbe, begun: number): Promise<string> {
  try {
    await waitFor<true>(
      async () => {
        const { badRounds, answer } = probe.memory();
        await Promise.resolve();
        return badRounds === 0 ? { done: true } : { missing: answer ?? "" };
      },
      { timeoutSeconds: recoverySeconds, signal: session.interrupted },
    );
    return `stable answers again, ${((performance.now() - begun) / 1000).toFixed(1)} s after the stop`;
  } catch {
    return "stable does not answer as before yet";
  }
}
