import { decideRestore } from "../../components/core/commands/decide-restore";
import type { RestoreDecision } from "../../components/core/commands/decide-restore";
import { exitCodes } from "../../components/core/exit-code";
import type { DatabaseRecord, WayBack } from "../../components/core/ledger/database-record";
import { waysBack } from "../../components/core/ledger/database-record";
import { timesTakenBack } from "../../components/core/ledger/database-facts";
import { wayBackNoted } from "../../components/core/ledger/transitions/database-transition";
import type { Ledger } from "../../components/core/ledger/ledger";
import { joinProblems, prefixed, printProblem } from "../../components/core/problem";
import { templateOf } from "../../components/core/revision/known-revision";
import { RunEnd } from "../../components/core/run-end";
import { renderDatabaseJob } from "../../components/core/workload/migration/database-job";
import { shortDigest } from "../../components/core/workload/short-digest";
import { demandStored } from "../../components/revisions/demand-stored";
import { findRevision } from "../../components/revisions/revision-store";
import { runJob } from "../../components/stage/jobs/run-job";
import type { JobEnd, OnceManifest } from "../../components/stage/jobs/run-job";
import type { Environment } from "../environment";
import { InterruptedError } from "../../components/traffic/wait";
import type { BasePlan, StackPlan } from "../../stacks/load";
import { underLock } from "./under-lock";
import type { Outcome } from "../run-command";

/** A person's order to take the database back. */
export interface RestoreOrder {
  readonly way: WayBack;
  /** Name that the person typed. */
  readonly confirm: string | undefined;
  readonly who: string;
  /** Plan of the environment's base stack. */
  readonly plan: StackPlan;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Time for a pod to be scheduled and to go, beside a Job's own deadline, seconds. */
const asideSeconds = 120;

/**
 * Takes the database back by the environment's own command, in the container of the revision that migrated. Says first
 * what it overwrites; without the app's name it does nothing else. While it runs it has the release's lock.
 * @throws {RunEnd} with exit code 3 where it refuses
 */
export async function restore(context: Environment, order: RestoreOrder): Promise<Outcome> {
  const { settings, say, store, now } = context;
  const { way, confirm, plan } = order;
  const { migration } = plan as BasePlan;
  const configured = waysBack.filter((one) => migration?.[one] !== undefined);
  const decide = (ledger: Ledger | undefined): RestoreDecision =>
    decideRestore({ ledger, way, configured, confirm, nowSeconds: now() });
  const first = decide((await store.read())?.ledger);
  for (const sentence of first.overwrites) say(`warning: ${sentence}`);
  demand(settings.app, way, first);
  return await underLock(context, `${way} the database of`, async ({ ledger }) => {
    const { database } = demand(settings.app, way, decide(ledger));
    return await carryOut(context, order, database, ledger);
  });
}

/** The same decision, where nothing is in its way. */
function demand(
  app: string,
  way: WayBack,
  { problems, database }: RestoreDecision,
): { readonly database: DatabaseRecord } {
  if (problems.length > 0 || database === undefined)
    throw new RunEnd("refused", prefixed(`Cannot ${way} the database of "${app}": `, joinProblems(problems)));
  return { database };
}

async function carryOut(
  context: Environment,
  order: RestoreOrder,
  database: DatabaseRecord,
  ledger: Ledger,
): Promise<Outcome> {
  const { settings, cluster, commit, now, say, progress } = context;
  const { environment, app } = settings;
  const { way, who, signal } = order;
  // A way back that was interrupted goes on with the Job that runs.
  const before = database.back;
  const atSeconds = before?.way === way && before.state === "begun" ? before.atSeconds : now();
  const job = await renderJob(context, order, database, ledger, `${way}-${Math.round(atSeconds)}`);
  await commit((current) => wayBackNoted(current, { way, who, atSeconds, state: "begun" }));
  say(`${way} of the database runs as job/${job.metadata.name}`);
  const seconds = job.spec.activeDeadlineSeconds + asideSeconds;
  const end = await runJob({ cluster, interrupted: signal, progress }, job, seconds).catch(
    (error: unknown): JobEnd => {
      if (!(error instanceof InterruptedError)) throw error;
      throw new RunEnd("interrupted", {
        text: `Interrupted: the ${way} of the database of "${app}" goes on in the cluster as job/${job.metadata.name}`,
        fix: "the same command goes on with it",
      });
    },
  );
  const state = end.isDone ? "done" : "failed";
  await commit((current, nowSeconds) => wayBackNoted(current, { way, who, atSeconds: nowSeconds, state }));
  if (!end.isDone)
    throw new RunEnd("unexpected", {
      text: `Cannot ${way} the database of "${app}": its Job must end well: got ${end.words}; the database may be changed in part`,
      fix: `kubectl -n ${settings.namespace} logs job/${job.metadata.name} has the rest`,
    });
  const next = { text: `${way} of the database of "${app}" is done`, fix: `sluice verify ${environment}` };
  return {
    exitCode: exitCodes.done,
    sentence: printProblem(next),
    report: { environment, app, way, backup: database.backup?.name ?? null, who, words: end.words },
  };
}

/** The Job of the way back: the environment's command of now, in the container of the revision that migrated. */
async function renderJob(
  { settings, cluster }: Environment,
  { way, plan }: RestoreOrder,
  database: DatabaseRecord,
  ledger: Ledger,
  run: string,
): Promise<OnceManifest & { readonly spec: { readonly activeDeadlineSeconds: number } }> {
  const { app, namespace } = settings;
  const { image, revision = "", backup } = database;
  const { workload, migration } = plan as BasePlan;
  await demandStored(cluster, settings, { image, revision });
  const stored = await findRevision(cluster, settings, revision);
  const job = migration?.[way];
  if (stored === undefined || migration === undefined || job === undefined)
    throw new RunEnd(
      "refused",
      `Cannot ${way} the database of "${app}": revision ${revision} must be stored: got none`,
    );
  const times = timesTakenBack(ledger, image);
  return renderDatabaseJob({
    app,
    namespace,
    key: `${shortDigest(image).slice("sha256:".length)}${times === 0 ? "" : `-${times}`}`,
    image,
    workload,
    rendered: { template: templateOf(app, "canary", stored), container: stored.revision.container },
    migration,
    ...(backup === undefined ? {} : { backupName: backup.name }),
    step: way,
    job,
    run,
  });
}
