import { judgeObject, judgeReports } from "../../../../components/core/checks/judge-cluster";
import type { ObjectQuestion } from "../../../../components/core/checks/spec";
import type { JsonObject } from "../../../../components/core/revision/revision";

const job: JsonObject = {
  status: {
    lastSuccessfulTime: "1970-01-01T10:00:00Z",
    phase: "Bound",
    conditions: [
      { type: "Ready", status: "True" },
      { type: "Other", status: "False" },
    ],
  },
  spec: { suspend: false },
};
const tenOClock = 36_000;
const time = "status.lastSuccessfulTime";

test.each<[string, Partial<ObjectQuestion>, JsonObject | undefined, number, string, string]>([
  ["an object that is missing", { is: 1 }, undefined, 0, "fails", "no CronJob nightly"],
  [
    "a value that is missing",
    { is: 1, path: "status.x" },
    job,
    0,
    "fails",
    "a CronJob nightly without status.x",
  ],
  [
    "a value",
    { is: "Bound", path: "status.phase" },
    job,
    0,
    "passes",
    "status.phase of CronJob nightly is Bound",
  ],
  ["no", { is: false, path: "spec.suspend" }, job, 0, "passes", "spec.suspend of CronJob nightly is false"],
  [
    "a condition",
    { is: "True", path: "status.conditions[type=Ready].status" },
    job,
    0,
    "passes",
    "status.conditions[type=Ready].status of CronJob nightly is True",
  ],
  [
    "one of two",
    { is: "True", path: "status.conditions[*].status" },
    job,
    0,
    "fails",
    "a CronJob nightly whose status.conditions[*].status is not True",
  ],
  [
    "another value",
    { is: "Lost", path: "status.phase" },
    job,
    0,
    "fails",
    "a CronJob nightly whose status.phase is not Lost",
  ],
  [
    "what is no time",
    { newerThanSeconds: 60, path: "status.phase" },
    job,
    0,
    "fails",
    "a CronJob nightly whose status.phase is no time",
  ],
  [
    "what is no text",
    { newerThanSeconds: 60, path: "spec.suspend" },
    job,
    0,
    "fails",
    "a CronJob nightly whose spec.suspend is no time",
  ],
  [
    "a new time",
    { newerThanSeconds: 60 },
    job,
    tenOClock + 60,
    "passes",
    `${time} of CronJob nightly 1m ago`,
  ],
  [
    "a time to come",
    { newerThanSeconds: 60 },
    job,
    tenOClock - 5,
    "passes",
    `${time} of CronJob nightly 0s ago`,
  ],
  [
    "an old time",
    { newerThanSeconds: 60 },
    job,
    tenOClock + 61,
    "fails",
    `${time} of CronJob nightly 1m1s ago instead of at most 1m`,
  ],
  [
    "a long time left",
    { lastsSeconds: 60 },
    job,
    tenOClock - 60,
    "passes",
    `${time} of CronJob nightly is 1m ahead`,
  ],
  [
    "a short time left",
    { lastsSeconds: 60 },
    job,
    tenOClock - 59,
    "fails",
    `${time} of CronJob nightly 59s ahead instead of at least 1m ahead`,
  ],
  [
    "no time left",
    { lastsSeconds: 60 },
    job,
    tenOClock + 1,
    "fails",
    `${time} of CronJob nightly 1s ago instead of at least 1m ahead`,
  ],
])("judgeObject() by %s", (_, question, object, now, result, text) => {
  const asked = {
    kind: "object",
    apiVersion: "batch/v1",
    of: "CronJob",
    name: "nightly",
    path: time,
    ...question,
  } as const;
  expect(judgeObject(asked, object, now)).toEqual({ result, text });
});

const onDeployment = { kind: "Deployment", name: "shop-canary" };
const report = (scope: JsonObject | undefined, ...results: readonly JsonObject[]): JsonObject => ({
  ...(scope === undefined ? {} : { scope }),
  results,
});
const fine: JsonObject = { policy: "labels", rule: "team", result: "pass" };
const bad: JsonObject = { policy: "root", rule: "user", result: "fail" };

test.each<[string, readonly JsonObject[], readonly string[] | undefined, string, string]>([
  ["no report", [], undefined, "unknown", "no policy report on Deployment shop-canary"],
  [
    "another app",
    [report({ kind: "Deployment", name: "other" }, bad)],
    undefined,
    "unknown",
    "no policy report on Deployment shop-canary",
  ],
  [
    "another kind",
    [report({ kind: "Service", name: "shop-canary" }, bad)],
    undefined,
    "unknown",
    "no policy report on Deployment shop-canary",
  ],
  [
    "a report without object",
    [report(undefined, bad)],
    undefined,
    "unknown",
    "no policy report on Deployment shop-canary",
  ],
  [
    "a report that passes",
    [report(onDeployment, fine, { ...bad, result: "skip" })],
    undefined,
    "passes",
    "2 results, none failed",
  ],
  [
    "a result that fails",
    [report(onDeployment, fine, bad)],
    undefined,
    "fails",
    "root/user (fail) on Deployment shop-canary",
  ],
  [
    "results of pods, by resource and by subject",
    [
      report(
        undefined,
        { ...bad, resources: [{ kind: "Pod", name: "shop-canary-1" }] },
        { ...bad, result: "error", subjects: [{ kind: "ReplicaSet", name: "shop-canary-1" }] },
      ),
    ],
    undefined,
    "fails",
    "root/user (fail), root/user (error) on Deployment shop-canary",
  ],
  [
    "a failure of no concern",
    [report(onDeployment, fine, bad)],
    ["labels"],
    "passes",
    "1 results, none failed",
  ],
  [
    "a policy that is silent",
    [report(onDeployment, fine)],
    ["labels", "root"],
    "unknown",
    "no result of root on Deployment shop-canary",
  ],
])("judgeReports() by %s", (_, reports, policies, result, text) => {
  expect(judgeReports({ kind: "policy", policies }, reports, "shop", "canary")).toEqual({ result, text });
});
