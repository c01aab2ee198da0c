import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listPages } from "../../../cli/dashboard/pages";
import { fileWith } from "../../support/environment";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";
import { ledgerOf } from "../../support/gate";

const root = mkdtempSync(path.join(tmpdir(), "sluice-dashboard-"));
const before = process.env["KUBECONFIG"];
const names = ["cart", "shop"];
const { signal } = new AbortController();
const terminal = { say: () => {}, progress: () => {}, draw: () => {}, print: () => {} };
let cluster: FakeCluster;

beforeAll(async () => {
  cluster = await startFakeCluster(...names);
  process.env["KUBECONFIG"] = cluster.kubeconfig;
  for (const name of names) {
    const folder = path.join(root, "services", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${name}\n`);
    const keys = {
      cluster: `{ context: fake, uid: ${cluster.uid} }`,
      app: `{ name: ${name}, namespace: ${name} }`,
    };
    writeFileSync(path.join(folder, "Pulumi.prod.yaml"), fileWith(keys));
  }
  writeFileSync(path.join(root, "services/cart/Pulumi.staging.yaml"), "config: { sluice:app: {} }\n");
  const ledger = JSON.stringify(ledgerOf({ app: "shop", phase: "promoted" }));
  cluster.put("/api/v1/namespaces/shop/configmaps/sluice-shop", { data: { "ledger.json": ledger } });
});
afterAll(async () => {
  process.env["KUBECONFIG"] = before;
  rmSync(root, { recursive: true });
  await cluster.stop();
});

test("the list has a row for each environment, a broken file hides no other, and each leads to its page", async () => {
  const pages = await listPages({ cwd: root }, terminal);
  expect([...pages.keys()]).toEqual([
    "/",
    "/environments/cart/prod",
    "/environments/cart/staging",
    "/environments/shop/prod",
  ]);
  const look = await pages.get("/")?.open(signal);
  const list = await look?.();
  expect(list?.told).toBe("3 environments: 1 not deployed, 1 not known, 1 promoted");
  expect(list?.sections["fleet"]).toContain('<a href="/environments/shop/prod"');
  const own = await pages.get("/environments/shop/prod")?.open(signal);
  expect(await own?.()).toMatchObject({ title: "promoted: shop in prod" });
  expect(cluster.requests.every(({ method }) => method === "GET")).toBe(true);
});
