import { commitTo } from "../../../components/ledger/commit";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { held } from "../../../components/core/ledger/transitions/stage-transition";
import { ledgerOf } from "../../support/gate";

function scene(ledger: Ledger, fault?: Error) {
  const events: unknown[] = [];
  const told: unknown[] = [];
  let written: Ledger | undefined;
  const cluster = {
    call: async (_method: string, _path: string, { body }: { body: unknown }) => void events.push(body),
  };
  const store = {
    update: async (change: (ledger: Ledger) => Ledger | undefined) => {
      written = change(ledger);
      return await Promise.resolve({ ledger: written ?? ledger, resourceVersion: "2" });
    },
  };
  const commit = commitTo({
    cluster: cluster as never,
    place: { app: "app", namespace: "prod" },
    store,
    now: () => 7,
    tell: ({ reason }, { phase }) => {
      if (fault !== undefined) throw fault;
      told.push([reason, phase]);
    },
  });
  return { told, commit, events, written: () => written };
}

test("commitTo() changes the ledger as it is now, and tells it as an Event", async () => {
  const { commit, events, told } = scene(ledgerOf());
  const after = await commit((ledger, nowSeconds) =>
    held(ledger, { reason: `at ${nowSeconds}`, nowSeconds }),
  );
  expect(after).toMatchObject({ phase: "held", note: "at 7" });
  expect(events).toEqual([expect.objectContaining({ kind: "Event", reason: "Held" })]);
  expect(told).toEqual([["Held", "held"]]);
});

test("commitTo() writes and tells nothing where the ledger is to stay", async () => {
  const { commit, events, told, written } = scene(ledgerOf());
  expect(await commit(() => undefined)).toEqual(ledgerOf());
  expect(written()).toBeUndefined();
  expect([events, told]).toEqual([[], []]);
});

test("commitTo() ends as ever where a message fails: the transition is written", async () => {
  const { commit, events } = scene(ledgerOf(), new RangeError("no such phase"));
  const after = await commit((ledger, nowSeconds) => held(ledger, { reason: "late", nowSeconds }));
  expect(after).toMatchObject({ phase: "held" });
  expect(events).toHaveLength(1);
});
