import { assessArgo, measureArgo, newArgoRun } from "../../../../../components/core/verdict";
import type { ArgoRule, Measurement } from "../../../../../components/core/verdict";

const success = { successCondition: { operator: ">=", limit: 0.99 } } satisfies ArgoRule;
const failure = { failureCondition: { operator: "<", limit: 0.95 } } satisfies ArgoRule;
const both = { ...success, ...failure };
const value = (x: number): Measurement => ({ kind: "value", value: x });

test.each<[string, ArgoRule, Measurement, string]>([
  ["success condition holds", success, value(0.99), "Successful"],
  ["success condition does not hold", success, value(0.98), "Failed"],
  ["failure condition holds", failure, value(0.9), "Failed"],
  ["failure condition does not hold", failure, value(0.95), "Successful"],
  ["failure wins", both, value(0.9), "Failed"],
  ["neither of both holds", both, value(0.97), "Inconclusive"],
  ["no condition at all", {}, value(0), "Successful"],
  ["NaN under success", success, value(Number.NaN), "Failed"],
  ["NaN under both", both, value(Number.NaN), "Inconclusive"],
  ["NaN under failure", failure, value(Number.NaN), "Successful"],
  ["above", { successCondition: { operator: ">", limit: 1 } }, value(1), "Failed"],
  ["at most", { successCondition: { operator: "<=", limit: 1 } }, value(1), "Successful"],
  ["an empty result", success, { kind: "empty" }, "Error"],
  ["a failed query", success, { kind: "error" }, "Error"],
])("assessArgo(): %s", (_name, rule, measurement, wanted) => {
  expect(assessArgo(rule, measurement)).toBe(wanted);
});

const good = value(1);
const bad = value(0);
const empty: Measurement = { kind: "empty" };

test.each<{ name: string; rule: ArgoRule; measurements: Measurement[]; wanted: string }>([
  {
    name: "the first failure ends it by default",
    rule: success,
    measurements: [good, bad],
    wanted: "Failed",
  },
  {
    name: "failures up to the limit are borne",
    rule: { ...success, failureLimit: 2 },
    measurements: [bad, good, bad],
    wanted: "Running",
  },
  {
    name: "failures need not be in a row",
    rule: { ...success, failureLimit: 2 },
    measurements: [bad, good, bad, good, bad],
    wanted: "Failed",
  },
  {
    name: "limit -1 never fails",
    rule: { ...success, failureLimit: -1 },
    measurements: [bad, bad, bad],
    wanted: "Running",
  },
  {
    name: "an inconclusive one ends it by default",
    rule: both,
    measurements: [value(0.97)],
    wanted: "Inconclusive",
  },
  {
    name: "four errors in a row are borne",
    rule: success,
    measurements: [empty, empty, empty, empty],
    wanted: "Running",
  },
  {
    name: "the fifth error in a row ends it",
    rule: success,
    measurements: [empty, empty, empty, empty, empty],
    wanted: "Error",
  },
  {
    name: "a success forgives errors",
    rule: success,
    measurements: [empty, empty, empty, empty, good, empty],
    wanted: "Running",
  },
  {
    name: "errors do not count as measurements",
    rule: { ...success, count: 2 },
    measurements: [good, empty],
    wanted: "Running",
  },
  {
    name: "all measurements good",
    rule: { ...success, count: 2 },
    measurements: [good, good],
    wanted: "Successful",
  },
  {
    name: "successes in a row end it early",
    rule: { ...success, consecutiveSuccessLimit: 2, count: 9 },
    measurements: [good, good],
    wanted: "Successful",
  },
  {
    name: "neither limit reached",
    rule: { ...success, failureLimit: 1, consecutiveSuccessLimit: 2, count: 2 },
    measurements: [good, bad],
    wanted: "Inconclusive",
  },
  {
    name: "success limit alone not reached",
    rule: { ...success, failureLimit: -1, consecutiveSuccessLimit: 2, count: 2 },
    measurements: [good, bad],
    wanted: "Failed",
  },
  { name: "what is over stays over", rule: success, measurements: [bad, good], wanted: "Failed" },
])("measureArgo(): $name", ({ rule, measurements, wanted }) => {
  const run = measurements.reduce(
    (current, measurement) => measureArgo(rule, current, measurement),
    newArgoRun,
  );
  expect(run.phase).toBe(wanted);
});
