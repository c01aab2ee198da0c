import { upgradeLedger } from "../../../../components/core/ledger/upgrade-ledger";
import { verdict } from "../release/world";

const stage = { soakSeconds: 60, phase: "passed", startedAtSeconds: 3, verdict: verdict("pass") };

test("version 1 named its stages by their weights; everything else stays", () => {
  const kept = {
    environment: "prod",
    app: "shop",
    phase: "held",
    weight: 5,
    epoch: "3-a",
    intent: { from: 5, to: 20, epoch: "4-b", atSeconds: 9, by: "prod-canary-20" },
    evidence: { version: 1, n: 7 },
    watchedUntilSeconds: 8,
    moves: [{ atSeconds: 4, from: 0, to: 5, by: "prod-canary-5", reason: "gate" }],
    later: "a field of another day",
  };
  const attempt = { number: 2, kind: "release", image: "b", objectives: { alpha: 0.1 } };
  const stored = { ...kept, version: 1, attempt: { ...attempt, stages: [{ ...stage, weight: 5 }] } };
  expect(upgradeLedger(stored)).toEqual({
    ...kept,
    version: 3,
    attempt: { ...attempt, stages: [{ ...stage, key: "5", exposure: { weight: 5 } }] },
  });
});

test.each([
  ["one without an attempt", { version: 1, phase: "promoted" }, { version: 3, phase: "promoted" }],
  ["this version", { version: 3, attempt: { stages: [{ key: "5" }] } }, undefined],
  ["a later version", { version: 4, attempt: { stages: [{ weight: 5 }] } }, undefined],
  ["something else", [1], undefined],
  ["nothing", null, undefined],
  ["an attempt that is none", { version: 1, attempt: 7 }, { version: 3, attempt: 7 }],
  ["stages that are none", { version: 1, attempt: { stages: 7 } }, { version: 3, attempt: { stages: 7 } }],
  [
    "version 2, which knew images only",
    { version: 2, promoted: ["a", "b"], aborted: [], putBack: ["c"] },
    { version: 3, promoted: [{ image: "a" }, { image: "b" }], aborted: [], putBack: [{ image: "c" }] },
  ],
  [
    "lists that are none",
    { version: 2, promoted: 7, aborted: [7] },
    { version: 3, promoted: 7, aborted: [7] },
  ],
  [
    "a stage that is none",
    { version: 1, attempt: { stages: [7] } },
    { version: 3, attempt: { stages: [7] } },
  ],
])("%s", (_name, stored, wanted) => {
  expect(upgradeLedger(stored)).toEqual(wanted ?? stored);
});
