import { seen } from "../../../../components/core/stage/seen";
import { watchSoak } from "../../../../components/core/stage/watch-soak";
import { pause } from "../../../support/gate";
import { facts, failed, passed, verdict, written, zeroBy } from "./soak-facts";

const paused = { pause: seen(pause) };
const harmed = { stableHarm: { kind: "harmed", sentence: "stable is worse" } } as const;

test("a soak that passes while paused stays, and says who paused it", () => {
  expect(watchSoak(facts(passed))).toMatchObject({ action: "pass" });
  expect(watchSoak(facts({ ...passed, ...paused }))).toEqual({
    action: "go-on",
    sentence: "passed, but paused by anna@laptop at 2025-11-26T14:21:05Z: a sale",
  });
});

test("nothing passes where it cannot be read whether somebody paused it", () => {
  const unread = { pause: { kind: "unseen", problem: "HTTP 503" } } as const;
  expect(watchSoak(facts({ ...passed, ...unread }))).toMatchObject({ action: "go-on" });
  expect(watchSoak(facts({ ...passed, ...unread, deadlineOver: true }))).toMatchObject({
    action: "hold",
    basis: "unseen",
    sentence: expect.stringContaining("whether it is paused could not be read (HTTP 503)"),
  });
});

test.each([
  ["no proof at the deadline", { ...verdict("inconclusive", "notEnoughEvidence"), deadlineOver: true }],
  ["too few pods of stable at the deadline", { stable: seen({ ready: 1, needed: 3 }), deadlineOver: true }],
  ["a harmed stable that may only hold", { ...harmed, onStableHarmed: "hold", deadlineOver: true } as const],
])("a pause is watched on: %s", (_, changes) => {
  expect(watchSoak(facts(changes))).toMatchObject({ action: "hold" });
  expect(watchSoak(facts({ ...changes, ...paused }))).toMatchObject({ action: "go-on" });
});

test.each([
  ["a canary that fails", failed],
  ["a blind canary", { blindSeconds: { stable: 0, canary: 500 } }],
  ["a harmed stable", harmed],
  ["an abort by a person", zeroBy(3)],
  ["a weight that somebody raised", written(60)],
])("takes the traffic off while paused: %s", (_, changes) => {
  expect(watchSoak(facts({ ...changes, ...paused }))).toMatchObject({ action: "abort" });
});

test.each([
  ["a lost lock", { lockLost: true }],
  ["a weight that somebody lowered", written(3)],
  ["a share that does not fit", { share: { kind: "refused", sentence: "no" } } as const],
])("ends while paused where another fault ends it: %s", (_, changes) => {
  expect(watchSoak(facts({ ...changes, ...paused }))).toMatchObject({ action: "hold" });
});
