import { ApiError } from "../../cluster/api-error";
import { createJob, deleteJob, findJob, listJobPods } from "../../cluster/jobs";
import type { Ledger } from "../../core/ledger/ledger";
import type { Problem } from "../../core/problem";
import { objectNames } from "../../core/settings";
import type { Settings } from "../../core/settings";
import { decideWatchdog, findIdle } from "../../core/workload/watchdog/decide-watchdog";
import { renderWatchdogJob, watchedAnnotation } from "../../core/workload/watchdog/watchdog-job";
import type { WatchedSettings } from "../../core/workload/watchdog/watchdog-job";
import { ownVersion } from "../../session/own-version";
import type { Session } from "../../session/session";
import { WaitTimeoutError, waitFor } from "../../traffic/wait";
import { replaceJob } from "./replace-job";

/** Longest wait for its pod to run before traffic rises, seconds. */
const runningSeconds = 30;

type Context = Pick<Session, "cluster" | "settings" | "interrupted" | "say">;

const isWatched = (settings: Settings): settings is WatchedSettings => settings.watchdog !== undefined;

/**
 * Starts the Job that watches where no run does, where one is configured: before the canary has traffic, so that a run
 * may die at any time. It stands by while a run watches.
 * @returns the reason why there is none, where the cluster does not take it
 */
export async function startWatchdog(
  context: Context,
  { attempt }: Pick<Ledger, "attempt">,
): Promise<Problem | undefined> {
  const { cluster, settings, say } = context;
  if (!isWatched(settings) || attempt === undefined) return undefined;
  const job = renderWatchdogJob(settings, attempt.number, ownVersion());
  const { metadata } = job;
  try {
    const step = decideWatchdog(
      await findJob(cluster, metadata),
      metadata.annotations[watchedAnnotation] ?? "",
    );
    if (step === "keep") return undefined;
    if (step === "foreign") return refuse(settings, "a Job of this name is there that Sluice did not make");
    if (step === "replace") await replaceJob(context, job);
    else await createJob(cluster, job);
    say(`watchdog: Job ${metadata.name} started`);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError || error instanceof WaitTimeoutError)
      return refuse(settings, error.message);
    throw error;
  }
}

const refuse = ({ app, namespace }: Settings, why: string): Problem => ({
  text: `Cannot raise traffic to "${app}": Job ${namespace}/${objectNames(app).watchdog} must be started first: ${why}`,
  fix: "docs/how-to/watchdog.md says what it needs; without sluice:watchdog none is started",
});

/** Reason why the Job does not watch, as the cluster has it now. */
export async function readWatchdog({
  cluster,
  settings,
}: Pick<Context, "cluster" | "settings">): Promise<string | undefined> {
  const place = { namespace: settings.namespace, name: objectNames(settings.app).watchdog };
  const [job, pods] = await Promise.all([findJob(cluster, place), listJobPods(cluster, place)]);
  return findIdle(job, pods);
}

/** Waits for its pod before traffic rises; where it does not come up a person is told, and the raise goes on. */
export async function awaitWatchdog(context: Context): Promise<void> {
  const { settings, interrupted, say } = context;
  if (!isWatched(settings)) return;
  try {
    await waitFor<true>(
      async () => {
        const missing = await readWatchdog(context);
        return missing === undefined ? { done: true } : { missing };
      },
      { timeoutSeconds: runningSeconds, signal: interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    say(`the watchdog does not watch: ${error.message}; nobody does where this run dies`, "warning");
  }
}

/** Deletes the Job of the settings' app, where it is Sluice's; best effort: it ends by itself. */
export async function endWatchdog({
  cluster,
  settings,
}: Pick<Context, "cluster" | "settings">): Promise<void> {
  const place = { namespace: settings.namespace, name: objectNames(settings.app).watchdog };
  const found = await findJob(cluster, place).catch(() => undefined);
  if (found?.metadata.annotations?.[watchedAnnotation] === undefined) return;
  await deleteJob(cluster, place).catch(() => undefined);
}
