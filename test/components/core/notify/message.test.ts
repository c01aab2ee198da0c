import { meaningOf } from "../../../../components/core/notify/meanings";
import { toMessage } from "../../../../components/core/notify/message";
import type { StageVerdict } from "../../../../components/core/ledger/ledger";
import {
  attemptOf,
  before,
  imageOf,
  ledgerOf,
  ledgerWithoutAttempt,
  pausedLedger,
  released,
} from "../../../support/gate";

const context = { place: { uid: "u1", namespace: "shop" }, contacts: { owner: "team" }, nowSeconds: 7.5 };
const event = (reason: string, type: "Normal" | "Warning" = "Warning") => ({ type, reason, message: "why" });
const verdict = (canary: StageVerdict["canary"]): StageVerdict => ({
  kind: "fail",
  basis: "relative",
  sentence: "it fails",
  canary,
  stable: { requests: 900, errors: 3 },
});
const judged = (canary: StageVerdict["canary"]) => {
  const attempt = attemptOf(["passed", "held"], { objectives: { objectiveErrorRatio: 0.01 } });
  const stages = attempt.stages.map((stage) =>
    stage.key === "5" ? { ...stage, verdict: verdict(canary) } : stage,
  );
  return { ...attempt, stages };
};

test("toMessage() has measured value, limit, number of requests and one command", () => {
  const ledger = ledgerOf({ phase: "held", weight: 5, attempt: judged({ requests: 100, errors: 12 }) });
  expect(toMessage(event("Held"), ledger, context)).toMatchObject({
    id: "sluice/u1/shop/prod/app/3/Held/7500",
    key: "sluice/u1/shop/prod/app/3",
    kind: "held",
    tone: "warning",
    isReply: true,
    title: "app in prod: attempt 3 (release) held at 5 %",
    sentence: "why",
    measured: "at 5 % the canary failed 12 of 100 (12 %), stable 3 of 900 (0.33 %)",
    limit: "at most 1 % of requests fail",
    requests: 100,
    command: "sluice rollout prod",
    contacts: { owner: "team" },
  });
});

test("toMessage() says where nothing is known, and keeps the commit", () => {
  const checkout = { commit: "c".repeat(40), changed: false };
  const plain = ledgerOf({ attempt: attemptOf([], { checkout }) });
  expect(toMessage(event("AttemptStarted", "Normal"), plain, context)).toMatchObject({
    measured: "nothing yet",
    limit: "not recorded",
    requests: 0,
    attempt: { image: released, checkout },
  });
  const silent = ledgerOf({ attempt: judged({ requests: 0, errors: 0 }) });
  expect(toMessage(event("Held"), silent, context)?.measured).toContain("the canary failed none of 0");
});

test.each([
  [
    "a running stage",
    "StageSoaking",
    ledgerOf({ weight: 5 }),
    "progressing at 5 %",
    "sluice abort prod --reason TEXT",
  ],
  [
    "the last stage",
    "StagePassed",
    ledgerOf({ phase: "passed", weight: 100 }),
    "passed at 100 %",
    "sluice abort prod --reason TEXT",
  ],
  ["a pause", "Paused", pausedLedger({ weight: 5 }), "paused at 5 %", "sluice resume prod --reason TEXT"],
  ["a flag", "FlagOff", ledgerOf({ phase: "promoted" }), "", "sluice flag list prod"],
  ["an abort", "Aborted", ledgerOf({ phase: "aborted" }), ") aborted", "sluice verify prod"],
  [
    "a look at stable that is bad after an abort",
    "VerifyFailed",
    ledgerOf({
      phase: "aborted",
      promoted: [{ image: imageOf("9"), revision: "9999999999" }, { image: before }],
    }),
    ") aborted",
    "sluice rollback prod --to 9999999999",
  ],
  [
    "the same where nothing was before stable",
    "VerifyFailed",
    ledgerOf({ phase: "aborted" }),
    ") aborted",
    "sluice status prod",
  ],
  [
    "a promotion",
    "Promoting",
    ledgerOf({ phase: "promoting", weight: 100 }),
    "promoting at 100 %",
    "sluice status prod",
  ],
  [
    "the first that was promoted",
    "Promoted",
    ledgerOf({ phase: "promoted" }),
    ") promoted",
    "sluice status prod",
  ],
  [
    "a later one",
    "Promoted",
    ledgerOf({ phase: "promoted", promoted: [{ image: before }, { image: released }] }),
    ") promoted",
    "sluice rollback prod",
  ],
])("toMessage() of %s names state and command", (_, reason, ledger, title, command) => {
  const message = toMessage(event(reason), ledger, context);
  expect(message?.title).toContain(title);
  expect(message?.command).toBe(command);
});

test("toMessage() tells nobody what is the record's only, and nothing without an attempt", () => {
  expect(toMessage(event("RouteWrite"), ledgerOf(), context)).toBeUndefined();
  expect(toMessage(event("Aborted"), ledgerWithoutAttempt({ phase: "aborted" }), context)).toBeUndefined();
});

test("meaningOf() calls a person for an abort, not for one by a newer commit", () => {
  expect(meaningOf(event("Aborted"))).toMatchObject({ kind: "aborted", tone: "critical" });
  expect(meaningOf(event("Aborted", "Normal"))).toMatchObject({
    kind: "ended",
    tone: "info",
    isReply: false,
  });
});
