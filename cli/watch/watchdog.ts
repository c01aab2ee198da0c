import { connect } from "../../components/cluster/connect";
import { exitCodes } from "../../components/core/exit-code";
import { watchdogName } from "../../components/core/ledger/watcher";
import { RunEnd } from "../../components/core/run-end";
import type { Settings } from "../../components/core/settings";
import { versionVariable, watchdogPort } from "../../components/core/workload/watchdog/watchdog-job";
import type { WatchedSettings } from "../../components/core/workload/watchdog/watchdog-job";
import { ownVersion } from "../../components/session/own-version";
import type { Session } from "../../components/session/session";
import { watchExposure } from "../../components/stage/soak/watch-exposure";
import { persist } from "../../components/traffic/persist";
import { catchInterruption } from "../interruption";
import { openLedger } from "../open-ledger";
import type { Outcome } from "../run-command";
import { serveWatch } from "./serve-watch";
import type { WatchServer } from "./serve-watch";
import type { Terminal } from "../terminal";

/** Longest wait for an API server that does not answer, seconds: then the pod starts again. */
const patienceSeconds = 300;

/**
 * Watches as a Job whose pod this is: by resolved settings, without a checkout. Every end that was decided is done, and
 * the Job with it; any other starts the pod again.
 * @param text - settings of the Job, JSON
 * @param port - of its series for Prometheus
 * @throws {RunEnd} with code 2 where there are none, the cluster is another one, or the version of the runs
 * @throws {InterruptedError} where the pod is ended
 */
export async function watchAsJob(
  text: string | undefined,
  terminal: Terminal,
  port = watchdogPort,
): Promise<Outcome> {
  const settings = readSettings(text);
  demandVersion(process.env[versionVariable], ownVersion());
  const { limitSeconds, atLimit } = settings.watchdog;
  const interruption = catchInterruption();
  const session = await open(settings, terminal, interruption.signal);
  const served = await tryServing(settings, port, terminal);
  try {
    const options = { limitSeconds, atLimit, who: watchdogName, isJob: true, show: served?.show };
    const { sentence } = await watchExposure(session, options);
    return { exitCode: exitCodes.done, sentence };
  } finally {
    served?.close();
    session.close();
    interruption.release();
  }
}

/**
 * Refuses an image of another version than the runs have: both would judge the same evidence, each by its own engine.
 * @param wanted - of the run that started the Job; undefined for one that did not say
 */
export function demandVersion(wanted: string | undefined, own: string | undefined): void {
  if (wanted === undefined || wanted === own) return;
  throw new RunEnd("usage", {
    text: `Cannot watch as a Job: sluice:watchdog.image must have version ${wanted}, as the run that started it: got ${own ?? "none"}`,
    fix: "build the image of that version, push it, and set sluice:watchdog.image to its digest",
  });
}

/** Serves the Job's series; watching matters more, so that a port that is taken is told and forgotten. */
async function tryServing(
  settings: Settings,
  port: number,
  terminal: Terminal,
): Promise<WatchServer | undefined> {
  try {
    return await serveWatch(settings, port);
  } catch (error) {
    terminal.say(`Prometheus cannot read who watches: ${(error as Error).message}`);
    return undefined;
  }
}

function readSettings(text: string | undefined): WatchedSettings {
  try {
    const settings = JSON.parse(text ?? "") as Settings;
    if (settings.watchdog !== undefined) return settings as WatchedSettings;
  } catch {
    // Refused below, without its text.
  }
  throw new RunEnd("usage", {
    text: "Cannot watch as a Job: its variable must have the settings that a run gave it, JSON: got others",
    fix: "without --settings the environment file is read",
  });
}

async function open(settings: Settings, terminal: Terminal, interrupted: AbortSignal): Promise<Session> {
  const away = (error: Error): void => terminal.say(`${error.message}; asking again`);
  const cluster = await persist(async () => await connect(settings.cluster), away, patienceSeconds);
  const ledger = openLedger(cluster, settings, terminal);
  return {
    ...ledger,
    interrupted,
    save: async (change) => void (await ledger.store.update(change)),
    close: () => cluster.close(),
  };
}
