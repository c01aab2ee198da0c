import {
  describeHistory,
  explainHistory,
  listAborted,
} from "../../../../components/core/commands/explain-history";
import { recordOf } from "../../../../components/core/report/record";
import { attemptOf, ledgerOf } from "../../../support/gate";
import { failedStage } from "../../../support/report";
import { A, B, C, attempt, ledger, now, running } from "../release/world";

const earlier = {
  number: 1,
  kind: "first",
  image: A,
  revision: "1111111111",
  outcome: "promoted",
  reason: "promoted",
  startedAtSeconds: now - 900,
  endedAtSeconds: now - 800,
} as const;

test("nothing where there is no ledger, or no attempt", () => {
  for (const found of [undefined, ledger()]) {
    const history = describeHistory("prod", "shop", found);
    expect(history.attempts).toEqual([]);
    expect(explainHistory(history)).toBe("prod shop: no release was ever made");
  }
});

test("no secret of a person's reason", () => {
  const record = ledger({
    phase: "aborted",
    earlier: [{ ...earlier, outcome: "aborted", reason: "password=hunter2 was wrong" }],
    attempt: attempt(A, { endReason: "token: abcdefgh12", endedAtSeconds: now }),
  });
  const history = describeHistory("prod", "shop", record);
  expect(history.attempts.map(({ reason }) => reason)).toEqual(["token: …", "password=… was wrong"]);
});

test("the newest first, with what each changed and why it ended", () => {
  const record = ledger({
    phase: "aborted",
    promoted: [{ image: C }, { image: B, revision: "2222222222" }, { image: A, revision: "1111111111" }],
    earlier: [earlier],
    attempt: attempt(A, {
      revision: "3333333333",
      changes: ["env LOG_LEVEL"],
      endReason: "fail: relative",
      endedAtSeconds: now,
    }),
  });
  const history = describeHistory("prod", "shop", record);
  expect(history.attempts).toMatchObject([
    { attempt: 2, revision: "3333333333", outcome: "aborted", reason: "fail: relative" },
    { attempt: 1, revision: "1111111111", outcome: "promoted", endedAt: expect.any(String) },
  ]);
  const text = explainHistory(history).split("\n");
  expect(text[1]).toMatch(
    /^2 {2}20\d\d-.*release of sha256:a+ \(revision 3333333333\), changes env LOG_LEVEL {2}aborted: fail: relative$/,
  );
  expect(text[2]).toMatch(/first of sha256:a+ \(revision 1111111111\) {2}promoted$/);
  expect(text[3]).toBe(`back to   2222222222, ${C}: sluice rollback prod --to REVISION`);
});

test("releases that evidence ended, and how many of them users as a whole did not notice", () => {
  const record = ledger({
    phase: "aborted",
    attempt: attempt(A, { endReason: "fail", endedAtSeconds: now }),
  });
  const aborted = (number: number, errors: number) =>
    recordOf(
      ledgerOf({
        phase: "aborted",
        attempt: attemptOf([], {
          number,
          stages: [
            {
              ...failedStage,
              verdict: { ...failedStage.verdict!, canary: { requests: 100, errors } },
            },
          ],
        }),
      }),
    )!;
  expect(listAborted(describeHistory("prod", "shop", record))).toEqual([2]);
  const byHand = recordOf(ledgerOf({ phase: "aborted" }))!;
  const history = describeHistory("prod", "shop", record, [aborted(2, 50), aborted(1, 1), byHand]);
  expect(history.stopped.map(({ isUnnoticed }) => isUnnoticed)).toEqual([false, true]);
  expect(explainHistory(history)).toContain(
    "stopped   1 of 2 releases that evidence ended were stopped while users as a whole were inside the objective: 2 (3.5 % of all requests failed, 1 % may), 1 (1 % of all requests failed, 1 % may)",
  );
  expect(explainHistory(describeHistory("prod", "shop", record))).not.toContain("stopped   ");
});

test("who said that owners of objects have let go of them", () => {
  const objects = ["HTTPRoute prod/shop of Helm release shop"];
  const word = { atSeconds: now, who: "anna@laptop", reason: "out of the chart", objects };
  const record = ledger({ attempt: attempt(A), ownersStopped: [{ ...word, reason: "first" }, word] });
  const history = describeHistory("prod", "shop", record);
  expect(history.ownersStopped.map(({ reason }) => reason)).toEqual(["out of the chart", "first"]);
  expect(explainHistory(history)).toMatch(
    /owners let go {2}20\S+ {2}HTTPRoute prod\/shop of Helm release shop, by anna@laptop: out of the chart/,
  );
});

test.each([
  ["running", running(50, "soaking"), "running", null],
  ["promoted", ledger({ attempt: attempt(A, { endReason: "promoted" }) }), "promoted", "promoted"],
  [
    "aborted for a reason that is not known",
    ledger({ phase: "aborted", attempt: attempt(B) }),
    "aborted",
    null,
  ],
])("the last attempt is %s", (_name, record, outcome, reason) => {
  const history = describeHistory("prod", "shop", record);
  expect(history.attempts[0]).toMatchObject({ outcome, reason, revision: null });
  expect(explainHistory(history)).toContain(outcome);
});

test("explainHistory() tells the last migration, and that it was taken back", () => {
  const back = { way: "undo", state: "done", atSeconds: now, who: "anna" } as const;
  const database = { attempt: 2, image: B, reversible: true, back };
  const history = describeHistory("prod", "shop", ledger({ attempt: attempt(B), database }));
  expect(explainHistory(history)).toMatch(
    /^database {2}migration of attempt 2 .*; undo by anna is done at /m,
  );
});
