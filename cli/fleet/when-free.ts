import { exitCodes } from "../../components/core/exit-code";
import { sleep } from "../../components/traffic/wait";
import type { Outcome } from "../run-command";

/** A run that may find its release in the hands of another. */
export interface FreeRun {
  readonly run: () => Promise<Outcome>;
  /** A text that changes while the ledger's lock is renewed; undefined where nobody holds it. */
  readonly readLock: () => Promise<string | undefined>;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
  /** Time between two looks at the lock, milliseconds. @default 2000 */
  readonly everyMs?: number;
}

/** Looks at a lock without a renewal after which its holder is taken for gone; `run` itself decides. */
const mostStill = 15;

/** Runs that find no holder of the ledger's lock, and are refused all the same: Pulumi's own lock is a person's. */
const mostTries = 3;

/**
 * Runs a release; where another run has it, such as one that a killed command left behind, that one is waited for, and
 * the release goes on after it.
 */
export async function whenFree({ run, readLock, say, signal, everyMs = 2000 }: FreeRun): Promise<Outcome> {
  for (let tries = 1; ;) {
    const outcome = await run();
    if (outcome.exitCode !== exitCodes.busy || signal.aborted) return outcome;
    let held = await readLock().catch(() => undefined);
    if (held === undefined && tries++ >= mostTries) return outcome;
    say("another run has this release: it is waited for");
    for (let still = 0; still < mostStill && !signal.aborted; still++) {
      await sleep(everyMs, signal).catch(() => undefined);
      const now = await readLock().catch(() => held);
      if (now === undefined) break;
      if (now !== held) still = 0;
      held = now;
    }
    if (signal.aborted) return { ...outcome, exitCode: exitCodes.interrupted };
  }
}
