import { findOvertaken } from "../../components/core/commands/decide-abort";
import type { Ledger } from "../../components/core/ledger/ledger";
import { toRefusal } from "../../components/core/problem";
import { explainMissing } from "../../components/core/workload/explain-missing";
import { readTrack, setTrackImage, setTrackTemplate } from "../../components/cluster/workloads";
import { describeVersion, sameVersion } from "../../components/core/revision/version";
import type { Version } from "../../components/core/revision/version";
import { templateOf } from "../../components/core/revision/known-revision";
import { findRevision } from "../../components/revisions/revision-store";
import { monotonicSeconds, observeLock } from "../../components/ledger/observe-lock";
import { persist } from "../../components/traffic/persist";
import { WaitTimeoutError, waitFor } from "../../components/traffic/wait";
import { RunEnd } from "../../components/core/run-end";
import type { Environment } from "../environment";

/** Version that stable goes back to, and the attempt whose promotion ends. */
interface Promoted {
  readonly version: Version;
  readonly attempt: number | undefined;
}

/**
 * Puts stable's template back to the version before the promotion, and again until the base stack's run has given its
 * lock up and stable is ready: a run in flight may still write the new one.
 * @throws {RunEnd} `inconclusive` when stable does not become ready in time; traffic stays where it is; `refused` where
 * another attempt began since: stable is its own
 */
export async function restoreStable(
  context: Environment,
  { version, attempt }: Promoted,
  awaySeconds: number,
): Promise<void> {
  const { settings, cluster, store } = context;
  const away = (error: Error): void => context.say(`stable is not put back yet: ${error.message}`);
  const read = async (): Promise<Ledger | undefined> => {
    const ledger = (await store.read().catch(() => undefined))?.ledger;
    const later = ledger && findOvertaken(ledger, attempt);
    if (later !== undefined) throw new RunEnd("refused", toRefusal(later));
    return ledger;
  };
  const back = async (): Promise<void> => {
    await read();
    await putBack(context, version);
  };
  await persist(back, away, awaySeconds);
  const name = describeVersion(version);
  context.say(`stable goes back to ${name}`);
  const observe = observeLock();
  try {
    await waitFor<true>(
      async () => {
        const askedAtSeconds = monotonicSeconds();
        const [stable, ledger] = await Promise.all([readTrack(cluster, settings, "stable"), read()]);
        const lock = observe(ledger?.lock, askedAtSeconds);
        if (stable !== undefined && !sameVersion(stable, version)) await putBack(context, version);
        const missing =
          stable === undefined
            ? "its Deployment does not exist"
            : !sameVersion(stable, version)
              ? `its template was changed to ${describeVersion(stable)} meanwhile`
              : !stable.settled || stable.readyReplicas === 0
                ? `${stable.readyReplicas} of ${stable.replicas} pods ready${explainMissing(stable, [])}`
                : lock.kind === "held" || lock.kind === "wait"
                  ? lock.sentence
                  : undefined;
        if (missing === undefined) return { done: true };
        context.progress(`waiting for stable: ${missing}`);
        // While it rolls as many are ready as before: those of the template make its progress.
        const { readyReplicas = 0, updatedReplicas = 0 } = stable ?? {};
        return { missing, progress: readyReplicas + updatedReplicas };
      },
      { timeoutSeconds: settings.readySeconds },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new RunEnd(
      "inconclusive",
      {
        text: `Cannot finish the abort of "${settings.app}": stable must get ready on ${name}, not stand still for ${settings.readySeconds} s: got ${error.message}; recorded as aborted, traffic stays until stable can carry it`,
        fix: "run the same command again",
      },
      { cause: error },
    );
  }
}

/** Writes the whole template of a stored revision; of a version whose revision is not stored, the image. */
async function putBack({ cluster, settings }: Environment, { image, revision }: Version): Promise<void> {
  const found = revision === undefined ? undefined : await findRevision(cluster, settings, revision);
  if (found === undefined) return await setTrackImage(cluster, settings, "stable", image);
  await setTrackTemplate(cluster, settings, "stable", templateOf(settings.app, "stable", found));
}
