import { decideAbort, findOvertaken } from "../../../../components/core/commands/decide-abort";
import type { AbortSituation } from "../../../../components/core/commands/decide-abort";
import { attemptOf, before, ledgerOf, released, trackOf } from "../../../support/gate";

const backAndZero = ["restore-stable", "await-stable", "write-zero", "confirm-zero", "idle-canary"];
const zero = ["write-zero", "confirm-zero", "idle-canary"];
const first = attemptOf([], { kind: "first" });
const { previousImage: _, ...firstAttempt } = first;

test.each<{ name: string; situation: AbortSituation; steps: readonly string[] }>([
  ...(["progressing", "held", "passed"] as const).map((phase) => ({
    name: `${phase}: weight 0 before the ledger`,
    situation: { ledger: ledgerOf({ phase }), liveWeight: 5 },
    steps: ["write-zero", "record-aborted", "confirm-zero", "idle-canary"],
  })),
  {
    name: "progressing without route: the same",
    situation: { ledger: ledgerOf() },
    steps: ["write-zero", "record-aborted", "confirm-zero", "idle-canary"],
  },
  {
    name: "promoting: ledger, then stable, and weight 0 only when stable is ready",
    situation: { ledger: ledgerOf({ phase: "promoting" }), liveWeight: 100 },
    steps: ["record-aborted", ...backAndZero],
  },
  {
    name: "promoting at 50: the same",
    situation: {
      ledger: ledgerOf({ phase: "promoting", weight: 50 }),
      liveWeight: 50,
      stable: trackOf(released, 3),
    },
    steps: ["record-aborted", ...backAndZero],
  },
  {
    name: "promoting at 0 while stable still rolls: the same",
    situation: {
      ledger: ledgerOf({ phase: "promoting" }),
      liveWeight: 0,
      stable: trackOf(released, 3, { settled: false }),
    },
    steps: ["record-aborted", ...backAndZero],
  },
  {
    name: "promoting at 0 while stable runs something else: the same",
    situation: { ledger: ledgerOf({ phase: "promoting" }), liveWeight: 0, stable: trackOf(before, 3) },
    steps: ["record-aborted", ...backAndZero],
  },
  {
    name: "aborted in the middle of a promotion: the rest of it",
    situation: { ledger: ledgerOf({ phase: "aborted" }), liveWeight: 100, stable: trackOf(released, 3) },
    steps: backAndZero,
  },
  {
    name: "aborted, but traffic came back",
    situation: { ledger: ledgerOf({ phase: "aborted" }), liveWeight: 7, stable: trackOf(before, 3) },
    steps: zero,
  },
  {
    name: "promoted, but traffic came back",
    situation: { ledger: ledgerOf({ phase: "promoted" }), liveWeight: 7 },
    steps: zero,
  },
  { name: "no ledger, but traffic", situation: { ledger: undefined, liveWeight: 1 }, steps: zero },
  {
    name: "first deploy, but traffic",
    situation: { ledger: ledgerOf({ phase: "promoting", attempt: firstAttempt }), liveWeight: 1 },
    steps: zero,
  },
])("decideAbort() when $name", ({ situation, steps }) => {
  expect(decideAbort(situation)).toMatchObject({ kind: "act", steps, exitCode: 0 });
});

test("decideAbort() only checks again what is aborted already", () => {
  expect(
    decideAbort({ ledger: ledgerOf({ phase: "aborted" }), liveWeight: 0, stable: trackOf(before, 3) }),
  ).toEqual({
    kind: "no-op",
    steps: ["confirm-zero", "idle-canary"],
    exitCode: 0,
    sentence: "Aborted already",
  });
  expect(decideAbort({ ledger: ledgerOf({ phase: "aborted", attempt: firstAttempt }) }).kind).toBe("no-op");
});

test("decideAbort() has nothing to do where nothing was ever released", () => {
  expect(decideAbort({ ledger: undefined, liveWeight: 0 })).toMatchObject({
    kind: "no-op",
    steps: [],
    exitCode: 0,
  });
});

test("decideAbort() sends a promoted release to rollback", () => {
  expect(decideAbort({ ledger: ledgerOf({ phase: "promoted" }), liveWeight: 0 })).toEqual({
    kind: "refuse",
    steps: [],
    exitCode: 3,
    sentence: "Cannot abort: a release must be under way: got promoted",
    fix: "sluice rollback brings the previous one back",
  });
});

test.each([{ stable: trackOf(released, 3), liveWeight: 0 }, {}])(
  "decideAbort() sends a promotion at 0 to rollback",
  (more) => {
    expect(decideAbort({ ledger: ledgerOf({ phase: "promoting" }), ...more })).toEqual({
      kind: "refuse",
      steps: [],
      exitCode: 3,
      sentence:
        "Cannot abort the promotion: stable must not have all traffic already: got 0 % on the canary, and nothing to take off it",
      fix: "sluice rollback brings the previous release back; the base stack's up goes on watching this one",
    });
  },
);

test("decideAbort() has no image to go back to in a first deploy", () => {
  expect(
    decideAbort({ ledger: ledgerOf({ phase: "promoting", attempt: firstAttempt }), liveWeight: 0 }),
  ).toMatchObject({
    kind: "refuse",
    exitCode: 3,
    fix: "set release.image to a working image and run the base stack's up",
  });
});

test.each([
  ["still runs", ledgerOf({ phase: "promoting" }), undefined],
  ["was aborted by another", ledgerOf({ phase: "aborted" }), undefined],
  ["was finished", ledgerOf({ phase: "promoted" }), "must not have ended meanwhile: got promoted"],
  [
    "ended before another attempt",
    ledgerOf({ phase: "promoting", attempt: attemptOf([], { number: 4 }) }),
    "no other attempt may have begun since: got 4",
  ],
])("findOvertaken() for a promotion that %s", (_name, ledger, words) => {
  const found = findOvertaken(ledger, 3);
  if (words === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject({ kind: "refuse", sentence: expect.stringContaining(words) });
});
