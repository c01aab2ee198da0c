import { shortDigest } from "../../../../components/core/workload/short-digest";
import { decideRetry } from "../../../../components/core/commands/decide-retry";
import { attemptOf, before, ledgerOf, ledgerWithoutAttempt, released } from "../../../support/gate";

const aborted = ledgerOf({ phase: "aborted" });

test.each([
  ["weight 0", { liveWeight: 0 }],
  ["no route", {}],
])("decideRetry() begins a new attempt of an aborted image at %s", (_, live) => {
  expect(decideRetry({ ledger: aborted, wanted: { image: released }, ...live })).toMatchObject({
    kind: "act",
    steps: ["begin-attempt"],
    exitCode: 0,
  });
});

test.each(["aborted", "promoted"] as const)(
  "decideRetry() begins a new attempt of an image that an earlier attempt aborted, after %s",
  (phase) => {
    const ledger = ledgerOf({ phase, aborted: [{ image: before }] });
    expect(decideRetry({ ledger, wanted: { image: before }, liveWeight: 0 })).toMatchObject({
      kind: "act",
      sentence: `New attempt for ${before} with fresh evidence`,
    });
  },
);

test("decideRetry() names what its revision changes, where that is known", () => {
  const attempt = attemptOf([], { changes: ["image", "env A", "config b/c", "resources"] });
  expect(
    decideRetry({ ledger: ledgerOf({ phase: "aborted", attempt }), wanted: { image: released } }).sentence,
  ).toBe(`New attempt for ${released} (changes image, env A, config b/c and 1 more) with fresh evidence`);
});

test.each(["progressing", "held", "passed", "promoting"] as const)(
  "decideRetry() refuses an image that an earlier attempt aborted while another is %s",
  (phase) => {
    const ledger = ledgerOf({ phase, aborted: [{ image: before }] });
    expect(decideRetry({ ledger, wanted: { image: before }, liveWeight: 0 })).toMatchObject({
      kind: "refuse",
      sentence: expect.stringContaining(`got attempt 3 of ${shortDigest(released)}, ${phase}`),
      fix: expect.stringMatching(/(ends it|finishes the promotion), then sluice retry$/),
    });
  },
);

test.each(["progressing", "held", "passed", "promoting", "promoted"] as const)(
  "decideRetry() refuses %s",
  (phase) => {
    expect(
      decideRetry({ ledger: ledgerOf({ phase }), wanted: { image: released }, liveWeight: 0 }),
    ).toMatchObject({
      kind: "refuse",
      exitCode: 3,
      sentence: `Cannot retry: attempt 3 must be aborted: got ${phase}`,
      fix: expect.stringMatching(/..+/),
    });
  },
);

test.each([
  [
    "no ledger",
    { ledger: undefined, wanted: { image: released } },
    "an attempt must have been aborted: got none",
  ],
  [
    "a ledger without attempt",
    { ledger: ledgerWithoutAttempt({ phase: "aborted" }), wanted: { image: released } },
    "an attempt must have",
  ],
  ["another image", { ledger: aborted, wanted: { image: before } }, "release.image must be"],
  [
    "live traffic",
    { ledger: aborted, wanted: { image: released }, liveWeight: 5 },
    "live weight must be 0 %: got 5 %",
  ],
])("decideRetry() refuses %s", (_, situation, text) => {
  const decision = decideRetry(situation);
  expect(decision.kind).toBe("refuse");
  expect(decision.sentence).toContain(text);
});

test("decideRetry() begins a new attempt of an image that was put back from a harmed stable", () => {
  const ledger = ledgerOf({ phase: "promoted", putBack: [{ image: before }] });
  expect(decideRetry({ ledger, wanted: { image: before }, liveWeight: 0 })).toMatchObject({ kind: "act" });
});

test.each([
  ["the attempt", { phase: "aborted" as const, attempt: attemptOf([], { revision: "1111111111" }) }],
  [
    "an earlier attempt",
    { phase: "promoted" as const, aborted: [{ image: released, revision: "1111111111" }] },
  ],
  [
    "what was put back",
    { phase: "promoted" as const, putBack: [{ image: released, revision: "1111111111" }] },
  ],
])("decideRetry() takes the revision of %s where the checkout knows its image only", (_name, change) => {
  const ledger = ledgerOf({ aborted: [], ...change });
  expect(decideRetry({ ledger, wanted: { image: released } }).version).toEqual({
    image: released,
    revision: "1111111111",
  });
});
