import type { ProbeFact } from "../../../../components/core/gate/probes";
import { unprobed, unverified } from "../../../../components/core/gate/probes";
import {
  addRound,
  beginHealth,
  judgeStable,
  readRound,
} from "../../../../components/core/release/stable-health";
import type { HealthMemory } from "../../../../components/core/release/stable-health";

const good: ProbeFact = { sent: 6, good: 6, answered: 6 };
const bad: ProbeFact = { sent: 6, good: 0, answered: 6, problem: "HTTP 503" };
const late: ProbeFact = { sent: 6, good: 0, answered: 0, late: 6, problem: "no answer" };
const refused: ProbeFact = { sent: 6, good: 0, answered: 0, problem: "connect ECONNREFUSED" };
const none = unprobed("there is no route");

const after = (before: readonly ProbeFact[], rounds: readonly ProbeFact[]): HealthMemory => {
  let memory = beginHealth(before);
  for (const round of rounds) memory = addRound(memory, round);
  return memory;
};

test.each<[string, ProbeFact, boolean | undefined]>([
  ["answers", good, true],
  ["wrong answers", bad, false],
  ["no answer in time", late, false],
  ["half of them late", { ...refused, late: 3 }, false],
  ["a gateway that is not reached", refused, undefined],
  ["no probe", none, undefined],
  ["a track that cannot be asked", unverified("no right"), undefined],
])("readRound() of %s", (_name, probes, expected) => {
  expect(readRound(probes)).toBe(expected);
});

const kindAfter = (before: readonly ProbeFact[], rounds: readonly ProbeFact[]) =>
  judgeStable(after(before, rounds), undefined).kind;

test.each<[string, readonly ProbeFact[], readonly ProbeFact[], string]>([
  ["well all the time", [good, good], [good, good, good], "well"],
  ["not for long enough", [good], [late, late, good, late, late], "well"],
  ["worse", [good, refused], [late, bad, late], "worse"],
  ["worse, with what nobody knows in between", [good], [bad, refused, bad, none, bad], "worse"],
  ["bad before: a migration that repairs it is not stopped", [good, bad], [bad, bad, bad, bad], "unknown"],
  ["unknown before", [refused, none], [bad, bad, bad], "unknown"],
])("judgeStable() %s", (_name, before, rounds, expected) => {
  expect(kindAfter(before, rounds)).toBe(expected);
});

test("judgeStable() says what stable answers", () => {
  expect(judgeStable(after([good], [bad, bad, bad]), undefined).sentence).toBe(
    "stable answered before the migration and does not any more: HTTP 503 for 6 of 6 requests",
  );
});

test("judgeStable() counts errors where they were within the objective before", () => {
  const errors = (isWorse: boolean) => ({ isWorse, sentence: "9 of 10" });
  expect(judgeStable(beginHealth([none]), errors(true))).toEqual({ kind: "worse", sentence: "9 of 10" });
  expect(judgeStable(beginHealth([none]), errors(false)).kind).toBe("well");
  expect(judgeStable(beginHealth([good]), errors(true)).kind).toBe("worse");
});
