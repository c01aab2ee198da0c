import { assessGate } from "../../../components/core/gate/assess-gate";
import { gateChecks } from "../../../components/core/gate/checks";
import type { Check } from "../../../components/core/gate/check";
import type { StageReport } from "../../../components/core/gate/stage-report";
import type { Precedent } from "../../../components/core/problem";
import { toStageForecast } from "../../../components/stage/evidence/forecast";
import { readGate, wordOf } from "../../../cli/preview/read-gate";
import { before, factsOf, routeOf } from "../../support/gate";

/** Inputs of a resource as the engine's event log contains them. */
const throughEngine = (inputs: object) => JSON.parse(JSON.stringify(inputs)) as Record<string, unknown>;

const refusal = (id: Check["id"], awaits?: Precedent): Check => ({
  id,
  result: "refuse",
  text: "a → b – c",
  fix: "do this",
  ...(awaits === undefined ? {} : { awaits }),
});

const gateWith = (...checks: Check[]) => ({ open: false, sentence: "s", report: { checks } });

test("readGate() reads what the gate says of itself, whatever stands in a text", () => {
  const { checks } = assessGate(factsOf({ wanted: { image: before }, weight: 50 }));
  const report: StageReport = {
    checks: [...checks, refusal("verdict")],
    evidence: "Not decided yet",
    synthetic: "No synthetic checks: x",
    allowance: "this release may use 62 %",
    forecast: toStageForecast({ seconds: 411.2, requestsPerSecond: 23.46, obstacle: "lag cannot be read" }),
  };
  const inputs = throughEngine({ open: false, sentence: "s", checks: ["for people"], report });
  expect(readGate(inputs)).toEqual({ open: false, sentence: "s", report });
});

test("readGate() reads a forecast without end", () => {
  const forecast = toStageForecast({ seconds: Infinity, requestsPerSecond: 0 });
  const inputs = throughEngine({ open: true, sentence: "s", report: { checks: [], forecast } });
  expect(readGate(inputs)?.report?.forecast).toEqual({ requestsPerSecond: 0 });
});

test("readGate() leaves out what it does not know", () => {
  const check = { ...refusal("new-check"), more: 1 };
  const inputs = { open: true, sentence: "s", run: {}, report: { checks: [check], trend: "up" } };
  expect(readGate(inputs)).toEqual({ open: true, sentence: "s", report: { checks: [refusal("new-check")] } });
});

test.each([
  ["no gate", {}],
  ["a gate that is not known yet", { open: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", sentence: "s" }],
])("readGate() gives nothing for %s", (_name, inputs) => {
  expect(readGate(inputs)).toBeUndefined();
});

test("wordOf() tells a stage whose turn has not come from one that is refused", () => {
  const fine = gateChecks.map(({ id }): Check => ({ id, result: "pass", text: "fine" }));
  expect(wordOf({ ...gateWith(...fine), open: true })).toBe("open");
  expect(wordOf(gateWith(refusal("order", "turn"), refusal("release", "turn"), ...fine))).toBe("waits");
  expect(wordOf(gateWith(refusal("order", "turn"), refusal("verdict", "evidence")))).toBe("waits");
  expect(wordOf(gateWith(refusal("order", "turn"), refusal("verdict")))).toBe("refuses");
  expect(wordOf(gateWith(refusal("verdict", "evidence")))).toBe("refuses");
  expect(wordOf(gateWith(refusal("capacity")))).toBe("refuses");
  expect(wordOf(gateWith(refusal("order", "turn"), refusal("approval", "resume")))).toBe("refuses");
  expect(wordOf(gateWith(...fine))).toBe("refuses");
  expect(wordOf({ open: true, sentence: "" })).toBe("done");
  expect(wordOf({ open: false, sentence: "no cluster" })).toBe("unknown");
});

test.each([
  ["another image than the ledger's", { wanted: { image: before } }, "waits"],
  ["a stage whose predecessor has not passed", { weight: 5, second: false }, "waits"],
  ["both of it, and no evidence yet", { wanted: { image: before }, weight: 50, second: false }, "waits"],
  ["a stage that nobody pinned", { weight: 7, second: false }, "waits"],
  ["traffic elsewhere", { route: routeOf(20) }, "waits"],
  ["evidence that says fail", { weight: 5, verdict: { kind: "fail", basis: "b", sentence: "s" } }, "refuses"],
] as const)("wordOf() of the gate with %s", (_name, changes, word) => {
  const { open, sentence, checks } = assessGate(factsOf(changes));
  expect(wordOf({ open, sentence, report: { checks } })).toBe(word);
});
