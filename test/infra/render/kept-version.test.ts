import type { Cluster } from "../../../components/cluster/api";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { readKeptVersion } from "../../../infra/render/kept-version";
import { attemptOf, ledgerOf } from "../../support/gate";

const place = { app: "shop", namespace: "prod" };

const holding = (text: string | undefined): Cluster => {
  const find = async (path: string) => {
    expect(path).toBe("/api/v1/namespaces/prod/configmaps/sluice-shop");
    return await Promise.resolve(text === undefined ? undefined : { data: { "ledger.json": text } });
  };
  return { find } as unknown as Cluster;
};

const kept = async (ledger: Partial<Ledger>) =>
  await readKeptVersion(holding(JSON.stringify(ledgerOf(ledger))), place);

test("an attempt under way keeps the version that it began with; one that has ended does not", async () => {
  const attempt = attemptOf([], { kubeVersion: "1.35.0" });
  expect(await kept({ phase: "progressing", attempt })).toBe("1.35.0");
  expect(await kept({ phase: "held", attempt })).toBe("1.35.0");
  expect(await kept({ phase: "promoted", attempt })).toBeUndefined();
  expect(await kept({ phase: "progressing" })).toBeUndefined();
});

test("a ledger that is not there, or cannot be read, says nothing", async () => {
  expect(await readKeptVersion(holding(undefined), place)).toBeUndefined();
  expect(await readKeptVersion(holding("{"), place)).toBeUndefined();
  expect(
    await readKeptVersion({ find: async () => await Promise.resolve({}) } as unknown as Cluster, place),
  ).toBeUndefined();
});
