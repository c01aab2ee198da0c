import type { EarlierAttempt, Ledger } from "../../../../components/core/ledger/ledger";
import { judgeOrigin } from "../../../../components/core/release/judge-origin";
import { attemptOf, imageOf, ledgerOf, ledgerWithoutAttempt } from "../../../support/gate";

const [image, other] = [imageOf("c"), imageOf("d")];

/** An attempt that ended, by its end in seconds. */
const ended = (endedAtSeconds: number, changes: Partial<EarlierAttempt> = {}): EarlierAttempt => ({
  number: endedAtSeconds,
  kind: "release",
  image,
  outcome: "promoted",
  reason: "promoted",
  startedAtSeconds: endedAtSeconds - 50,
  endedAtSeconds,
  ...changes,
});

/** A ledger whose last attempt is under way, after those. */
const after = (...earlier: readonly EarlierAttempt[]): Ledger => ledgerOf({ earlier });

const promoted = (endedAtSeconds: number, changes: object = {}): Ledger =>
  ledgerOf({ phase: "promoted", attempt: attemptOf([], { image, endedAtSeconds, ...changes }) });

const verification = (state: "fine" | "wrong") => [{ points: ["5m"], atSeconds: 1300, state }];

test.each<[string, Ledger | undefined, object]>([
  ["no ledger", undefined, { kind: "absent" }],
  ["a ledger without an attempt", ledgerWithoutAttempt(), { kind: "absent" }],
  ["only another image", after(ended(1000, { image: other })), { kind: "absent" }],
  ["an aborted attempt", after(ended(1000, { outcome: "aborted" })), { kind: "absent" }],
  ["the attempt under way", ledgerOf({ attempt: attemptOf([], { image }) }), { kind: "absent" }],
  ["promoted long ago, and still stable", promoted(1000), { kind: "held", sinceSeconds: 1000 }],
  ["to the second", promoted(1900), { kind: "held", sinceSeconds: 1900 }],
  ["promoted lately", promoted(1901), { kind: "early", sinceSeconds: 1901 }],
  ["another release under way", after(ended(1000)), { kind: "held", sinceSeconds: 1000 }],
  [
    "replaced after its time",
    after(ended(1000), ended(1100, { image: other })),
    { kind: "held", sinceSeconds: 1000 },
  ],
  [
    "replaced before its time",
    after(ended(1000), ended(1099, { image: other })),
    { kind: "replaced", sinceSeconds: 1000, untilSeconds: 1099 },
  ],
  [
    "rolled back after its time",
    after(ended(1000), ended(1500, { image: other, kind: "rollback" })),
    { kind: "taken-back", untilSeconds: 1500 },
  ],
  [
    "the image that a rollback went back to",
    after(ended(500), ended(1000, { image: other }), ended(1950, { kind: "rollback" })),
    { kind: "early", sinceSeconds: 1950 },
  ],
  ["settings changed meanwhile", after(ended(1000), ended(1990)), { kind: "held", sinceSeconds: 1000 }],
  [
    "rolled back, and promoted again",
    after(ended(1000), ended(1200, { image: other, kind: "rollback" }), ended(1500)),
    { kind: "held", sinceSeconds: 1500 },
  ],
  [
    "found wrong afterwards",
    promoted(1000, { verifications: verification("wrong") }),
    { kind: "wrong", atSeconds: 1300 },
  ],
  [
    "found fine afterwards",
    promoted(1000, { verifications: verification("fine") }),
    { kind: "held", sinceSeconds: 1000 },
  ],
  ["an end without a time", promoted(0, { endedAtSeconds: undefined }), { kind: "held", sinceSeconds: 0 }],
])("judgeOrigin() with %s", (_, ledger, wanted) => {
  expect(judgeOrigin(ledger, image, { afterSeconds: 100, nowSeconds: 2000 })).toEqual(wanted);
});
