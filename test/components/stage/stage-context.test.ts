import type { Ledger } from "../../../components/core/ledger/ledger";
import { zeroWritten } from "../../../components/core/ledger/transitions/weight-transition";
import type { Session } from "../../../components/session/session";
import { reconciled } from "../../../components/stage/stage-context";
import { ledgerOf, released, routeOf } from "../../support/gate";

const soaking = ledgerOf({ weight: 5, epoch: "4-a" });
const zeroReason = { attempt: 3, kind: "abort", reason: "checkout is slow" } as const;
const aborted = routeOf(0, { epoch: "5-b", zeroReason });

/** A session whose ledger is `now` by the time that it is written. */
function sessionWith(now: Ledger): { session: Session; said: string[]; ledger: () => Ledger } {
  let ledger = now;
  const said: string[] = [];
  const session = {
    now: () => 7,
    say: (text: string) => void said.push(text),
    commit: async (change: Parameters<Session["commit"]>[0]) => {
      ledger = change(ledger, 7)?.ledger ?? ledger;
      return await Promise.resolve(ledger);
    },
  } as unknown as Session;
  return { session, said, ledger: () => ledger };
}

test("reconciled() takes over what the route shows and the ledger does not know", async () => {
  const { session, said } = sessionWith(soaking);
  const { ledger, reconcile } = await reconciled(session, soaking, aborted, true);
  expect(reconcile).toEqual({ kind: "same" });
  expect(ledger).toMatchObject({ phase: "aborted", weight: 0, epoch: "5-b", aborted: [{ image: released }] });
  expect(said).toEqual([expect.stringContaining("taken over after an interruption")]);
});

test("reconciled() leaves what somebody recorded after it was read", async () => {
  const zero = {
    kind: "abort",
    reason: "checkout is slow",
    epoch: "5-b",
    by: "sluice abort",
    nowSeconds: 6,
  } as const;
  const recorded = { ...zeroWritten(soaking, zero).ledger, note: "written meanwhile" };
  const { session, said, ledger } = sessionWith(recorded);
  expect((await reconciled(session, soaking, aborted, true)).ledger).toEqual(recorded);
  expect(ledger()).toBe(recorded);
  expect(said).toEqual([]);
});

test("reconciled() writes nothing where it may only look", async () => {
  const { session, ledger } = sessionWith(soaking);
  expect((await reconciled(session, soaking, aborted, false)).ledger).toMatchObject({ phase: "aborted" });
  expect(ledger()).toBe(soaking);
});

test.each([
  ["without a ledger", undefined, aborted, { kind: "same" }],
  ["without a route", soaking, undefined, { kind: "same" }],
  ["where another owner moved traffic", soaking, routeOf(30, { epoch: "4-a" }), { kind: "drift" }],
])("reconciled() changes nothing %s", async (_, ledger, live, expected) => {
  const { session, ledger: left } = sessionWith(soaking);
  expect((await reconciled(session, ledger, live, true)).reconcile).toMatchObject(expected);
  expect(left()).toBe(soaking);
});
