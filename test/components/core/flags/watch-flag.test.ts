import { watchFlag } from "../../../../components/core/flags/watch-flag";
import type { FlagTick } from "../../../../components/core/flags/watch-flag";

const fine: FlagTick = {
  percent: 5,
  epoch: 3,
  live: { kind: "seen", epoch: 3 },
  isOwnFile: true,
  answers: [{ pod: "a", epoch: 3 }],
  blindSeconds: { stable: 0, canary: 0 },
  blindLimitSeconds: 120,
  deadlineOver: false,
  lockLost: false,
};
const verdict = (kind: "pass" | "fail" | "inconclusive", basis: string = kind) =>
  ({ verdict: { kind, basis, sentence: `it ${kind}s` } }) as const;
const killed = { who: "anna", by: "person", reason: "slow", atSeconds: 1, percent: 5 } as const;

test.each<[string, Partial<FlagTick>, string, string]>([
  ["goes on while nothing is decided", {}, "go-on", "keeps watching"],
  ["passes by the engine", verdict("pass"), "pass", "it passs"],
  ["is off on proof of harm", verdict("fail", "relative"), "off", "it fails"],
  [
    "is off on harm to the variant of before",
    verdict("inconclusive", "stable-harmed"),
    "off",
    "it inconclusives",
  ],
  ["is held for lack of proof", verdict("inconclusive", "amber"), "hold", "it inconclusives"],
  [
    "is off where the new variant is blind",
    { blindSeconds: { stable: 0, canary: 121 } },
    "off",
    "no data of the new variant for 121 s",
  ],
  [
    "is off where the one of before is blind",
    { blindSeconds: { stable: 121, canary: 0 } },
    "off",
    "no data of the variant of before",
  ],
  [
    "has no variant of before at 100",
    { percent: 100, blindSeconds: { stable: 999, canary: 0 } },
    "go-on",
    "keeps",
  ],
  [
    "is off on proof of harm while the cluster is away",
    { live: { kind: "unseen", problem: "away" }, ...verdict("fail") },
    "off",
    "it fails",
  ],
  [
    "passes nothing that it cannot see",
    { live: { kind: "unseen", problem: "away" }, ...verdict("pass") },
    "go-on",
    "could not be read (away)",
  ],
  [
    "passes nothing before every flagd has it",
    {
      answers: [
        { pod: "a", epoch: 3 },
        { pod: "b", epoch: 2 },
      ],
      ...verdict("pass"),
    },
    "go-on",
    "1 of 2 flagd pods do not have write 3 (b: has write 2)",
  ],
  ["names a flagd without a write", { answers: [{ pod: "b" }] }, "go-on", "(b: has write unknown)"],
  ["names a flagd that is away", { answers: [{ pod: "b", problem: "down" }] }, "go-on", "(b: down)"],
  ["passes nothing without any flagd", { answers: [], ...verdict("pass") }, "go-on", "no flagd answers"],
  ["is held at the deadline without flagd", { answers: [], deadlineOver: true }, "hold", "at the deadline"],
  [
    "ends where somebody switched it off",
    { live: { kind: "seen", epoch: 4, killed } },
    "ended",
    "switched off by anna: slow",
  ],
  ["is held where another run wrote it", { live: { kind: "seen", epoch: 4 } }, "hold", "write 4"],
  ["is held where it is gone", { live: { kind: "gone" } }, "hold", "gone"],
  ["is held where another run watches", { lockLost: true, ...verdict("fail") }, "hold", "took the lock"],
  [
    "is off where another writer changed the file",
    { isOwnFile: false, ...verdict("pass") },
    "off",
    "another writer",
  ],
])("a flag %s", (_, change, action, sentence) => {
  const decision = watchFlag({ ...fine, ...change });
  expect(decision.action).toBe(action);
  expect(decision.sentence).toContain(sentence);
});
