import { checkBothFailing } from "../../../../components/core/gate/check-both-failing";
import type { StableHarm } from "../../../../components/core/verdict";
import { factsOf } from "../../../support/gate";

const harm: StableHarm = {
  kind: "harmed",
  isCanaryWorse: false,
  stable: { requests: 1000, errors: 80 },
  canary: { requests: 1000, errors: 1 },
  limit: 0.01,
  raisedAtSeconds: 1000,
  sinceSeconds: 1015,
};

test.each([
  [false, false, "no track is outside its objective"],
  [false, true, "canary is outside its objective"],
  [true, false, "stable is outside its objective, a hotfix may go on"],
])("checkBothFailing() with stable outside %s and canary outside %s is fine", (stable, canary, text) => {
  expect(checkBothFailing(factsOf({ outside: { stable, canary } }))).toEqual({ problems: [], fine: text });
});

test("checkBothFailing() refuses both tracks outside", () => {
  const { problems } = checkBothFailing(factsOf({ outside: { stable: true, canary: true } }));
  expect(problems.map(({ text, track }) => [text, track])).toEqual([
    [
      "at most one track must be outside its objective: got both, which points at something they share",
      undefined,
    ],
  ]);
});

test("checkBothFailing() asks only the canary where stable was outside before the first raise", () => {
  const outside = { stable: false, canary: true };
  const { problems } = checkBothFailing(factsOf({ outside, stableWasOutside: true }));
  expect(problems[0]?.text).toMatch(/^the canary must be inside its objective where stable was outside/);
  const hotfix = factsOf({ outside: { stable: true, canary: false }, stableWasOutside: true });
  expect(checkBothFailing(hotfix).problems).toEqual([]);
});

test.each(["harmed", "open", "shared"] as const)(
  "checkBothFailing() refuses a stable that became worse: %s",
  (kind) => {
    const { problems } = checkBothFailing(factsOf({ harm: { ...harm, kind } }));
    expect(problems).toMatchObject([{ track: "stable" }]);
    expect(problems[0]?.text).toMatch(
      /^stable must not be worse than before the attempt: got stable became worse 15 s/,
    );
    const both = checkBothFailing(factsOf({ harm: { ...harm, kind, isCanaryWorse: true } }));
    expect(both.problems[0]).not.toHaveProperty("track");
  },
);

test("checkBothFailing() tells what moves no traffic", () => {
  const told = checkBothFailing(factsOf({ harm: { ...harm, kind: "told", why: "wasOutside" } }));
  expect(told.problems).toEqual([]);
  expect(told.fine).toMatch(/\(reported only: it was outside its objective before the first raise\)$/);
});
