import { weightStage } from "../../../../components/core/stage/exposure";
import { assessGate } from "../../../../components/core/gate/assess-gate";
import { defaultParameters } from "../../../../components/core/verdict/index";
import { toGateFacts } from "../../../../components/stage/gate/to-gate-facts";
import { settingsWith } from "../../../support/evidence";
import { attemptOf, factsOf, ledgerOf, released, routeOf } from "../../../support/gate";

const { metrics, outside, canaryPods, endpoints, probes, declared } = factsOf();

/** Facts before the first stage of an attempt, at this weight. */
function beforeFirst(configured: number, pinned: number | undefined, weight: number, more = {}) {
  const objectives = pinned === undefined ? {} : { ...defaultParameters({ passAboveWeight: pinned }) };
  const stages = [{ ...weightStage(weight), soakSeconds: 60, phase: "pending" as const }];
  return toGateFacts({
    settings: { ...settingsWith(`parameters: { requirePassAbove: ${configured} }`), ...more },
    context: {
      ledger: ledgerOf({ attempt: attemptOf([], { stages, objectives }) }),
      stage: weightStage(weight),
      reconcile: { kind: "same" },
      released: { wanted: { image: released } },
    },
    cluster: { declared, canaryPods, endpoints, probes, route: routeOf(0) },
    fed: { metrics, outside },
    second: false,
    nowSeconds: 1000,
  });
}

test.each([
  { name: "a first stage that the settings allow", configured: 60, pinned: 60, weight: 30, result: "pass" },
  { name: "what the attempt began with", configured: 20, pinned: 60, weight: 30, result: "pass" },
  { name: "what the attempt began with, lower", configured: 60, pinned: 20, weight: 30, result: "refuse" },
  { name: "today's settings without an own", configured: 60, pinned: undefined, weight: 30, result: "pass" },
])("toGateFacts() lets check verdict go by passAboveWeight: $name", (given) => {
  const { checks } = assessGate(beforeFirst(given.configured, given.pinned, given.weight));
  expect(checks.find(({ id }) => id === "verdict")?.result).toBe(given.result);
});

test("toGateFacts() asks for a preflight only where one is demanded", () => {
  const resultOf = (preflight: object) => {
    const { checks } = assessGate(beforeFirst(20, 20, 10, { preflight }));
    return checks.find(({ id }) => id === "preflight")?.result;
  };
  expect(resultOf({ required: true })).toBe("refuse");
  expect(resultOf({ staging: "staging" })).toBe("pass");
});
