import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { showAll } from "../../../cli/services/status-all";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";
import { writeServices } from "../support/services";

const root = mkdtempSync(path.join(tmpdir(), "sluice-fleet-"));
const before = process.env["KUBECONFIG"];
const names = ["cart", "mail", "shop"];
let cluster: FakeCluster;
let said: string[] = [];
let printed: unknown[] = [];
const terminal = {
  say: (text: string) => void said.push(text),
  progress: () => undefined,
  draw: () => undefined,
  print: (value: unknown) => void printed.push(value),
};

beforeAll(async () => {
  cluster = await startFakeCluster(...names);
  process.env["KUBECONFIG"] = cluster.kubeconfig;
  writeServices(root, cluster, names, "mail");
});
beforeEach(() => {
  said = [];
  printed = [];
});
afterAll(async () => {
  process.env["KUBECONFIG"] = before;
  rmSync(root, { recursive: true });
  await cluster.stop();
});

test("showAll() has a line for every environment of every service; a broken file hides no other", async () => {
  const outcome = await showAll({ cwd: root }, terminal);
  expect(said.map((line) => line.split(/ {2,}/u).slice(0, 2))).toEqual([
    ["environment", "phase"],
    ["cart/prod", "not deployed"],
    ["mail/prod", "not deployed"],
    ["mail/staging", "not known"],
    ["shop/prod", "promoted"],
  ]);
  expect(said[3]).toContain('Cannot read environment "staging"');
  expect(outcome).toMatchObject({
    exitCode: 2,
    sentence: expect.stringContaining("4 environments: ") as string,
  });
  expect(printed).toHaveLength(4);
  expect(printed).toContainEqual(
    expect.objectContaining({ folder: "services/shop", service: "shop", environment: "prod" }),
  );
  const identity = cluster.requests.filter(({ path: at }) => at.endsWith("/namespaces/kube-system"));
  expect(identity).toHaveLength(1);
});

test("showAll() of one environment's name leaves the others out", async () => {
  expect(await showAll({ cwd: root, environment: "prod" }, terminal)).toMatchObject({
    exitCode: 0,
    report: { environments: 3 },
  });
});
