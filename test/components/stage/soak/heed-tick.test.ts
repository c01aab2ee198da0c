import { heedTicks } from "../../../../components/stage/soak/heed-tick";
import { ledgerOf } from "../../../support/gate";

test("heedTicks() calls a person once for each basis, by Event and by message, and never waits for the ledger", async () => {
  const told: unknown[] = [];
  const said: string[] = [];
  let isAway = false;
  const session = {
    say: (text: string) => void said.push(text),
    cluster: { call: async () => await Promise.resolve({}) },
    settings: { app: "app", namespace: "prod" },
    now: () => 7,
    store: {
      read: async () => {
        if (isAway) throw new Error("away");
        return await Promise.resolve({ ledger: ledgerOf(), resourceVersion: "1" });
      },
    },
    tell: ({ reason, message }: { reason: string; message: string }, { app }: { app: string }) =>
      void told.push([reason, message, app]),
  };
  const heed = heedTicks(session as never);
  const seen = (basis: string) =>
    ({ decision: { action: "go-on", call: { basis, sentence: `${basis}!` } } }) as never;
  await heed(seen("worse"), 5);
  await heed(seen("worse"), 5);
  isAway = true;
  await heed(seen("short"), 5);
  await new Promise(setImmediate);
  expect(said).toEqual(["worse!", "short!"]);
  expect(told).toEqual([["StableWorse", "worse!", "app"]]);
});
