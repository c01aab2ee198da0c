import { assessGate } from "../../../../components/core/gate/assess-gate";
import { attemptOf, factsOf, ledgerOf, probesOf } from "../../../support/gate";

const ledger = ledgerOf({ attempt: attemptOf([], { kind: "rollback" }) });
const pathOf = (stable: number, canary: number) =>
  assessGate(
    factsOf({ ledger, second: true, probes: { stable: probesOf(stable), canary: probesOf(canary) } }),
  ).checks.find(({ id }) => id === "path")?.result;

test("a rollback goes on from a version that does not answer, and only to one that does", () => {
  expect(pathOf(0, 6)).toBe("waived");
  expect(pathOf(6, 0)).toBe("refuse");
  expect(pathOf(0, 0)).toBe("refuse");
  expect(pathOf(6, 6)).toBe("pass");
});
