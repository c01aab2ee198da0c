import type { Problem } from "../../problem";
import { formatDuration } from "../../duration";
import { describeWeight } from "../../stage/exposure";
import type { Settings } from "../../settings";
import { toMigrationJob } from "../migration/migration-pod";
import type { Job, MigrationPod } from "../migration/migration-pod";
import { watchedAnnotation } from "./watchdog-job";

/** Step towards the Job of an attempt; one of the same name that is not Sluice's stays as it is. */
export type WatchdogStep = "keep" | "create" | "replace" | "foreign";

/**
 * Decides what becomes of the Job that is there.
 * @param wanted - attempt and settings that a Job is wanted for
 */
export function decideWatchdog(found: Job | undefined, wanted: string): WatchdogStep {
  if (found === undefined) return "create";
  const present = found.metadata.annotations?.[watchedAnnotation];
  if (present === undefined) return "foreign";
  const { isComplete, failure } = toMigrationJob(found);
  const isOver = isComplete || failure !== undefined || found.metadata.deletionTimestamp !== undefined;
  return present === wanted && !isOver ? "keep" : "replace";
}

/** Reason why the Job does not watch, though it is there; undefined where a pod of it runs. */
export function findIdle(job: Job | undefined, pods: readonly MigrationPod[]): string | undefined {
  if (job === undefined) return "it does not exist";
  const { isComplete, failure } = toMigrationJob(job);
  if (isComplete) return "it has ended";
  if (failure !== undefined) return `it failed: ${failure}`;
  const present = pods.filter(({ isOver, isLeaving }) => !isOver && !isLeaving);
  if (present.some(({ problem, exitCode }) => problem === undefined && exitCode === undefined))
    return undefined;
  const [pod] = present;
  if (pod === undefined) return "it has no pod yet: its account may be missing";
  return `pod ${pod.name}: ${pod.problem ?? `ended with exit code ${pod.exitCode}: ${pod.message ?? ""}`.trim()}`;
}

/** Sentence for a preview: who watches where no run does. */
export function explainWatchdog({ watchdog }: Pick<Settings, "watchdog">): string {
  if (watchdog === undefined)
    return "no watchdog: nobody watches the canary's traffic where a run ends or dies (sluice:watchdog.image)";
  const { limitSeconds, atLimit } = watchdog;
  const end = atLimit === "back" ? "then traffic goes back to stable" : "then traffic stays";
  return `watchdog: a Job with ${watchdog.image} watches the canary's traffic where no run does, ${formatDuration(limitSeconds)} at most, ${end}`;
}

/** State of the watchdog, as `status` shows it. */
export interface WatchdogFacts {
  /** Whether a Job is configured. */
  readonly configured: boolean;
  /** Reason why it does not watch; undefined where its pod runs. */
  readonly idle: string | undefined;
}

/** Line of `status` on the watchdog, and the problem where it is not as it should be. */
export function describeWatchdog(
  { configured, idle }: WatchdogFacts,
  weight: number,
): { readonly text: string; readonly problem?: Problem & { readonly fix: string } } {
  if (!configured) return { text: "none is configured (sluice:watchdog.image)" };
  if (idle === undefined) return { text: "its Job runs, and watches where no run does" };
  const text = `its Job does not watch: ${idle}`;
  if (weight === 0) return { text };
  return {
    text,
    problem: {
      text: `${describeWeight(weight)} on the canary, and the watchdog's Job does not watch: ${idle}`,
      fix: "docs/how-to/watchdog.md says what its account and image need",
    },
  };
}
