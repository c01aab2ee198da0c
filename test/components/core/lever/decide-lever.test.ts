import fc from "fast-check";
import {
  countTry,
  followWithin,
  isIgnored,
  isRefusal,
  isRefused,
  mayTakeLever,
  noTries,
} from "../../../../components/core/lever/decide-lever";
import type { FailedWrite, WriteTries, ZeroLook } from "../../../../components/core/lever/decide-lever";

const away = 'Internal error occurred: failed calling webhook "route-rules.example.org"';
const failed = (changes: Partial<FailedWrite>): FailedWrite => ({
  status: 403,
  message: "forbidden",
  begunAtSeconds: 100,
  serverAnswers: true,
  ...changes,
});

test.each([
  ["no right", 403, "forbidden", true],
  ["a webhook that denies", 400, "admission webhook denied the request", true],
  ["a webhook that is away", 500, away, true],
  ["an invalid object", 422, "is invalid", true],
  ["no answer", 0, "socket hang up", false],
  ["too many requests", 429, "slow down", false],
  ["a request that took too long", 408, "timeout", false],
  ["etcd behind", 500, "etcdserver: request timed out", false],
  ["an API server that starts", 503, "apiserver not ready", false],
])("isRefusal(): %s", (_name, status, message, refusal) => {
  expect(isRefusal({ status, message })).toBe(refusal);
});

const count = (...tries: readonly Partial<FailedWrite>[]): WriteTries =>
  tries.map(failed).reduce<WriteTries>(countTry, noTries);

test.each<[string, readonly Partial<FailedWrite>[], number, boolean]>([
  ["nothing was tried", [], 1000, false],
  ["one refusal", [{}], 101, false],
  ["one refusal, 5 s ago", [{}], 105, true],
  ["two refusals", [{}, { begunAtSeconds: 100.5 }], 100.6, true],
  [
    "a webhook away, twice",
    [
      { status: 500, message: away },
      { status: 500, message: away },
    ],
    101,
    true,
  ],
  ["one without an answer", [{ status: 0 }], 101, false],
  ["not taken for 5 s by a server that answers", [{ status: 0 }, { status: 503 }], 105, true],
  ["a server that is away for long", [{ status: 0, serverAnswers: false }], 200, false],
  [
    "a server that was away and is back",
    [
      { status: 0, serverAnswers: false },
      { status: 0, begunAtSeconds: 160 },
    ],
    161,
    false,
  ],
  [
    "a server that went away after a slow write",
    [{ status: 0 }, { status: 0, serverAnswers: false }],
    200,
    false,
  ],
  ["too many requests, twice", [{ status: 429 }, { status: 429, begunAtSeconds: 101 }], 102, false],
])("isRefused(): %s", (_name, tries, now, refused) => {
  expect(isRefused(count(...tries), now)).toBe(refused);
});

test("an API server that answers nothing never makes the lever be taken, however long it is away", () => {
  const silent = fc.record({ status: fc.constantFrom(0, 429, 500, 503), begunAtSeconds: fc.nat(10_000) });
  fc.assert(
    fc.property(fc.array(silent), fc.nat(1_000_000), (tries, now) => {
      const all = tries.map((one) => ({ ...one, message: "away", serverAnswers: false }));
      expect(isRefused(count(...all), now)).toBe(false);
    }),
  );
});

test("mayTakeLever() is for aborts, never for moves of the base stack", () => {
  expect((["abort", "fail", "blind", "foreign", "interrupted"] as const).map(mayTakeLever)).toEqual(
    Array.from({ length: 5 }, () => true),
  );
  expect((["supersede", "revert", "promote"] as const).map(mayTakeLever)).toEqual([false, false, false]);
});

const look: ZeroLook = {
  countable: true,
  canaryRequests: 7,
  fromSeconds: 126,
  writtenAtSeconds: 100,
  nowSeconds: 131,
  propagationSeconds: 3,
};

test.each<[string, Partial<ZeroLook>, boolean]>([
  ["new requests 30 s after the write", {}, true],
  ["no request", { canaryRequests: 0 }, false],
  ["no data", { countable: false }, false],
  ["before 30 s", { nowSeconds: 129 }, false],
  ["counts that begin while the router was to follow", { fromSeconds: 105 }, false],
  ["counts that begin with the write, scraped every 30 s", { fromSeconds: 100, nowSeconds: 161 }, false],
  ["counts that begin with a later scrape", { fromSeconds: 130, nowSeconds: 161 }, true],
])("isIgnored(): %s", (_name, changes, ignored) => {
  expect(isIgnored({ ...look, ...changes })).toBe(ignored);
});

test("isIgnored() is never so without a counted request, before 30 s, or by counts from before the router followed", () => {
  const any = fc.record({
    countable: fc.boolean(),
    canaryRequests: fc.nat(3),
    fromSeconds: fc.nat(100),
    writtenAtSeconds: fc.constant(20),
    nowSeconds: fc.nat(100),
    propagationSeconds: fc.nat(40),
  });
  fc.assert(
    fc.property(any, (one) => {
      if (!isIgnored(one)) return;
      expect(one.countable && one.canaryRequests > 0).toBe(true);
      expect(one.nowSeconds).toBeGreaterThanOrEqual(50);
      expect(one.fromSeconds).toBeGreaterThanOrEqual(20 + 2 * one.propagationSeconds);
    }),
  );
});

test("followWithin() leaves a slow router its time", () => {
  expect([followWithin(3), followWithin(60)]).toEqual([35, 125]);
});
