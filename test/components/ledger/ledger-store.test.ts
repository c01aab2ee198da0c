import { ApiError } from "../../../components/cluster/api-error";
import type { Cluster } from "../../../components/cluster/api";
import {
  ForeignLedgerError,
  LedgerUnreadableError,
  ledgerStore,
} from "../../../components/ledger/ledger-store";
import { ledgerOf } from "../../support/gate";

const where = { app: "shop", environment: "prod", namespace: "shops" };

/** A cluster with one ConfigMap; `deleted` tells whether it was taken away. */
function storeOf(data: Readonly<Record<string, string>> | undefined, metadata: object = {}) {
  const object = { metadata: { name: "sluice-shop", resourceVersion: "1", ...metadata }, data };
  const calls: string[] = [];
  const cluster = {
    find: async () => await Promise.resolve(object),
    call: async (method: string) => {
      calls.push(method);
      return await Promise.reject(new ApiError(404, "NotFound", "gone"));
    },
  } as unknown as Cluster;
  return { store: ledgerStore(cluster, where), calls };
}

const textOf = (owner: object) => ({ "ledger.json": JSON.stringify({ ...ledgerOf(), ...owner }) });

test("read() gives the ledger of this app in this environment", async () => {
  const { store } = storeOf(textOf({ app: "shop", environment: "prod" }));
  expect((await store.read())?.ledger.app).toBe("shop");
});

test.each([
  ["another environment's", textOf({ app: "shop", environment: "live" }), /in environment "live"; nothing/],
  ["another app's", textOf({ app: "cart", environment: "prod" }), /got that of app "cart"/],
  ["another owner's", { colour: "blue" }, /got a foreign one \(owned by Helm release shop\); nothing/],
])(
  "a ConfigMap that is %s is refused by name, and nothing is written or removed",
  async (_name, data, words) => {
    const metadata = { annotations: { "meta.helm.sh/release-name": "shop" } };
    const { store, calls } = storeOf(data, metadata);
    for (const work of [() => store.read(), () => store.remove(), () => store.update((ledger) => ledger)]) {
      const error: unknown = await work().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ForeignLedgerError);
      expect((error as Error).message).toMatch(words);
      expect((error as Error).message).not.toMatch(/delete/);
    }
    expect(calls).toEqual([]);
  },
);

test("a ledger of ours that is damaged stays unreadable, and may be removed", async () => {
  const { store, calls } = storeOf(undefined, { labels: { "app.kubernetes.io/managed-by": "sluice" } });
  await expect(store.read()).rejects.toBeInstanceOf(LedgerUnreadableError);
  await store.remove();
  expect(calls).toEqual(["DELETE"]);
});

test("a ledger of a newer Sluice is left alone: only a damaged one may be deleted to be built again", async () => {
  const newer = JSON.stringify({ ...ledgerOf(), version: 99 });
  const read = async (text: string) => await storeOf({ "ledger.json": text }).store.read();
  await expect(read(newer)).rejects.toThrow(/must be at most \d+: got 99\n {2}→ run the version of Sluice/);
  await expect(read(newer)).rejects.not.toThrow(/delete/);
  await expect(read("{")).rejects.toThrow(/keep a copy .* then delete it/);
});
