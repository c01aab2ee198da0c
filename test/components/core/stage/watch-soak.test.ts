import * as fc from "fast-check";
import { matchWeight } from "../../../../components/core/stage/exposure";
import { seen } from "../../../../components/core/stage/seen";
import { watchSoak } from "../../../../components/core/stage/watch-soak";
import { foreignRule } from "../release/world";
import { facts, failed, passed, verdict, written, zeroBy } from "./soak-facts";

test.each([
  ["keeps watching without a verdict", facts(), { action: "go-on" }],
  ["passes", facts(passed), { action: "pass", basis: "errorBound", sentence: "because errorBound" }],
  ["aborts on fail", facts(failed), { action: "abort", kind: "fail", written: false, basis: "relative" }],
  ["holds what is inconclusive", facts(verdict("inconclusive", "amber")), { action: "hold", basis: "amber" }],
])("watchSoak() %s", (_, given, expected) => {
  expect(watchSoak(given)).toMatchObject(expected);
});

describe("watchSoak() with another owner at work", () => {
  test.each([
    [
      "aborts on a weight above ours",
      facts({ ...passed, ...written(50) }),
      { action: "abort", kind: "foreign", written: false },
    ],
    [
      "holds on a lower weight",
      facts({ ...passed, ...written(5) }),
      { action: "hold", basis: "foreignWeight" },
    ],
    ["holds on weight 0 without reason", facts(written(0)), { action: "hold", basis: "foreignWeight" }],
    ["holds on weight 0 of another attempt", facts(zeroBy(2)), { action: "hold", basis: "foreignWeight" }],
    ["holds on another epoch", facts(written(20)), { action: "hold", basis: "foreignWrite" }],
    [
      "holds on an empty epoch",
      facts(written(20, "")),
      { action: "hold", sentence: expect.stringMatching(/epoch is empty$/) },
    ],
    [
      "takes over weight 0 of this attempt",
      facts(zeroBy(3)),
      { action: "abort", kind: "abort", written: true, sentence: "by hand" },
    ],
    [
      "takes over weight 0 that names no attempt",
      facts({ route: seen({ weight: 0, epoch: "8.b", zeroReason: { kind: "abort", reason: "by hand" } }) }),
      { action: "abort", kind: "abort", written: true },
    ],
    [
      "goes on where a contender fenced the route and gave way",
      facts({ route: seen({ weight: 20, epoch: "8.b", fencedFrom: ["7.a"] }) }),
      { action: "go-on" },
    ],
    [
      "goes on where two contenders did so one after the other",
      facts({ route: seen({ weight: 20, epoch: "9.c", fencedFrom: ["8.b", "7.a"] }) }),
      { action: "go-on" },
    ],
    [
      "holds where a fence was put on another write",
      facts({ route: seen({ weight: 20, epoch: "9.c", fencedFrom: ["8.b"] }) }),
      { action: "hold", basis: "foreignWrite" },
    ],
    [
      "still aborts a failed canary at a lower weight",
      facts({ ...failed, ...written(5) }),
      { action: "abort", kind: "fail" },
    ],
    [
      "holds where the route is gone",
      facts({ ...failed, route: seen(undefined) }),
      { action: "hold", basis: "routeGone" },
    ],
    [
      "leaves the watch to who has the lock",
      facts({ lockLost: true, ...passed }),
      { action: "hold", basis: "lockLost" },
    ],
    [
      "leaves a gated raise to who has the lock",
      facts({ lockLost: true, ...written(50), ...failed }),
      { action: "hold", basis: "lockLost" },
    ],
    [
      "aborts a failed canary though the lock is lost",
      facts({ lockLost: true, ...failed }),
      { action: "abort", kind: "fail" },
    ],
  ])("%s", (_, given, expected) => {
    expect(watchSoak(given)).toMatchObject(expected);
  });
});

describe("watchSoak() without data", () => {
  const blind = (stable: number, canary: number) => ({ blindSeconds: { stable, canary } });

  test.each([
    ["bears it up to the limit", facts(blind(120, 120)), { action: "go-on" }],
    [
      "aborts when the canary is blind",
      facts(blind(0, 120.5)),
      { action: "abort", kind: "blind", basis: "blind" },
    ],
    [
      "aborts when stable is blind",
      facts(blind(121, 0)),
      { action: "abort", kind: "blind", sentence: "no data of stable for 121 s, limit 120 s" },
    ],
    [
      "does not ask for stable at 100 %",
      facts({ ...blind(999, 0), weight: 100, ...written(100, "7.a") }),
      { action: "go-on" },
    ],
    ["holds in a rollback", facts({ ...blind(0, 121), rollback: true }), { action: "hold", basis: "blind" }],
    [
      "does not ask for stable in an emergency",
      facts({ ...blind(999, 0), emergency: true }),
      { action: "go-on" },
    ],
    [
      "aborts in an emergency when the canary is blind",
      facts({ ...blind(0, 121), emergency: true }),
      { action: "abort", kind: "blind" },
    ],
  ])("%s", (_, given, expected) => {
    expect(watchSoak(given)).toMatchObject(expected);
  });

  test("never passes", () => {
    const silence = fc.record({ stable: fc.nat(500), canary: fc.nat(500) });
    const notPass = fc.constantFrom({}, failed, verdict("inconclusive", "noData"));
    fc.assert(
      fc.property(silence, notPass, (blindSeconds, given) => {
        return watchSoak(facts({ blindSeconds, ...given })).action !== "pass";
      }),
    );
  });

  test("is never by itself a fail", () => {
    fc.assert(
      fc.property(fc.record({ stable: fc.nat(500), canary: fc.nat(500) }), (blindSeconds) => {
        const decision = watchSoak(facts({ blindSeconds }));
        return decision.action !== "abort" || decision.kind === "blind";
      }),
    );
  });
});

describe("watchSoak() while the share is not confirmed", () => {
  const open = { share: { kind: "open", sentence: "observing 20 %" } } as const;
  const refused = { share: { kind: "refused", sentence: "requests do not fit 20 %" } } as const;

  test.each([
    ["keeps watching what would pass", facts({ ...open, ...passed }), { action: "go-on" }],
    ["aborts a canary that fails", facts({ ...open, ...failed }), { action: "abort", kind: "fail" }],
    [
      "aborts on a weight above ours",
      facts({ ...open, ...written(50) }),
      { action: "abort", kind: "foreign" },
    ],
    [
      "aborts when the canary is blind",
      facts({ ...open, blindSeconds: { stable: 0, canary: 121 } }),
      { action: "abort", kind: "blind" },
    ],
    [
      "holds a share that is refused",
      facts({ ...refused, ...passed }),
      { action: "hold", basis: "share", sentence: "requests do not fit 20 %" },
    ],
    [
      "aborts a canary that fails also where its share is refused",
      facts({ ...refused, ...failed }),
      { action: "abort", kind: "fail" },
    ],
  ])("%s", (_, given, expected) => {
    expect(watchSoak(given)).toMatchObject(expected);
  });
});

describe("watchSoak() with stable short of pods", () => {
  const short = { stable: seen({ ready: 2, needed: 3 }) };

  test.each([
    [
      "alarms",
      facts(short),
      { action: "go-on", alarm: "stable has 2 of 3 ready pods: it could not carry everything alone" },
    ],
    ["does not pass", facts({ ...short, ...passed }), { action: "go-on", alarm: expect.any(String) }],
    [
      "holds at the deadline",
      facts({ ...short, ...passed, deadlineOver: true }),
      { action: "hold", basis: "capacity" },
    ],
    ["passes in an emergency", facts({ ...short, ...passed, emergency: true }), { action: "pass" }],
    [
      "goes on and alarms at the deadline of an emergency",
      facts({ ...short, deadlineOver: true, emergency: true }),
      { action: "go-on", alarm: expect.any(String) },
    ],
    ["aborts all the same", facts({ ...short, ...failed }), { action: "abort", kind: "fail" }],
  ])("%s", (_, given, expected) => {
    expect(watchSoak(given)).toMatchObject(expected);
  });
});

describe("watchSoak() with a rule of others that reaches the canary", () => {
  const beside = (weight: number, ours = 20) => ({
    weight: Math.max(weight, ours),
    epoch: "7.a",
    foreign: { written: ours, rules: [foreignRule({ weight })] },
  });
  const zeroReason = { attempt: 3, kind: "abort" as const, reason: "by hand" };

  test.each([
    ["aborts where it sends more than the stage may", beside(100), { action: "abort", basis: "foreignRule" }],
    ["holds where it sends no more", beside(5), { action: "hold", basis: "foreignRule" }],
    ["aborts for a raised weight first", beside(100, 50), { action: "abort", basis: "foreignWeight" }],
    [
      "takes an abort for what it is",
      { ...beside(100, 0), epoch: "8.b", zeroReason },
      { action: "abort", kind: "abort", written: true },
    ],
  ])("%s", (_, route, expected) => {
    expect(watchSoak(facts({ ...passed, route: seen(route) }))).toMatchObject(expected);
  });

  test("names the rule", () => {
    expect(watchSoak(facts({ ...passed, route: seen(beside(100)) })).sentence).toBe(
      "another writer gave requests a way to the canary: HTTPRoute shop/other spec.rules[0] sends 100 % of what it takes to the canary",
    );
  });
});

test("a match whose users stay away is not blind; one without a sign of stable is", () => {
  const match = { weight: matchWeight, route: seen({ weight: matchWeight, epoch: "7.a" }) };
  const away = watchSoak(facts({ ...match, blindSeconds: { stable: 0, canary: 9999 } }));
  expect(away.action).toBe("go-on");
  const blind = watchSoak(facts({ ...match, blindSeconds: { stable: 9999, canary: 0 } }));
  expect(blind).toMatchObject({ action: "abort", basis: "blind" });
});

test("a weight that another writer gives beside a match is drift, and so is a match that is gone", () => {
  const at = (weight: number) => ({ weight: matchWeight, route: seen({ weight, epoch: "7.a" }) });
  expect(watchSoak(facts(at(1)))).toMatchObject({
    action: "abort",
    sentence:
      "another writer raised the weight from a match to 1 %; the rules were last written by an unknown writer",
  });
  expect(watchSoak(facts(at(0)))).toMatchObject({ action: "hold", basis: "foreignWeight" });
});
