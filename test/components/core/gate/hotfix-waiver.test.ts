import { assessGate } from "../../../../components/core/gate/assess-gate";
import { gateChecks, hotfixWaivers } from "../../../../components/core/gate/checks";
import type { GateFacts } from "../../../../components/core/gate/facts";
import { before, factsOf, probesOf, released, trackOf } from "../../../support/gate";

const waiver = {
  stage: "20",
  version: released,
  settings: "s1",
  who: "anna",
  as: "incident-commander",
  reason: "INC-12",
  atSeconds: 1000,
  waives: gateChecks.map(({ id }) => id),
};
const login = { name: "login", isFine: false, text: "got 500" } as const;

const find = (id: string, facts: Partial<GateFacts>) =>
  assessGate(factsOf(facts)).checks.find((check) => check.id === id);

test.each<[string, Partial<GateFacts>, string]>([
  ["checks", { checks: [login] }, "waived"],
  ["checks", { checks: [{ ...login, track: "stable" }] }, "waived"],
  ["checks", { checks: [{ ...login, track: "canary" }], second: true }, "refuse"],
  ["preflight", { preflight: { kind: "missing", got: "none" } }, "waived"],
  ["digest", { canary: trackOf(before, 1) }, "refuse"],
  ["capacity", { stable: trackOf(before, 3, { readyReplicas: 2 }) }, "refuse"],
  ["path", { probes: { stable: probesOf(0), canary: probesOf(6) } }, "refuse"],
  ["verdict", { verdict: { kind: "fail", basis: "relative", sentence: "canary fails 9 of 10" } }, "refuse"],
])("the approval of a hotfix that names everything: %s with %j", (id, facts, result) => {
  expect(find(id, { ...facts, waiver })?.result).toBe(result);
  expect(find(id, { ...facts, waiver: { ...waiver, waives: ["route"] } })?.result).toBe("refuse");
  expect(find(id, facts)?.result).toBe("refuse");
});

test("what is waived says by whom, as what and why", () => {
  expect(hotfixWaivers).toEqual(["checks", "preflight"]);
  const waives = ["checks"];
  expect(find("checks", { checks: [login], waiver: { ...waiver, waives } })?.text).toBe(
    "got 500 (waived for this hotfix, approved by anna as incident-commander, without checks at 1970-01-01T00:16:40.000Z: INC-12)",
  );
});
