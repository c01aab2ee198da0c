import { defaultParameters, explainTable, judge, startRelease } from "../../../../../components/core/verdict";
import { begin, observeAll } from "../support";

test("explainTable() shows counts, evidence against its limits, and metrics", () => {
  const state = observeAll(begin(), [
    [50, 0, 950, 1],
    [50, 5, 950, 1],
  ]);
  expect(explainTable(judge(state)).split("\n")).toEqual([
    "                                     canary      stable",
    "requests                                100        1900",
    "errors                              5 (5 %)  2 (0.11 %)",
    "requests at 5 %                         100        1900",
    "errors at 5 %                       5 (5 %)  2 (0.11 %)",
    "evidence                                now       limit",
    "worse, fails (ln E trimmed)           -0.23        4.61",
    "worse, holds (ln E)                    7.00        1.10",
    "below 2 % errors (ln P)               -3.08        3.00",
    "breaks the objective (ln A)            0.00        4.61",
    "stable became worse (ln A trimmed)    -0.69        6.91",
    "metric                                 ln E  dispersion",
    "errors                                 7.00        1.00",
  ]);
});

test("explainTable() says that the bound is shown, and has no stage before the first", () => {
  const passed = observeAll(begin(), [[500, 0, 950, 1]]);
  expect(explainTable(judge(passed))).toMatch(/^below 2 % errors \(ln P\) +shown +3\.00$/m);
  const fresh = explainTable(judge(startRelease(defaultParameters())));
  expect(fresh).toMatch(/^errors +- +-$/m);
  expect(fresh).not.toContain(" at ");
});
