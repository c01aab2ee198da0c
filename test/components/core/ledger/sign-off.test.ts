import {
  findPreflight,
  findSignOff,
  preflighted,
  signedOff,
  validity,
} from "../../../../components/core/ledger/sign-off";
import type { PreflightRecord } from "../../../../components/core/ledger/sign-off";
import { parseLedger } from "../../../../components/ledger/ledger-schema";
import { startAttempt } from "../../../../components/core/ledger/transitions/attempt-transition";
import { weightStage } from "../../../../components/core/stage/exposure";
import { attemptOf, before, ledgerOf, ledgerWithoutAttempt } from "../../../support/gate";
import { nowSeconds, signOffOf, version } from "../../../support/preflight";

const other = { ...version, revision: "1111111111" };
const record: PreflightRecord = {
  version,
  checklist: "canary",
  isGo: true,
  open: [],
  signed: ["snapshot signed off by anna"],
  who: "anna",
  atSeconds: nowSeconds,
  untilSeconds: nowSeconds + 60,
};

test("signedOff() keeps the last answer to an item for each subject", () => {
  const first = signedOff(ledgerOf(), [signOffOf("announced", { version }), signOffOf("snapshot")]).ledger;
  const second = signedOff(first, [signOffOf("snapshot", { who: "ben", as: "dba" })]);
  const third = signedOff(second.ledger, [signOffOf("announced", { version: other })]);
  expect(third.ledger.signOffs?.map(({ item, who }) => `${item} ${who}`)).toEqual([
    "announced anna",
    "snapshot ben",
    "announced anna",
  ]);
  expect(second.event).toEqual({
    type: "Normal",
    reason: "SignedOff",
    message: "ben as dba signed off snapshot",
  });
  expect(findSignOff(third.ledger, "announced", version)?.version).toEqual(version);
  expect(findSignOff(third.ledger, "snapshot", other)?.who).toBe("ben");
  expect(findSignOff(third.ledger, "announced", { image: "x@sha256:1" })).toBeUndefined();
  expect(findSignOff(undefined, "announced", version)).toBeUndefined();
});

test("signedOff() keeps the last 60", () => {
  let ledger = ledgerOf();
  for (let nth = 0; nth < 70; nth += 1) ledger = signedOff(ledger, [signOffOf(`item-${nth}`)]).ledger;
  expect(ledger.signOffs).toHaveLength(60);
  expect(ledger.signOffs?.at(-1)?.item).toBe("item-69");
});

test("a ledger with sign-offs and a preflight is read as it was written", () => {
  const signed = signedOff(ledgerOf(), [
    signOffOf("announced", { version, as: "dba", evidence: "https://x.org" }),
  ]);
  const { ledger } = preflighted(signed.ledger, record);
  expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
});

test("preflighted() tells what is open", () => {
  expect(preflighted(ledgerOf(), record).event.message).toBe("Preflight canary by anna: go");
  expect(preflighted(ledgerOf(), { ...record, isGo: false, open: ["image", "snapshot"] }).event).toEqual({
    type: "Warning",
    reason: "PreflightNoGo",
    message: "Preflight canary by anna: no-go: image, snapshot",
  });
});

test("preflighted() keeps the preflight with the attempt of its version while that runs, and a new attempt takes it", () => {
  const running = ledgerOf({ attempt: attemptOf([], version) });
  expect(preflighted(running, record).ledger.attempt?.preflight).toEqual(record);
  expect(preflighted(ledgerOf({ ...running, phase: "promoted" }), record).ledger.attempt).toEqual(
    running.attempt,
  );
  expect(preflighted(running, { ...record, version: other }).ledger.attempt).toEqual(running.attempt);
  expect(preflighted(ledgerWithoutAttempt(), record).ledger).toEqual({
    ...ledgerWithoutAttempt(),
    preflight: record,
  });
  const ledger = ledgerOf({ phase: "promoted", preflight: record });
  const start = {
    ...version,
    stages: [{ ...weightStage(5), soakSeconds: 60 }],
    objectives: {},
    epoch: "1",
    nowSeconds,
    stable: { image: before },
  };
  expect(startAttempt(ledger, start).ledger.attempt?.preflight).toEqual(record);
  expect(startAttempt(ledger, { ...start, ...other }).ledger.attempt).not.toHaveProperty("preflight");
  expect(parseLedger(JSON.stringify(startAttempt(ledger, start).ledger))).toEqual({
    ledger: startAttempt(ledger, start).ledger,
  });
});

test("validity() of a version and of a service", () => {
  expect(validity(1, 2, version)).toEqual({ version, atSeconds: 1, untilSeconds: 3 });
  expect(validity(1, 2, undefined)).toEqual({ atSeconds: 1, untilSeconds: 3 });
});

test.each([
  ["none", undefined, {}, "none"],
  ["another version", record, { version: other }, "for another version"],
  ["a hotfix's list", { ...record, checklist: "hotfix" }, {}, "by the checklist of a hotfix"],
  ["no-go", { ...record, isGo: false, open: ["waf"] }, {}, "no-go at 2025-11-26T14:21:05.000Z: waf"],
  ["ended", record, { nowSeconds: nowSeconds + 60 }, "which ended at"],
] as const)("findPreflight() counts none: %s", (_, preflight, need, got) => {
  const ledger = preflight === undefined ? undefined : ledgerOf({ preflight });
  expect(findPreflight(ledger, { version, isHotfix: false, nowSeconds, ...need })).toEqual({
    kind: "missing",
    got: expect.stringContaining(got),
  });
});

test.each([
  ["its own", record, false],
  ["a hotfix's for a hotfix", { ...record, checklist: "hotfix" }, true],
  ["a longer list for a hotfix", record, true],
])("findPreflight() counts %s", (_, preflight, isHotfix) => {
  const found = findPreflight(ledgerOf({ preflight }), { version, isHotfix, nowSeconds });
  expect(found).toEqual({ kind: "valid", record: preflight });
});
