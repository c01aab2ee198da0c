import * as fc from "fast-check";
import { explain, judge, restore, save, startStage } from "../../../../components/core/verdict";
import { explainTable } from "../../../../components/core/verdict";
import { matchWeight, mirrorWeight } from "../../../../components/core/stage/exposure";
import { begin, observeAll, terms } from "./support";
import type { Quad } from "./support";

const alone = { key: "beta", weight: matchWeight, nextWeight: 1, waive: ["relative"] } as const;
const repeat = (times: number, quad: Quad): Quad[] => Array.from({ length: times }, () => quad);

test("users of a match that get more errors than stable's fail nothing: they are compared with nothing", () => {
  const quads = repeat(12, [20, 1, 1000, 0]);
  expect(judge(observeAll(begin(), quads)).kind).toBe("fail");
  const state = observeAll(begin({ objectiveErrorRatio: 0.1 }, alone), quads);
  const verdict = judge(state);
  expect(verdict).toMatchObject({ kind: "pass", basis: "noEvidenceOfHarm" });
  expect(explain(verdict)).toBe(
    "Pass: nothing speaks against the canary: canary 12 errors in 240 requests (5 %) of a match, whose users are not stable's: compared with nothing",
  );
  expect(explainTable(verdict)).toContain("requests at a match");
});

test("copies are not all that stable gets: they are compared with nothing", () => {
  const state = observeAll(begin({}, { ...alone, weight: mirrorWeight }), repeat(12, [20, 0, 1000, 0]));
  expect(explain(judge(state))).toContain(
    "0 errors in 240 requests (0 %) of a mirror, which is not all that stable gets: compared with nothing",
  );
});

test("a canary that breaks its objective holds the stage and never fails it", () => {
  const verdict = judge(
    observeAll(begin({ objectiveErrorRatio: 0.01 }, alone), repeat(24, [20, 10, 1000, 0])),
  );
  expect(verdict).toMatchObject({ kind: "inconclusive", reason: "outside" });
  expect(explain(verdict)).toMatch(
    /^Not decided yet: the canary breaks the objective of at most 1 % errors: /,
  );
});

test("few requests that fail hold it as well, until enough were answered well", () => {
  const state = begin({ objectiveErrorRatio: 0.01 }, alone);
  const held = observeAll(state, [[1, 1, 1000, 0], ...repeat(23, [0, 0, 1000, 0])]);
  expect(judge(held)).toMatchObject({ kind: "inconclusive", reason: "outside" });
  expect(judge(observeAll(held, repeat(5, [20, 0, 1000, 0]))).kind).toBe("pass");
});

test("both tracks outside their objective are a common cause, and nobody who came passes nothing", () => {
  const both = judge(
    observeAll(begin({ objectiveErrorRatio: 0.01 }, alone), repeat(24, [20, 10, 1000, 500])),
  );
  expect(both).toMatchObject({ kind: "inconclusive", reason: "common-cause" });
  const nobody = judge(observeAll(begin({}, alone), repeat(24, [0, 0, 1000, 0])));
  expect(nobody).toMatchObject({ kind: "inconclusive", reason: "notEnoughEvidence" });
  expect(explain(nobody)).toContain("the canary has not had a request in this stage");
});

test("what a match shows is no evidence of the stages after it, whatever it was", () => {
  const quad = fc
    .tuple(fc.nat(50), fc.nat(50), fc.nat(500), fc.nat(5))
    .map(([requests, errors, more, some]): Quad => [
      requests,
      Math.min(errors, requests),
      more,
      Math.min(some, more),
    ]);
  fc.assert(
    fc.property(fc.array(quad, { maxLength: 30 }), (quads) => {
      const before = begin({}, alone);
      const after = observeAll(before, quads);
      for (const key of [
        "canary",
        "stable",
        "relative",
        "absolute",
        "absoluteShare",
        "lnE",
        "top",
        "passed",
        "failure",
      ] as const)
        expect(after[key]).toEqual(before[key]);
      const next = startStage(after, { ...terms, weight: 1, nextWeight: 5 });
      expect(next.stage).toMatchObject({ waive: [], canary: { requests: 0 } });
    }),
  );
});

test("a match is saved and restored", () => {
  const state = observeAll(begin({}, alone), repeat(3, [5, 0, 100, 0]));
  const saved: unknown = JSON.parse(JSON.stringify(save(state)));
  expect(restore(saved, state.parameters)).toMatchObject({ state: { stage: state.stage } });
});
