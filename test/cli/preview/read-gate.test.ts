import { listChecks } from "../../../components/stage/ask-gate";
import { explainForecast } from "../../../components/stage/forecast";
import { checkIds } from "../../../components/core/ledger/gate-check";
import type { Check } from "../../../components/core/ledger/gate-check";
import { readGate, wordOf } from "../../../cli/preview/read-gate";

const report = (...checks: Check[]) => ({
  checks,
  open: checks.every(({ result }) => result !== "refuse"),
  sentence: "s",
});
const refusal = (id: Check["id"]): Check => ({
  id,
  result: "refuse",
  finding: "a → b – c",
  wayOut: "do this",
});

test("readGate() reads back what the gate writes, whatever stands in a finding", () => {
  const checks: Check[] = [
    { id: "release", result: "pass", finding: "fine: 1 → 2" },
    refusal("verdict"),
    { id: "metrics", result: "waived", finding: "x (waived by release.emergency)", wayOut: "not shown" },
  ];
  const made = report(...checks);
  const lines = [
    ...listChecks(made),
    "evidence: Not decided yet",
    explainForecast({ seconds: 411.2, requestsPerSecond: 23.46 }),
  ];
  expect(readGate({ open: made.open, sentence: "s", checks: lines })).toEqual({
    open: false,
    sentence: "s",
    checks: [
      checks[0],
      checks[1],
      { id: "metrics", result: "waived", finding: "x (waived by release.emergency)" },
    ],
    evidence: "Not decided yet",
    forecast: { seconds: 412, requestsPerSecond: 23.5 },
  });
});

test.each([
  [
    { seconds: Infinity, requestsPerSecond: 0 },
    { seconds: Infinity, requestsPerSecond: 0 },
  ],
  [undefined, undefined],
])("readGate() reads the forecast %j", (forecast, read) => {
  const gate = readGate({
    open: true,
    sentence: "s",
    checks: [explainForecast(forecast && { ...forecast })],
  });
  expect(gate?.forecast).toEqual(read);
});

test.each([
  ["no gate", {}],
  ["a gate that is not known yet", { open: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", sentence: "s" }],
])("readGate() gives nothing for %s", (_name, inputs) => {
  expect(readGate(inputs)).toBeUndefined();
});

const gateOf = (made: ReturnType<typeof report>) =>
  readGate({ ...made, checks: listChecks(made) }) ?? { open: false, sentence: "", checks: [] };

test("wordOf() tells a stage whose turn has not come from one that is refused", () => {
  const fine = checkIds.map((id): Check => ({ id, result: "pass", finding: "fine" }));
  expect(wordOf(gateOf(report(...fine)))).toBe("open");
  expect(wordOf(gateOf(report(refusal("order"), refusal("release"))))).toBe("waits");
  expect(wordOf(gateOf(report(refusal("order"), refusal("verdict"))))).toBe("refuses");
  const thin: Check = {
    ...refusal("verdict"),
    finding: "evidence so far must be pass above 20 %: got no evidence yet",
  };
  expect(wordOf(gateOf(report(refusal("order"), thin)))).toBe("waits");
  expect(wordOf(gateOf(report(thin)))).toBe("refuses");
  expect(wordOf(gateOf(report(refusal("capacity"))))).toBe("refuses");
  expect(wordOf({ open: true, sentence: "", checks: [] })).toBe("done");
  expect(wordOf({ open: false, sentence: "no cluster", checks: [] })).toBe("unknown");
});
