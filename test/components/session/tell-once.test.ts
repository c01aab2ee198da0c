import type { Ledger } from "../../../components/core/ledger/ledger";
import { RunEnd } from "../../../components/core/run-end";
import type { Change } from "../../../components/ledger/commit";
import { tellOnce } from "../../../components/session/tell-once";
import { ledgerOf } from "../../support/gate";

/** A ledger that transitions are committed to, and the Events that told of them. */
function committing(ledger: Ledger) {
  const events: string[] = [];
  let current = ledger;
  const commit = async (change: Change): Promise<Ledger> => {
    const made = change(current, 1);
    if (made !== undefined) {
      current = made.ledger;
      events.push(made.event.message);
    }
    return await Promise.resolve(current);
  };
  return { events, session: { commit, settings: { stack: "prod-canary-5" } as never } };
}

test("tellOnce() tells the Events once why a command ended, and hands the end on", async () => {
  const { events, session } = committing(ledgerOf());
  const end = new RunEnd("refused", "Cannot shift traffic: the canary never got ready");
  for (let i = 0; i < 3; i++) expect(await tellOnce(session, end)).toBe(end);
  expect(events).toEqual(["prod-canary-5 ended: Cannot shift traffic: the canary never got ready"]);
});

test.each(["busy", "interrupted", "failed"] as const)("tellOnce() is silent on %s", async (end) => {
  const { events, session } = committing(ledgerOf());
  await tellOnce(session, new RunEnd(end, "why"));
  expect(events).toEqual([]);
});

test("tellOnce() is silent on an end that a transition told of, and where the ledger is away", async () => {
  class Recorded extends RunEnd {
    override readonly recorded = true;
  }
  const { events, session } = committing(ledgerOf());
  await tellOnce(session, new Recorded("inconclusive", "held"));
  expect(events).toEqual([]);
  const end = new RunEnd("refused", "why");
  const away = { ...session, commit: async () => await Promise.reject(new Error("away")) };
  expect(await tellOnce(away, end)).toBe(end);
});
