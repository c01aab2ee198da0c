import { lastVerification, verified } from "../../../../components/core/ledger/verified";
import { meaningOf } from "../../../../components/core/notify/meanings";
import { parseLedger } from "../../../../components/ledger/ledger-schema";
import { attemptOf, before, ledgerOf, ledgerWithoutAttempt, released } from "../../../support/gate";

const seen = {
  attempt: 3,
  points: ["5m"],
  atSeconds: 7,
  state: "fine",
  wentBack: false,
  sentence: "all",
} as const;

test.each([
  ["fine", false, "Normal", "Verified", "verified"],
  ["fine", true, "Normal", "Recovered", "recovered"],
  ["wrong", true, "Warning", "VerifyFailed", "not-as-it-should-be"],
  ["unknown", false, "Warning", "VerifyUnknown", "not-known"],
] as const)("verified(): %s (went back: %s) is told as %s %s", (state, wentBack, type, reason, kind) => {
  const ledger = ledgerOf({ phase: "promoted" });
  const after = verified(ledger, { ...seen, state, wentBack });
  expect(after?.event).toEqual({ type, reason, message: "5m after the end: all" });
  expect(meaningOf({ type, reason })?.kind).toBe(kind);
  expect(after?.ledger.attempt?.verifications).toEqual([{ points: ["5m"], atSeconds: 7, state }]);
  expect(parseLedger(JSON.stringify(after?.ledger))).toEqual({ ledger: after?.ledger });
});

test("verified() keeps the last 20 looks, and notes nothing about another attempt or a running one", () => {
  let ledger = ledgerOf({ phase: "aborted" });
  for (let n = 0; n < 25; n++) ledger = verified(ledger, { ...seen, atSeconds: n })?.ledger ?? ledger;
  expect(ledger.attempt?.verifications?.map(({ atSeconds }) => atSeconds)).toHaveLength(20);
  expect(ledger.attempt?.verifications?.[0]?.atSeconds).toBe(5);
  expect(verified(ledger, { ...seen, attempt: 4 })).toBeUndefined();
  expect(verified(ledgerOf(), seen)).toBeUndefined();
  expect(verified(ledgerWithoutAttempt({ phase: "aborted" }), seen)).toBeUndefined();
});

test("lastVerification() is of the image that stable runs since, and of no other", () => {
  const looks = (["wrong", "fine"] as const).map((state) => ({ points: ["5m"], atSeconds: 7, state }));
  const attempt = attemptOf([], { image: released, verifications: looks });
  expect(lastVerification(ledgerOf({ phase: "promoted", attempt }), released)).toEqual(looks[1]);
  expect(lastVerification(ledgerOf({ phase: "promoted", attempt }), before)).toBeUndefined();
  expect(lastVerification(ledgerOf({ phase: "aborted", attempt }), released)).toBeUndefined();
  expect(lastVerification(ledgerOf({ phase: "promoted", attempt: attemptOf() }), released)).toBeUndefined();
  expect(lastVerification(ledgerWithoutAttempt({ phase: "promoted" }), released)).toBeUndefined();
});
