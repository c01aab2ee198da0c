import * as fc from "fast-check";
import type { CheckFact } from "../../../../components/core/checks/spec";
import { watchChecks } from "../../../../components/core/stage/check-clock";
import type { CheckClock, CheckLook } from "../../../../components/core/stage/check-clock";

const good: CheckFact = { name: "home", track: "canary", isFine: true, text: '"home" passes on the canary' };
const bad: CheckFact = {
  ...good,
  isFine: false,
  text: 'check "home" must pass on the canary: got status 500',
};
const silent: CheckFact = { ...bad, isUnknown: true, text: 'check "home" must be answered on the canary' };
const terms = { neededSeconds: 60, longestGapSeconds: 30, begunSeconds: 1000, patienceSeconds: 100 };
const at = (nowSeconds: number, more: Partial<CheckLook> = {}): CheckLook => ({
  nowSeconds,
  checks: [good],
  ...more,
});
const since = (sinceSeconds: number, lastSeconds: number): CheckClock => ({ sinceSeconds, lastSeconds });

test.each([
  ["the first look", undefined, at(1000), { kind: "go-on", clock: since(1000, 1000) }],
  ["a look on the way", since(1000, 1040), at(1050), { kind: "go-on", clock: since(1000, 1050) }],
  ["the time is over", since(1000, 1055), at(1060), { kind: "done", passedSeconds: 60 }],
  ["just before", since(1000, 1055), at(1059), { kind: "go-on", clock: since(1000, 1059) }],
  ["nobody looked for too long", since(1000, 1010), at(1041), { kind: "go-on", clock: since(1041, 1041) }],
  ["nobody looked for long", since(1000, 1010), at(1040), { kind: "go-on", clock: since(1000, 1040) }],
  [
    "a check that fails",
    since(1000, 1055),
    at(1060, { checks: [good, bad] }),
    { kind: "refuse", rule: `checks must pass at weight 0: ${bad.text}` },
  ],
  [
    "a check that fails while pods are missing",
    since(1000, 1055),
    at(1060, { checks: [bad], missing: "1 of 2" }),
    { kind: "refuse" },
  ],
  [
    "no check of the canary",
    undefined,
    at(1000, { checks: [{ ...good, track: "stable" }] }),
    { kind: "refuse", rule: expect.stringContaining("sluice:checks must have a check") as string },
  ],
  ["no check at all", undefined, at(1000, { checks: [] }), { kind: "refuse" }],
  [
    "missing pods",
    since(1000, 1055),
    at(1060, { missing: "canary has 1 of 2 pods" }),
    { kind: "go-on", sentence: "canary has 1 of 2 pods" },
  ],
  [
    "checks that could not be asked",
    since(1000, 1055),
    at(1060, { checks: undefined }),
    { kind: "go-on", sentence: "the checks could not be asked" },
  ],
  [
    "pods that stay away",
    undefined,
    at(1161, { missing: "canary has 1 of 2 pods" }),
    {
      kind: "refuse",
      rule: "the canary must stay ready and answer while it is checked: got canary has 1 of 2 pods",
    },
  ],
  [
    "a check that nobody answered",
    since(1000, 1055),
    at(1060, { checks: [good, silent] }),
    { kind: "go-on", sentence: silent.text },
  ],
  [
    "a check that nobody answers",
    undefined,
    at(1161, { checks: [silent] }),
    { kind: "refuse", rule: `the canary must stay ready and answer while it is checked: got ${silent.text}` },
  ],
  ["one that fails beside it", since(1000, 1055), at(1060, { checks: [silent, bad] }), { kind: "refuse" }],
])("watchChecks(): %s", (_name, clock, look, expected) => {
  expect(watchChecks(clock, look, terms)).toMatchObject(expected);
});

test("watchChecks() begins again after pods were missing", () => {
  const missing = watchChecks(since(1000, 1055), at(1060, { missing: "one" }), terms);
  expect(missing).not.toHaveProperty("clock");
});

test("watchChecks() is done only after an unbroken time of good looks", () => {
  const step = fc.record({
    after: fc.integer({ min: 1, max: 50 }),
    missing: fc.option(fc.constant("one"), { nil: undefined, freq: 3 }),
    heard: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let [now, clock, from] = [1000, undefined as CheckClock | undefined, undefined as number | undefined];
      for (const { after, missing, heard } of steps) {
        now += after;
        const isGood = missing === undefined && heard;
        from = !isGood ? undefined : after > terms.longestGapSeconds ? now : (from ?? now);
        const decision = watchChecks(clock, at(now, { missing, checks: heard ? [good] : undefined }), terms);
        const isLongEnough = from !== undefined && now - from >= terms.neededSeconds;
        expect(decision.kind === "done").toBe(isLongEnough);
        if (decision.kind !== "go-on") return;
        ({ clock } = decision);
      }
    }),
  );
});
