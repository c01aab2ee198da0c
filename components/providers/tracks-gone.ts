import { deploymentPath } from "../cluster/workloads";
import type { Deployment } from "../cluster/workloads";
import { tracks } from "../core/track";
import type { Session } from "../session/session";
import { waitFor, WaitTimeoutError } from "../traffic/wait";

/**
 * Waits until Deployments that a destroy has begun to take away are gone with their pods: the engine does not. Says so
 * where they are left after `readySeconds`; one that stays, since its state was told to keep it, is not waited for.
 */
export async function waitForTracksGone({
  cluster,
  settings,
  interrupted,
  progress,
  say,
}: Pick<Session, "cluster" | "settings" | "interrupted" | "progress" | "say">): Promise<void> {
  const listEnding = async (): Promise<readonly string[]> => {
    const found = await Promise.all(
      tracks.map(async (track) => await cluster.find<Deployment>(deploymentPath(settings, track))),
    );
    return found.flatMap((one) => (one?.metadata.deletionTimestamp === undefined ? [] : [one.metadata.name]));
  };
  try {
    await waitFor<true>(
      async () => {
        const ending = await listEnding();
        if (ending.length === 0) return { done: true };
        const missing = `${ending.join(", ")} must be gone`;
        progress(missing);
        return { missing };
      },
      { timeoutSeconds: settings.readySeconds, signal: interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    say(`the destroy goes on, though ${error.message}`, "warning");
  }
}
