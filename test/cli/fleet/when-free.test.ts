import { exitCodes } from "../../../components/core/exit-code";
import type { ExitCode } from "../../../components/core/exit-code";
import { whenFree } from "../../../cli/fleet/when-free";

/** Plays runs that end so, and what is read of the lock after them. */
async function play(
  ends: readonly ExitCode[],
  locks: readonly (string | undefined)[],
  onLook?: (stop: () => void) => void,
) {
  const left = [...ends];
  const seen = [...locks];
  const said: string[] = [];
  const stop = new AbortController();
  const outcome = await whenFree({
    run: async () => ({ exitCode: left.shift() ?? exitCodes.unexpected }),
    readLock: async () => {
      onLook?.(() => stop.abort());
      return seen.shift();
    },
    say: (text) => said.push(text),
    signal: stop.signal,
    everyMs: 1,
  });
  return { exitCode: outcome.exitCode, said, left };
}

const { busy, done } = exitCodes;

test("whenFree() hands on how a run ended that nobody was in the way of", async () => {
  expect(await play([done], [])).toEqual({ exitCode: done, said: [], left: [] });
});

test("whenFree() waits until the other run's lock is gone, then goes on", async () => {
  const { exitCode, said, left } = await play([busy, done], ["a 1", "a 2", "a 3", undefined]);
  expect([exitCode, left]).toEqual([done, []]);
  expect(said).toEqual(["another run has this release: it is waited for"]);
});

test("whenFree() runs again where a lock is not renewed any more: the run itself decides", async () => {
  const still = Array.from({ length: 16 }, () => "a 1");
  expect((await play([busy, done], still)).exitCode).toBe(done);
});

test("whenFree() gives up where nobody holds the ledger's lock: it is Pulumi's", async () => {
  expect(await play([busy, busy, busy, done], [])).toMatchObject({ exitCode: busy, left: [done] });
});

test("whenFree() ends by Ctrl-C", async () => {
  expect((await play([busy], ["a 1", "a 2"], (stop) => stop())).exitCode).toBe(exitCodes.interrupted);
});
