import { assessStanding } from "../../../../components/core/fleet/standing";
import type { Standing } from "../../../../components/core/fleet/standing";
import type { EarlierAttempt, Ledger } from "../../../../components/core/ledger/ledger";
import {
  attemptOf,
  before,
  imageOf,
  ledgerOf,
  ledgerWithoutAttempt,
  pausedLedger,
  released,
} from "../../../support/gate";

const wanted = { image: released };
const stable = [{ image: before }, { image: released }];

const earlier = (changes: Partial<EarlierAttempt>): EarlierAttempt => ({
  number: 1,
  kind: "release",
  image: released,
  outcome: "promoted",
  reason: "promoted",
  startedAtSeconds: 10,
  endedAtSeconds: 20,
  ...changes,
});

const intent = { from: 0, to: 5, epoch: "2.x", atSeconds: 1, by: "prod-canary-5" };
const running = (weight: number, changes = {}): Standing => ({
  kind: "running",
  phase: "progressing",
  weight,
  isPaused: false,
  ...changes,
});
const promoted = (sinceSeconds: number, hasWayBack = true): Standing => ({
  kind: "promoted",
  sinceSeconds,
  hasWayBack,
});
const other = attemptOf([], { image: imageOf("c"), endedAtSeconds: 90 });
const looked = attemptOf([], {
  endedAtSeconds: 50,
  verifications: [{ points: ["5m"], atSeconds: 60, state: "wrong" }],
});

test.each<[string, Ledger | undefined, Standing]>([
  ["no ledger", undefined, { kind: "waiting" }],
  ["a ledger without an attempt", ledgerWithoutAttempt({ phase: "promoted" }), { kind: "waiting" }],
  ["another release under way", ledgerOf({ attempt: other }), { kind: "waiting" }],
  ["this one under way", ledgerOf({ weight: 1 }), running(1)],
  ["a weight that is about to be written", ledgerOf({ weight: 1, intent }), running(5)],
  ["a pause", pausedLedger(), running(0, { isPaused: true })],
  ["a rollback under way", ledgerOf({ attempt: attemptOf([], { kind: "rollback" }) }), { kind: "leaving" }],
  [
    "promoted",
    ledgerOf({ phase: "promoted", promoted: stable, attempt: attemptOf([], { endedAtSeconds: 50 }) }),
    promoted(50),
  ],
  [
    "a first deploy",
    ledgerOf({ phase: "promoted", promoted: [wanted], attempt: attemptOf([], { endedAtSeconds: 50 }) }),
    promoted(50, false),
  ],
  [
    "found wrong",
    ledgerOf({ phase: "promoted", promoted: stable, attempt: looked }),
    { kind: "wrong", sinceSeconds: 50, atSeconds: 60, hasWayBack: true },
  ],
  [
    "promoted before another that was aborted",
    ledgerOf({ phase: "aborted", promoted: stable, attempt: other, earlier: [earlier({})] }),
    promoted(20),
  ],
  [
    "a promotion that the ledger has forgotten",
    ledgerOf({ phase: "aborted", promoted: stable, attempt: other }),
    promoted(0),
  ],
  [
    "aborted",
    ledgerOf({ phase: "aborted", aborted: [wanted], attempt: attemptOf([], { endReason: "fail: errors" }) }),
    { kind: "rejected", reason: "fail: errors" },
  ],
  [
    "aborted without a word",
    ledgerOf({ phase: "aborted", aborted: [wanted], attempt: attemptOf() }),
    { kind: "rejected", reason: "aborted" },
  ],
  [
    "aborted before another",
    ledgerOf({
      phase: "promoted",
      aborted: [wanted],
      attempt: other,
      earlier: [earlier({ outcome: "aborted", reason: "slow" })],
    }),
    { kind: "rejected", reason: "slow" },
  ],
  [
    "rolled back",
    ledgerOf({ phase: "promoted", aborted: [wanted], attempt: other, earlier: [earlier({})] }),
    { kind: "rejected", reason: "rolled back" },
  ],
  [
    "rejected long ago",
    ledgerOf({ phase: "promoted", aborted: [wanted], attempt: other }),
    { kind: "rejected", reason: "rolled back" },
  ],
])("assessStanding() of %s", (_name, ledger, expected) => {
  expect(assessStanding(ledger, wanted)).toEqual(expected);
});
