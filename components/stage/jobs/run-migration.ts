import { annotateJob, createJob, deleteJob, findJob, listJobPods, suspendJob } from "../../cluster/jobs";
import type { JobManifest } from "../../cluster/jobs";
import type { Ledger } from "../../core/ledger/ledger";
import { migrationBegan, migrationFailed } from "../../core/ledger/transitions/database-transition";
import { migrationRan } from "../../core/ledger/transitions/migration-transition";
import { decideMigration, isPastMigration, wantsMigration } from "../../core/release/migration-steps";
import type { MigrationStep } from "../../core/release/migration-steps";
import { judgeStable } from "../../core/release/stable-health";
import { RunEnd } from "../../core/run-end";
import { seen } from "../../core/stage/seen";
import { doneAnnotation, toMigrationJob } from "../../core/workload/migration/migration-pod";
import type { Settings } from "../../core/settings";
import type { Session } from "../../session/session";
import { sleep, waitFor } from "../../traffic/wait";
import { probeHealth } from "./probe-health";
import type { HealthProbe } from "./probe-health";
import { see } from "../see";
import { watchErrors } from "./stable-errors";
import type { StableErrors } from "./stable-errors";
import { stopMigration } from "./stop-migration";
import { takeBackup } from "./take-backup";
import type { BackupOrder } from "./take-backup";

/** A migration that is to be run. */
export interface MigrationOrder {
  readonly job: JobManifest;
  readonly cancel?: JobManifest;
  readonly image: string;
  /** Key of its commands; absent in the state of an older Sluice. */
  readonly commands?: string;
  readonly onStableHarmed: "stop" | "hold";
  /** Further tries after the first. */
  readonly retries: number;
  /** Saves the database before it begins. @default - nothing is saved */
  readonly backup?: BackupOrder;
  /** Backup that somebody else makes, as a person names it. */
  readonly namedBackup?: string;
  /** Whether the image before runs on the migrated database. @default false */
  readonly reversible?: boolean;
  /** Whether `sluice restore` knows a way back. @default false */
  readonly hasWayBack?: boolean;
}

/** Between two looks, milliseconds. */
const lookEveryMs = 1000;

/**
 * Runs a migration to the end of its own container, or goes on with one that runs, while stable is watched.
 * @returns one sentence
 * @throws {RunEnd} where it failed, or was stopped
 */
export async function runMigration(session: Session, order: MigrationOrder): Promise<string> {
  const ledger = await readLedger(session);
  if (isPastMigration(ledger, order.image)) return "migrated before: the release is past it";
  refuseBeside(session.settings, ledger);
  const { image, commands: key, reversible = false, namedBackup, backup } = order;
  const migration = { image, reversible, namedBackup };
  const isNew = await isToBegin(session, order);
  if (isNew) await takeBackup(session, migration, backup);
  const [probe, errors] = await Promise.all([probeHealth(session), watchErrors(session, ledger)]);
  try {
    if (isNew) await session.commit((current, now) => migrationBegan(current, migration, now));
    const sentence = (await beginJob(session, order)) ?? (await follow(session, order, probe, errors));
    if (key !== undefined) await session.commit((current, now) => migrationRan(current, { image, key }, now));
    return sentence;
  } catch (error) {
    // Whoever cannot note it has the reason to tell all the same.
    if (error instanceof RunEnd)
      await session.commit((current, now) => migrationFailed(current, migration, now)).catch(() => undefined);
    throw error;
  } finally {
    probe.stop();
  }
}

/** Refuses while a person's way back is not known to be over: both would write to the database. */
function refuseBeside({ app, environment }: Settings, ledger: Ledger | undefined): void {
  const { back } = ledger?.database ?? {};
  if (back?.state !== "begun") return;
  const flag = back.way === "undo" ? " --undo" : "";
  throw new RunEnd("refused", {
    text: `Cannot migrate the database of "${app}": the ${back.way} by ${back.who} must be over: got one that began and is not known to have ended`,
    fix: `\`sluice restore ${environment}${flag} --confirm ${app}\` goes on with it`,
  });
}

/** Whether its Job neither runs nor is complete: the database is as it was, or as a try that failed left it. */
async function isToBegin({ cluster }: Session, { job }: MigrationOrder): Promise<boolean> {
  const found = await findJob(cluster, job.metadata);
  const before = found && toMigrationJob(found);
  if (before === undefined || before.failure !== undefined) return true;
  return !before.isComplete && before.isSuspended;
}

async function follow(
  session: Session,
  order: MigrationOrder,
  probe: HealthProbe,
  errors: StableErrors,
): Promise<string> {
  const { settings } = session;
  let alarm: string | undefined;
  let retired = 0;
  for (;;) {
    const step = await look(session, order, probe, errors);
    switch (step.action) {
      case "done":
        await endJob(session, order);
        return `migrated: ${step.sentence}`;
      case "failed":
        throw failed(settings, order, step.sentence);
      case "stop":
        throw await stopMigration(session, order, step, probe);
      case "retire":
        session.say(`${step.sentence}; what else runs in its pod is ended`, "warning");
        await retire(session, order);
        // The Job counts only pods that end by themselves.
        if (++retired > order.retries) throw failed(settings, order, step.sentence);
        await suspendJob(session.cluster, order.job.metadata, false);
        break;
      case "watch":
        session.progress(`migration: ${step.sentence}`);
        if (step.alarm !== undefined && alarm === undefined) session.say(step.alarm, "warning");
        alarm ??= step.alarm;
    }
    await sleep(lookEveryMs, session.interrupted);
  }
}

function failed({ app, environment }: Settings, { hasWayBack = false }: MigrationOrder, why: string): RunEnd {
  const back = hasWayBack ? `; \`sluice restore ${environment}\` says how the database goes back` : "";
  return new RunEnd("unexpected", {
    text: `Migration of "${app}" failed: ${why}; no pod of the release was started`,
    fix: `the next up runs it again${back}`,
  });
}

/** Ends the pod of a try whose own container has failed. */
async function retire({ cluster, interrupted }: Session, { job }: MigrationOrder): Promise<void> {
  await suspendJob(cluster, job.metadata, true);
  await waitFor<true>(
    async () => {
      const [pod] = await listJobPods(cluster, job.metadata);
      return pod === undefined ? { done: true } : { missing: `pod ${pod.name} has not ended` };
    },
    { timeoutSeconds: 120, signal: interrupted },
  );
}

async function readLedger({ store }: Session): Promise<Ledger | undefined> {
  return (await store.read())?.ledger;
}

/** Starts the Job. A Job that failed or was stopped is replaced by a new one; a running Job is left alone. */
async function beginJob(session: Session, { job }: MigrationOrder): Promise<string | undefined> {
  const { cluster, interrupted } = session;
  const found = await findJob(cluster, job.metadata);
  const before = found && toMigrationJob(found);
  if (before?.isComplete === true) return "migrated before";
  const isRunning = before !== undefined && !before.isSuspended && before.failure === undefined;
  if (isRunning && found?.metadata.deletionTimestamp === undefined) return undefined;
  const isUntouched = before !== undefined && before.failure === undefined;
  if (!isUntouched && found !== undefined) await deleteJob(cluster, job.metadata);
  await waitFor<true>(
    async () => {
      const [old, pods] = await Promise.all([
        findJob(cluster, job.metadata),
        listJobPods(cluster, job.metadata),
      ]);
      if (pods.length > 0) return { missing: `pod ${pods[0]?.name} of the try before has not ended` };
      return isUntouched || old === undefined ? { done: true } : { missing: "the Job before is not gone" };
    },
    { timeoutSeconds: 120, signal: interrupted },
  );
  if (!isUntouched) await createJob(cluster, job);
  await suspendJob(cluster, job.metadata, false);
  return undefined;
}

async function look(
  session: Session,
  { job, image, onStableHarmed }: MigrationOrder,
  probe: HealthProbe,
  errors: StableErrors,
): Promise<MigrationStep> {
  const { cluster } = session;
  // The Job after its pods: one that is complete has none left that are not known.
  const pods = await see(listJobPods(cluster, job.metadata));
  const [found, ledger, known] = await Promise.all([
    see(findJob(cluster, job.metadata)),
    see(readLedger(session)),
    errors.look(),
  ]);
  return decideMigration({
    job: found.kind === "seen" ? seen(found.value && toMigrationJob(found.value)) : found,
    pods,
    stable: judgeStable(probe.memory(), known),
    onStableHarmed,
    isWanted: ledger.kind === "unseen" || wantsMigration(ledger.value, image),
  });
}

/** Remembers on the Job that it is done; what an injector added to its pod is ended. */
async function endJob({ cluster }: Session, { job }: MigrationOrder): Promise<void> {
  const note = { [doneAnnotation]: "true" };
  const pods = await listJobPods(cluster, job.metadata);
  if (pods.every(({ isOver }) => isOver)) await annotateJob(cluster, job.metadata, note);
  else await suspendJob(cluster, job.metadata, true, note);
}
