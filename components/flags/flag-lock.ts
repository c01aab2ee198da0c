import type { Lock } from "../core/ledger/lock/decide-lock";
import type { LockHolder } from "../core/ledger/lock/lock";
import { RunEnd } from "../core/run-end";
import { monotonicSeconds, observeLock } from "../ledger/observe-lock";
import { thisHolder } from "../ledger/process-identity";
import { sleep } from "../traffic/wait";
import type { FlagRun, FlagRuns } from "./flag-runs";

/** Time between two looks at another run's lock, milliseconds. */
const everyMs = 1000;

/** Terms of taking a flag's lock. */
export interface FlagLockTerms {
  readonly runs: FlagRuns;
  readonly name: string;
  /** Way that the run judges: evidence of an earlier one is dropped. */
  readonly attempt: number;
  /** Command that takes it, for people. */
  readonly by: string;
  readonly signal: AbortSignal;
  progress(text: string): void;
}

const withLock = (run: FlagRun | undefined, attempt: number, lock: Lock): FlagRun => ({
  ...(run?.attempt === attempt ? run : { attempt }),
  lock,
});

/**
 * Takes the lock of a flag's runs, from a run that has ended if need be.
 * @throws {RunEnd} `busy` where another run renews it
 */
export async function takeFlagLock({
  runs,
  name,
  attempt,
  by,
  signal,
  progress,
}: FlagLockTerms): Promise<LockHolder> {
  const me = thisHolder(by);
  const observe = observeLock(me.id);
  for (;;) {
    const askedAt = monotonicSeconds();
    const seen = (await runs.read(name))?.lock;
    const { kind, sentence } = observe(seen, askedAt);
    if (kind === "mine") return me;
    if (kind === "held")
      throw new RunEnd("busy", {
        text: `Cannot roll out flag "${name}": no other run may judge it: got ${sentence}`,
        fix: "wait for that run, or end it",
      });
    if (kind === "wait") {
      progress(`waiting for the lock of flag "${name}": ${sentence}`);
      await sleep(everyMs, signal);
      continue;
    }
    await runs.update(name, (run) =>
      run?.lock?.id === seen?.id && run?.lock?.renewal === seen?.renewal
        ? withLock(run, attempt, { ...me, renewal: 0 })
        : undefined,
    );
  }
}

/** Writes evidence and renews the lock; false where another run has it now. */
export async function renewFlagLock(
  runs: FlagRuns,
  name: string,
  holder: LockHolder,
  change: Omit<FlagRun, "lock">,
): Promise<boolean> {
  let isMine = true;
  await runs.update(name, (run) => {
    isMine = run?.lock?.id === holder.id;
    return isMine && run?.lock !== undefined
      ? { ...change, lock: { ...run.lock, renewal: run.lock.renewal + 1 } }
      : undefined;
  });
  return isMine;
}

/** Gives the lock up; does nothing where another run has it. */
export async function dropFlagLock(runs: FlagRuns, name: string, holder: LockHolder): Promise<void> {
  await runs.update(name, (run) => {
    if (run?.lock?.id !== holder.id) return undefined;
    const { lock: _, ...rest } = run;
    return rest;
  });
}
