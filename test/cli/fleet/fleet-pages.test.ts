import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listPages } from "../../../cli/dashboard/pages";
import { fleetDashboardOf } from "../../../cli/grafana/make-dashboard";
import { fileWith } from "../../support/environment";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";
import { ledgerOf } from "../../support/gate";
import { runSluice } from "../commands/run-sluice";

const root = mkdtempSync(path.join(tmpdir(), "sluice-fleet-pages-"));
const before = process.env["KUBECONFIG"];
const names = ["ap", "eu"];
const terminal = { say: () => {}, progress: () => {}, draw: () => {}, print: () => {} };
let cluster: FakeCluster;

beforeAll(async () => {
  cluster = await startFakeCluster(...names);
  process.env["KUBECONFIG"] = cluster.kubeconfig;
  const write = (name: string, text: string): void => writeFileSync(path.join(root, name), text);
  write("Pulumi.yaml", "name: shop\n");
  for (const name of names)
    write(
      `Pulumi.${name}.yaml`,
      fileWith({
        cluster: `{ context: fake, uid: ${cluster.uid} }`,
        app: `{ name: shop, namespace: ${name} }`,
        analysis: `{ prometheus: "http://prometheus.${name}.example.org" }`,
        slos: "{ availability: { target: 0.999 }, latency: { target: 0.99, within: 300ms } }",
      }),
    );
  write("Pulumi.global.yaml", "config:\n  sluice:waves: [{ environments: [ap] }, { environments: [eu] }]\n");
  const ledger = JSON.stringify(ledgerOf({ app: "shop", environment: "eu", phase: "promoted" }));
  cluster.put("/api/v1/namespaces/eu/configmaps/sluice-shop", { data: { "ledger.json": ledger } });
});
afterAll(async () => {
  process.env["KUBECONFIG"] = before;
  rmSync(root, { recursive: true });
  await cluster.stop();
});

test("the page of a fleet has its environments wave by wave, each with a page of its own", async () => {
  const pages = await listPages({ cwd: root, fleet: "global" }, terminal);
  expect([...pages.keys()]).toEqual(["/", "/environments/global/ap", "/environments/global/eu"]);
  const { signal } = new AbortController();
  const look = await pages.get("/")?.open(signal);
  const list = await look?.();
  expect(list).toMatchObject({
    title: "Sluice: fleet global",
    told: "2 environments: 1 not deployed, 1 promoted",
  });
  expect(list?.sections["fleet"]).toMatch(/wave 1: ap<.*not deployed.*wave 2: eu<.*promoted/s);
  const own = await pages.get("/environments/global/eu")?.open(signal);
  expect(await own?.()).toMatchObject({ title: "promoted: shop in eu" });
});

test("the dashboard of a fleet has a line of each environment on every panel, by the Prometheus of each", async () => {
  const { panels, environments, dashboard } = await fleetDashboardOf(root, "global");
  expect(environments).toEqual(names);
  expect(panels.map(({ title, lines }) => `${title}: ${lines.map(({ name }) => name).join(", ")}`)).toEqual([
    "Requests: ap, eu",
    "Failed requests: ap, eu",
    "Traffic of the canary: ap, eu",
    "Error budget left: ap: availability, ap: latency, eu: availability, eu: latency",
  ]);
  expect(dashboard).toMatchObject({ uid: "sluice-fleet-global-shop", title: "shop: fleet global" });
  expect(JSON.stringify(dashboard)).toContain('"uid":"${datasource_2}"');
});

test.each([
  [["grafana"], "ENV or --fleet NAME must be given: got neither"],
  [["grafana", "ap", "--fleet", "global"], "ENV or --fleet NAME must be given: got both"],
  [["dashboard", "ap", "--fleet", "global"], "--fleet must be without ENV and --all: got another as well"],
  [["grafana", "--fleet", "ap"], "sluice:waves"],
])("%j ends with exit code 2", async (line, message) => {
  const { code, stderr } = await runSluice(...line, "-C", root);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
