import { isPassing, readRetryAfter, retryWithin } from "../../../components/http/retry";
import type { Try } from "../../../components/http/retry";

const tries = (...outcomes: readonly Try<string>[]) => {
  const left: number[] = [];
  return {
    left,
    attempt: async (leftMs: number) => {
      left.push(leftMs);
      return await Promise.resolve(outcomes[left.length - 1] as Try<string>);
    },
  };
};
const bad = { result: "bad", again: true };
const good = { result: "good", again: false };

test.each([
  ["what was good at once", [good], "good", 1],
  ["what another try made good", [bad, good], "good", 2],
  ["the third try's, whatever it is", [bad, bad, bad, good], "bad", 3],
  ["what no other try can better", [{ ...bad, again: false }, good], "bad", 1],
  ["what comes after the server's pause", [{ ...bad, afterMs: 200 }, good], "good", 2],
  ["the last, where the pause is longer than the time", [{ ...bad, afterMs: 60_000 }, good], "bad", 1],
])("retryWithin() gives %s", async (_name, outcomes, expected, count) => {
  const { left, attempt } = tries(...outcomes);
  expect(await retryWithin(5000, attempt)).toBe(expected);
  expect(left).toHaveLength(count);
  expect(left[0]).toBe(5000);
});

test("retryWithin() gives each try only the time that is left", async () => {
  const { left, attempt } = tries(bad, bad, bad);
  await retryWithin(2000, attempt);
  expect(left[1]).toBeLessThanOrEqual(1850);
  expect(left[2]).toBeLessThanOrEqual(1550);
});

test("retryWithin() ends when the caller gives up, also in a pause", async () => {
  const { left, attempt } = tries({ ...bad, afterMs: 2000 }, good);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const start = performance.now();
  expect(await retryWithin(5000, attempt, controller.signal)).toBe("bad");
  expect(left).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(1500);
});

test("isPassing() holds for a server that starts or has too much to do", () => {
  expect([408, 429, 500, 502, 503, 504].every(isPassing)).toBe(true);
  expect([200, 301, 400, 401, 403, 404, 409, 422, 501].some(isPassing)).toBe(false);
});

test.each([
  ["2", { afterMs: 2000 }],
  ["Wed, 21 Oct 2026 07:28:00 GMT", {}],
  ["-1", {}],
  [undefined, {}],
])("readRetryAfter() of %s", (header, expected) => {
  expect(readRetryAfter(header)).toEqual(expected);
});
