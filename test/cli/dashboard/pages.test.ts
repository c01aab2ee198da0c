import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listPages } from "../../../cli/dashboard/pages";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";
import { writeServices } from "../support/services";

const root = mkdtempSync(path.join(tmpdir(), "sluice-dashboard-"));
const before = process.env["KUBECONFIG"];
const names = ["cart", "shop"];
const { signal } = new AbortController();
const terminal = { say: () => {}, progress: () => {}, draw: () => {}, print: () => {} };
let cluster: FakeCluster;

beforeAll(async () => {
  cluster = await startFakeCluster(...names);
  process.env["KUBECONFIG"] = cluster.kubeconfig;
  writeServices(root, cluster, names, "cart");
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
