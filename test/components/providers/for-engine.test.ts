import { RunEnd } from "../../../components/core/run-end";
import { forEngine, toCheckFailure } from "../../../components/providers/for-engine";
import type { Provider } from "../../../components/providers/provider";

const refuse = async (): Promise<never> => await Promise.reject(new RunEnd("refused", "Cannot act"));
const least: Provider = { diff: refuse, create: refuse, update: refuse, delete: refuse };
const whole: Provider = { ...least, check: refuse, read: refuse };

test("forEngine() puts the exit code in front of whatever any method throws", async () => {
  const provider = forEngine(whole);
  const calls = [
    provider.check?.({}, {}),
    provider.diff("id", {}, {}),
    provider.create({}),
    provider.update("id", {}, {}),
    provider.read?.("id", {}),
    provider.delete("id", {}),
  ];
  for (const call of calls) await expect(call).rejects.toThrow("[sluice:3] Cannot act");
  const bug = forEngine({ ...least, diff: async () => await Promise.reject(new TypeError("odd")) });
  await expect(bug.diff("id", {}, {})).rejects.toThrow(
    /^\[sluice:1\] Cannot compare a resource: TypeError: odd/,
  );
});

test("forEngine() says of a refusal by a pause that it is one", async () => {
  const pause = new RunEnd("refused", { text: "Cannot act: it is paused", awaits: "resume" });
  const refusePaused = async (): Promise<never> => await Promise.reject(pause);
  await expect(forEngine({ ...least, create: refusePaused }).create({})).rejects.toThrow(
    "[sluice:3:paused] Cannot act",
  );
  expect(toCheckFailure(pause, "act").reason).toBe("[sluice:3:paused] Cannot act: it is paused");
});

test("forEngine() hands arguments and results on, and adds no method", async () => {
  const create = jest.fn(async () => ({ id: "x" }));
  const provider = forEngine({ ...least, create });
  expect(await provider.create({ a: 1 })).toEqual({ id: "x" });
  expect(create).toHaveBeenCalledWith({ a: 1 });
  expect(Object.keys(provider).toSorted()).toEqual(["create", "delete", "diff", "update"]);
});

test("toCheckFailure() is a failure of no property, with its code", () => {
  expect(toCheckFailure(new RunEnd("usage", "Cannot read"), "act")).toEqual({
    property: "",
    reason: "[sluice:2] Cannot read",
  });
});
