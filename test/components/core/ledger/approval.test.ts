import {
  approved,
  approveCommandLine,
  explainApproval,
  findApproval,
  toSettingsDigest,
} from "../../../../components/core/ledger/approval";
import { held } from "../../../../components/core/ledger/transitions/stage-transition";
import { decideApprove } from "../../../../components/core/commands/decide-approve";
import { parseLedger } from "../../../../components/ledger/ledger-schema";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";
import { configWith } from "../../../support/environment";
import { attemptOf, ledgerOf, ledgerWithoutAttempt, released } from "../../../support/gate";

const word = { stage: "5", settings: "s1", who: "anna", reason: "fine", nowSeconds: 1000 };
const need = { stage: "5", settings: "s1", nowSeconds: 2000 };
const approvedLedger = approved(ledgerOf({ weight: 1 }), { ...word, as: "commander" }).ledger;

test("approved() notes who, as what and why, with version and settings", () => {
  const { event, ledger } = approved(ledgerOf(), { ...word, as: "commander" });
  expect(ledger.attempt?.approvals).toEqual([
    {
      stage: "5",
      settings: "s1",
      version: released,
      who: "anna",
      as: "commander",
      reason: "fine",
      atSeconds: 1000,
    },
  ]);
  expect(event).toEqual({
    type: "Normal",
    reason: "Approved",
    message: "Stage 5 of attempt 3: approved by anna as commander at 1970-01-01T00:16:40.000Z: fine",
  });
  expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
  const twice = approved(ledger, word).ledger.attempt?.approvals ?? [];
  expect(twice).toHaveLength(2);
  expect(explainApproval(twice[1] as never)).toBe("approved by anna at 1970-01-01T00:16:40.000Z: fine");
  const revision = "0123456789";
  const named = approved(ledgerOf({ attempt: attemptOf([], { revision }) }), word).ledger.attempt;
  expect(named?.approvals?.[0]?.version).toBe(revision);
  expect(findApproval(named, need).kind).toBe("valid");
  expect(() => approved(ledgerOf({ phase: "promoted" }), word)).toThrow(RangeError);
});

test.each([
  ["none", ledgerOf().attempt, need, "none"],
  ["no attempt", undefined, need, "none"],
  ["that of another stage", approvedLedger.attempt, { ...need, stage: "20" }, "none"],
  [
    "another version",
    attemptOf([], { image: "x", approvals: approvedLedger.attempt?.approvals ?? [] }),
    need,
    "that of anna for another version",
  ],
  [
    "other settings",
    approvedLedger.attempt,
    { ...need, settings: "s2" },
    "that of anna, and settings that changed since",
  ],
  ["an old one", approvedLedger.attempt, { ...need, nowSeconds: 87_401 }, "that of anna, 24h1s ago"],
])("findApproval(): %s is no approval", (_, attempt, asked, got) => {
  expect(findApproval(attempt, asked)).toEqual({ kind: "missing", got });
});

test("findApproval() takes one of 24 h; a hold makes it void", () => {
  expect(findApproval(approvedLedger.attempt, { ...need, nowSeconds: 87_400 }).kind).toBe("valid");
  const after = held(approvedLedger, { reason: "too few", nowSeconds: 1100 }).ledger;
  expect(findApproval(after.attempt, need)).toEqual({ kind: "missing", got: "none" });
});

test("approved() names what a hotfix does not wait for", () => {
  const hotfix = ledgerOf({ weight: 1, attempt: attemptOf([], { profile: "hotfix" }) });
  const { ledger, event } = approved(hotfix, { ...word, waives: ["checks"] });
  expect(event.message).toContain("approved by anna, without checks at ");
  expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
  const decide = (waives: readonly string[], of = ledger) => decideApprove(of, need, waives);
  expect(decide(["checks"])).toMatchObject({ kind: "no-op" });
  expect(decide(["checks", "preflight"])).toMatchObject({
    kind: "act",
    sentence: "Stage 5 is approved for 24 h without checks, preflight; nothing is raised by it",
  });
  expect(decide(["digest", "verdict"])).toMatchObject({
    kind: "refuse",
    sentence: expect.stringContaining("--waive must be checks or preflight: got digest, verdict"),
  });
  expect(decide(["checks"], ledgerOf())).toMatchObject({
    kind: "refuse",
    sentence: expect.stringContaining("unless the release is a hotfix: got checks"),
  });
});

test("decideApprove() records, or says why not", () => {
  expect(decideApprove(ledgerOf(), need)).toMatchObject({ kind: "act", steps: ["record"] });
  expect(decideApprove(approvedLedger, need)).toMatchObject({
    kind: "no-op",
    sentence: expect.stringMatching(/^Already approved by anna/),
  });
  expect(decideApprove(ledgerOf({ phase: "promoting" }), need)).toMatchObject({
    kind: "refuse",
    exitCode: 3,
  });
  expect(decideApprove(ledgerWithoutAttempt(), need).kind).toBe("refuse");
  const passed = ledgerOf({ attempt: attemptOf(["passed", "passed"]) });
  expect(decideApprove(passed, need)).toMatchObject({
    sentence: "Cannot approve: --stage must be one that did not pass yet, 20 or 50 or 100: got 5",
    fix: approveCommandLine("prod", "20"),
  });
  expect(decideApprove(passed, { ...need, stage: "7" }).kind).toBe("refuse");
});

test("toSettingsDigest() changes with what is raised by which evidence, not with probes of a rendered workload", () => {
  const settings = toSettings(configWith(), parseStackName("prod"));
  const digest = toSettingsDigest(settings);
  expect(toSettingsDigest({ ...settings, analysis: { ...settings.analysis, ignoreRoutes: ["/x"] } })).toBe(
    digest,
  );
  expect(toSettingsDigest(JSON.parse(JSON.stringify(settings)) as never)).toBe(digest);
  expect(toSettingsDigest({ ...settings, stages: [] })).not.toBe(digest);
  expect(toSettingsDigest({ ...settings, analysis: { ...settings.analysis, blindSeconds: 1 } })).not.toBe(
    digest,
  );
  expect(toSettingsDigest({ ...settings, traffic: { ...settings.traffic, host: "x" } })).not.toBe(digest);
});

test("sluice:stages[].approval is a setting", () => {
  const stages = "[{ weight: 5 }, { weight: 100, approval: true }]";
  const [first, last] = toSettings(configWith({ stages }), parseStackName("prod")).stages;
  expect([first?.approval, last?.approval]).toEqual([undefined, true]);
});
