import { judgeStop } from "../../../../components/core/report/stopped";
import type { StageRecord } from "../../../../components/core/ledger/ledger";
import { attemptOf, ledgerOf } from "../../../support/gate";
import { recordOf } from "../../../../components/core/report/record";
import type { AttemptRecord } from "../../../../components/core/report/record";
import { failedStage, passedStage } from "../../../support/report";

const record = (stages: readonly StageRecord[], objectives = {}, phase = "aborted" as const): AttemptRecord =>
  recordOf(ledgerOf({ phase, attempt: attemptOf([], { stages, objectives }) }))!;
const stageWith = (canaryErrors: number, requests = 100): StageRecord => ({
  ...failedStage,
  verdict: {
    ...failedStage.verdict!,
    canary: { requests, errors: canaryErrors },
    stable: { requests: requests * 19, errors: 1 },
  },
});

test.each([
  ["inside the default", {}, 19, true],
  ["outside the default", {}, 20, false],
  ["inside the attempt's own", { objectiveErrorRatio: 0.05 }, 99, true],
  ["outside the attempt's own", { objectiveErrorRatio: 0.005 }, 19, false],
])("judgeStop() of users who were %s", (_, objectives, errors, isUnnoticed) => {
  const pending = { ...failedStage, verdict: undefined } as unknown as StageRecord;
  expect(judgeStop(record([passedStage, stageWith(errors), pending], objectives))).toMatchObject({
    attempt: 3,
    requests: 2000,
    errors: errors + 1,
    isUnnoticed,
  });
});

test.each([
  ["it was promoted", { ...record([stageWith(1)]), phase: "promoted" } as AttemptRecord],
  ["a person aborted it", record([passedStage])],
  ["it had no stage", record([])],
  ["nobody counted", record([stageWith(0, 0)])],
])("judgeStop() says nothing where %s", (_, one) => {
  expect(judgeStop(one)).toBeUndefined();
});
