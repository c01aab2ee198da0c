import { describeWeight } from "../../components/core/stage/exposure";
import { explainPause, pauseOf, resumeCommand } from "../../components/core/ledger/pause";
import type { Ledger } from "../../components/core/ledger/ledger";
import { InterruptedError, sleep } from "../../components/traffic/wait";
import type { Environment } from "../environment";

/** Time between two looks at a paused release, milliseconds. */
const lookEveryMs = 2000;

/** Signals and progress of a rollout that waits. */
export interface ResumeWait {
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** @default 2 s */
  readonly everyMs?: number;
}

/**
 * Waits while a release that passed its last stage is paused; before that its gate and its soak watch it themselves.
 * @returns false where it was interrupted
 */
export async function waitForResume(
  context: Pick<Environment, "store" | "say" | "settings">,
  { signal, everyMs = lookEveryMs }: ResumeWait,
): Promise<boolean> {
  const { say, settings } = context;
  let isTold = false;
  for (;;) {
    const ledger = await quietly(context);
    const pause = pauseOf(ledger);
    if (pause === undefined || ledger?.phase !== "passed") {
      if (isTold && ledger !== undefined) say("resumed: goes on");
      if (!isTold || ledger !== undefined) return true;
    } else if (!isTold) {
      isTold = true;
      say(
        `${explainPause(pause)}; stable does not roll, the canary keeps ${describeWeight(ledger.weight)} and no run judges it meanwhile; ${resumeCommand(settings.environment)} goes on`,
      );
    }
    try {
      await sleep(everyMs, signal);
    } catch (error) {
      if (error instanceof InterruptedError) return false;
      throw error;
    }
  }
}

/** The ledger, or undefined where it cannot be read: whoever goes on reads it again and says why. */
async function quietly({ store }: Pick<Environment, "store">): Promise<Ledger | undefined> {
  return (await store.read().catch(() => undefined))?.ledger;
}
