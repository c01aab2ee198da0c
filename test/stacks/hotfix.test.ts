import { startAttempt } from "../../components/core/ledger/transitions/attempt-transition";
import { weightOf } from "../../components/core/stage/exposure";
import { parseLedger } from "../../components/ledger/ledger-schema";
import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings/settings";
import { configWith, imageOf } from "../support/environment";
import { before, ledgerOf } from "../support/gate";

const release = (profile: string) => `{ image: "${imageOf("a")}", profile: ${profile} }`;
const settingsOf = (keys: Record<string, string>) => toSettings(configWith(keys), parseStackName("prod"));

test("a hotfix takes its own stages, of which the first one waits for a person; a release takes the usual ones", () => {
  const { stages, profile } = settingsOf({ release: release("hotfix") });
  expect(profile).toBe("hotfix");
  expect(stages.map((stage) => [weightOf(stage), stage.soakSeconds, stage.approval])).toEqual([
    [20, 120, true],
    [100, 300, undefined],
  ]);
  const usual = settingsOf({ release: release("standard") });
  expect(usual).not.toHaveProperty("profile");
  expect(usual.stages.map(weightOf)).toEqual([1, 5, 20, 50, 100]);
  const own = settingsOf({
    release: release("hotfix"),
    hotfix: "{ stages: [{ weight: 10 }, { weight: 100 }] }",
  });
  expect(own.stages.map(weightOf)).toEqual([10, 100]);
});

test.each([
  [
    "a first stage without evidence",
    "{ stages: [{ weight: 50 }, { weight: 100 }] }",
    "hotfix.stages[0].weight must be at most 20%",
  ],
  [
    "an end below 100 %",
    "{ stages: [{ weight: 20 }] }",
    "hotfix.stages[0].weight must be 100% in the last stage",
  ],
])("a hotfix refuses %s", (_, hotfix, says) => {
  expect(() => configWith({ hotfix, release: release("hotfix") })).toThrow(says);
});

test("the usual stages of a hotfix refuse no release that is none", () => {
  const analysis = '{ prometheus: "https://p", parameters: { requirePassAbove: 10 } }';
  expect(() => configWith({ analysis })).not.toThrow();
  expect(() => configWith({ analysis, release: release("hotfix") })).toThrow(
    "hotfix.stages[0].weight must be at most 10%",
  );
});

test("the attempt of a hotfix says so, in ledger and Event", () => {
  const start = {
    image: imageOf("b"),
    stable: { image: before },
    objectives: {},
    epoch: "1.x",
    nowSeconds: 7,
  };
  const { stages, profile } = settingsOf({ release: release("hotfix") });
  const { ledger, event } = startAttempt(ledgerOf({ phase: "promoted" }), { ...start, stages, profile });
  expect(ledger.attempt?.profile).toBe("hotfix");
  expect(event.message).toMatch(/^Attempt 4, hotfix of .*: 20 % → 100 %$/);
  expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
  const plain = startAttempt(ledgerOf({ phase: "promoted" }), { ...start, stages });
  expect(plain.ledger.attempt).not.toHaveProperty("profile");
});
