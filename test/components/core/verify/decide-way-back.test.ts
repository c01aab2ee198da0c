import { assessVerify } from "../../../../components/core/verify/assess-verify";
import type { VerifyFacts } from "../../../../components/core/verify/assess-verify";
import { decideWayBack } from "../../../../components/core/verify/decide-way-back";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import { attemptOf, before, ledgerOf, released } from "../../../support/gate";

const facts = (changes: Partial<VerifyFacts> = {}): VerifyFacts => ({
  points: [{ point: "5m", count: { requests: 100, errors: 50 } }],
  before: undefined,
  objective: 0.01,
  pods: { ready: 3, wanted: 3, restarts: 0 },
  endedAtSeconds: 36_000,
  ...changes,
});
const promoted = (changes: Partial<Ledger> = {}): Ledger =>
  ledgerOf({
    phase: "promoted",
    attempt: attemptOf(),
    promoted: [{ image: before }, { image: released }],
    ...changes,
  });
const fine = { points: [{ point: "5m", count: { requests: 100, errors: 0 } }] } as const;
const database = (reversible: boolean) =>
  ({
    database: {
      attempt: 3,
      image: released,
      before,
      reversible,
      migration: { state: "ran", atSeconds: 1 },
    },
  }) as const;

const decide = (found: Partial<VerifyFacts>, ledger: Partial<Ledger> = {}) =>
  decideWayBack(promoted(ledger), assessVerify(facts(found)), "rollback");

test.each<[string, Partial<VerifyFacts>, Partial<Ledger>, string]>([
  ["errors of users", {}, {}, "errors 5m"],
  [
    "a check that fails",
    { ...fine, checks: [{ name: "login", isFine: false, text: "got 500" }] },
    {},
    "check login",
  ],
  ["errors on a database that the version before runs on", {}, database(true), "errors 5m"],
])("decideWayBack() goes back for %s", (_, found, ledger, why) => {
  const decision = decide(found, ledger);
  expect(decision).toMatchObject({ goesBack: true, sentence: expect.stringContaining(`onFail: ${why}`) });
});

test.each<[string, Partial<VerifyFacts>, Partial<Ledger>, string]>([
  ["few errors", { points: [{ point: "5m", count: { requests: 20, errors: 9 } }] }, {}, "users are harmed"],
  [
    "a pod that is not ready",
    { ...fine, pods: { ready: 2, wanted: 3, restarts: 0 } },
    {},
    "users are harmed",
  ],
  ["an abort", {}, { phase: "aborted" }, "only a promoted release is taken back"],
  [
    "a rollback",
    {},
    { attempt: attemptOf([], { kind: "rollback" }) },
    "only a promoted release is taken back",
  ],
  ["no version before", {}, { promoted: [{ image: released }] }, "an earlier release must be known"],
  ["a migrated database", {}, database(false), "nothing says that"],
])("decideWayBack() stays for %s", (_, found, ledger, why) => {
  expect(decide(found, ledger)).toMatchObject({ goesBack: false, sentence: expect.stringContaining(why) });
});

test("decideWayBack() says nothing where people are told, or where nothing is wrong", () => {
  expect(decideWayBack(promoted(), assessVerify(facts()), "notify")).toBeUndefined();
  expect(decide(fine)).toBeUndefined();
  expect(decide({ points: [{ point: "5m", count: undefined }] })).toBeUndefined();
});
