import { exitCodes } from "../../components/core/exit-code";
import type { Session } from "../../components/session/session";
import { watchExposure } from "../../components/stage/soak/watch-exposure";
import type { WatchOptions } from "../../components/stage/soak/watch-exposure";
import { InterruptedError } from "../../components/traffic/wait";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/** A session that takes no lock and writes beside the runs that do. */
function openWatch(context: Environment, interrupted: AbortSignal): Session {
  const { store } = context;
  return { ...context, interrupted, save: async (change) => void (await store.update(change)) };
}

/** Watches the release of an environment between its runs until it is over, or the limit is reached. */
export async function watch(
  context: Environment,
  options: WatchOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const { environment, app } = context.settings;
  try {
    const { exit, sentence } = await watchExposure(openWatch(context, signal), options);
    return { exitCode: exitCodes[exit], sentence, report: { environment, app, sentence } };
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    const sentence = `Interrupted: this watches no more; \`sluice status ${environment}\` says whether anybody does`;
    return { exitCode: exitCodes.interrupted, sentence, report: { environment, app, sentence } };
  }
}
