import { decideStep } from "../../../../components/core/flags/decide-step";
import { noon, specOf } from "../../../support/flags";

const day = 86_400;
const spec = specOf({}, [
  { percent: 1, soakSeconds: 60 },
  { percent: 5, soakSeconds: 60, afterSeconds: 2 * day },
  { percent: 25, soakSeconds: 60, from: "2026-12-05T09:00:00Z" },
  { percent: 100, soakSeconds: 60, from: "2026-12-06T09:00:00Z", afterSeconds: day },
]);
const at = (percent: number, passed = true) => ({ percent, passed, sinceSeconds: noon });
const fifth = Date.parse("2026-12-05T09:00:00Z") / 1000;

test.each([
  ["begins with the first step", at(0, false), noon, false, { kind: "raise", step: { percent: 1 } }],
  [
    "watches what has not passed",
    at(1, false),
    noon,
    false,
    { kind: "soak", step: { percent: 1 }, next: { percent: 5 } },
  ],
  [
    "waits for its time",
    at(1),
    noon + day,
    false,
    { kind: "wait", sentence: "5 % from 2026-12-02T08:00:00Z on, in 24h" },
  ],
  ["goes on when it has come", at(1), noon + 2 * day, false, { kind: "raise", step: { percent: 5 } }],
  ["waits for its day", at(5), fifth - 1, false, { kind: "wait" }],
  ["goes on at its day", at(5), fifth, false, { kind: "raise", step: { percent: 25 } }],
  ["takes no second day's step in one run", at(5), fifth, true, { kind: "wait" }],
  [
    "waits for the later of both",
    { ...at(25), sinceSeconds: fifth + day },
    fifth + 1.5 * day,
    false,
    { kind: "wait" },
  ],
  ["is done after the last", at(100), noon, false, { kind: "done" }],
  ["watches the last", at(100, false), noon, false, { kind: "soak", next: undefined }],
] as const)("a run %s", (_, live, now, took, decision) => {
  expect(decideStep(spec, live, now, took)).toMatchObject(decision);
});

test("a percentage that the file has no more is soaked like the next one", () => {
  expect(decideStep(spec, at(3, false), noon, false)).toMatchObject({
    kind: "soak",
    step: { percent: 3, soakSeconds: 60 },
    next: { percent: 5 },
  });
  const shorter = specOf({}, [{ percent: 50, soakSeconds: 30 }]);
  expect(decideStep(shorter, at(75, false), noon, false)).toMatchObject({
    step: { percent: 75, soakSeconds: 30 },
  });
});
