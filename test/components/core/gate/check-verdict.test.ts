import { checkVerdict } from "../../../../components/core/gate/check-verdict";
import type { VerdictFact } from "../../../../components/core/gate/facts";
import { factsOf } from "../../../support/gate";

const verdict = (kind: VerdictFact["kind"]): VerdictFact => ({ kind, basis: "basis", sentence: "why" });

test.each([
  [1, undefined, true],
  [20, undefined, true],
  [21, undefined, false],
  [20, verdict("inconclusive"), true],
  [21, verdict("inconclusive"), false],
  [50, verdict("pass"), true],
  [1, verdict("fail"), false],
  [100, verdict("fail"), false],
])("checkVerdict() before %i %% with %j is fine: %s", (weight, verdictSoFar, isFine) => {
  const facts = factsOf({ weight, ...(verdictSoFar ? { verdict: verdictSoFar } : {}) });
  expect(checkVerdict(facts).problems).toHaveLength(isFine ? 0 : 1);
});

test.each([
  [60, 30, true],
  [60, 60, true],
  [60, 61, false],
  [5, 20, false],
  [0, 1, false],
  [100, 100, true],
])("checkVerdict() with passAboveWeight %i and no pass before %i %% is fine: %s", (limit, weight, isFine) => {
  for (const verdictSoFar of [undefined, verdict("inconclusive")]) {
    const facts = factsOf({
      weight,
      passAboveWeight: limit,
      ...(verdictSoFar ? { verdict: verdictSoFar } : {}),
    });
    const rule = `evidence so far must be pass above ${limit} %`;
    expect(checkVerdict(facts).problems.map(({ text }) => text.split(": got")[0])).toEqual(
      isFine ? [] : [rule],
    );
  }
});

test("checkVerdict() tells what the evidence says", () => {
  const facts = factsOf({ weight: 50, verdict: verdict("inconclusive") });
  expect(checkVerdict(facts).problems[0]?.text).toBe(
    "evidence so far must be pass above 20 %: got inconclusive (basis: why)",
  );
});

test.each([
  ["asks at weight 0", { second: false }, 0, undefined, "pending"],
  ["were not asked", {}, 0, undefined, "refused"],
  ["passed for too short a time", {}, 299, undefined, "refused"],
  ["passed for long enough", {}, 300, undefined, "fine"],
  ["passed, and evidence is inconclusive", {}, 300, verdict("inconclusive"), "fine"],
  ["passed, and evidence is fail", {}, 300, verdict("fail"), "refused"],
  ["were not asked, and evidence is pass", {}, 0, verdict("pass"), "fine"],
])("checkVerdict() of a stage whose checks stand in: %s", (_name, more, passedSeconds, soFar, result) => {
  const facts = factsOf({
    weight: 100,
    checkedFor: { neededSeconds: 300, passedSeconds },
    ...more,
    ...(soFar === undefined ? {} : { verdict: soFar }),
  });
  const { problems, pending } = checkVerdict(facts);
  expect(problems.length > 0 ? "refused" : pending === true ? "pending" : "fine").toBe(result);
});
