import { RunEnd } from "../../../components/core/run-end";
import { WaitTimeoutError, waitFor } from "../../../components/traffic/wait";

const options = { timeoutSeconds: 0.05, everyMs: 1 };

test("an error of one try counts as not yet", async () => {
  let tries = 0;
  const ask = async (): Promise<{ done: string }> => {
    if (++tries < 3) throw new Error("no answer");
    return { done: "ready" };
  };
  expect(await waitFor(ask, { ...options, timeoutSeconds: 60 })).toBe("ready");
});

test("what was missing last is told when the time is over", async () => {
  const waiting = waitFor(async () => ({ missing: "a pod" }), options);
  await expect(waiting).rejects.toThrow(new WaitTimeoutError("a pod"));
});

test("an expected end of the run is not waited out", async () => {
  let tries = 0;
  const ask = async (): Promise<never> => {
    tries++;
    throw new RunEnd("refused", "the release was aborted meanwhile");
  };
  await expect(waitFor(ask, { ...options, timeoutSeconds: 60 })).rejects.toThrow("aborted meanwhile");
  expect(tries).toBe(1);
});

test("an error that only repeats such an end in its words is waited out", async () => {
  let tries = 0;
  const ask = async (): Promise<{ done: true }> => {
    if (++tries < 3) throw new Error("[sluice:3] told by the API server");
    return { done: true };
  };
  expect(await waitFor(ask, { ...options, timeoutSeconds: 60 })).toBe(true);
});
