import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openHands } from "../../../cli/fleet/open-hands";
import { prefixed } from "../../../cli/fleet/prefixed";
import { rollOutFleet } from "../../../cli/fleet/roll-out-fleet";
import { showFleet } from "../../../cli/fleet/show-fleet";
import { loadFleet } from "../../../stacks/files/load-fleet";
import { fileWith, imageOf } from "../../support/environment";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";
import { attemptOf, ledgerOf } from "../../support/gate";
import { runSluice } from "../commands/run-sluice";

const root = mkdtempSync(path.join(tmpdir(), "sluice-waves-"));
const before = process.env["KUBECONFIG"];
const names = ["eu", "us", "ap"];
let cluster: FakeCluster;
let said: string[] = [];
let printed: unknown[] = [];
const terminal = {
  say: (text: string) => void said.push(text),
  progress: (text: string) => void said.push(`… ${text}`),
  draw: (text: string) => void said.push(text),
  print: (value: unknown) => void printed.push(value),
};

const putLedger = (name: string, changes: Parameters<typeof ledgerOf>[0]): void =>
  void cluster.put(`/api/v1/namespaces/${name}/configmaps/sluice-shop`, {
    data: { "ledger.json": JSON.stringify(ledgerOf({ app: "shop", environment: name, ...changes })) },
  });

const image = imageOf("a");
const write = (name: string, text: string): void =>
  writeFileSync(path.join(root, `Pulumi.${name}.yaml`), text);

beforeAll(async () => {
  cluster = await startFakeCluster(...names);
  process.env["KUBECONFIG"] = cluster.kubeconfig;
  writeFileSync(path.join(root, "Pulumi.yaml"), "name: shop\n");
  for (const name of names)
    write(
      name,
      fileWith({
        cluster: `{ context: fake, uid: ${cluster.uid} }`,
        app: `{ name: shop, namespace: ${name} }`,
      }),
    );
  const waves = ["eu", "us", "ap"].map(
    (name, at) => `{ bake: 1h, environments: [{ name: ${name}, share: ${[20, 30, 50][at]} }] }`,
  );
  write("global", `config:\n  sluice:waves: [${waves.join(", ")}]\n`);
  putLedger("eu", {
    phase: "promoted",
    promoted: [{ image }],
    attempt: attemptOf([], { image, endedAtSeconds: 60 }),
  });
  putLedger("us", { weight: 5, attempt: attemptOf(["passed", "soaking"], { image }) });
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

test("showFleet() says where each environment stands, and the way on", async () => {
  const outcome = await showFleet("global", { cwd: root }, terminal);
  expect(said).toEqual([
    "wave  environment  traffic  release",
    "1     eu           20 %     promoted at 1970-01-01T00:01:00Z",
    "2     us           30 %     progressing at 5 %",
    "3     ap           50 %     waits",
    "the release answers 21.5 % of the fleet's traffic",
    "us: sluice rollout us; sluice abort us --reason TEXT",
  ]);
  expect(outcome).toMatchObject({
    exitCode: 0,
    sentence: "wave 2 of 3 is under way",
    report: { fleet: "global", state: "going", wave: 2, reachedSharePercent: 21.5 },
  });
});

test("showFleet() tells of an environment that cannot be read, and of no other less", async () => {
  const text = fileWith({
    cluster: "{ context: fake, uid: 5e0a34c2-7a2b-4c4e-9d7e-0d8a3a9a8f11 }",
    app: "{ name: shop, namespace: us }",
  });
  write("us2", text);
  write("two", "config:\n  sluice:waves: [{ environments: [us2, ap] }]\n");
  const outcome = await showFleet("two", { cwd: root }, terminal);
  expect(said[1]).toMatch(/^1 +us2 +not known: .*uid/u);
  expect(outcome).toMatchObject({
    exitCode: 2,
    sentence: expect.stringContaining("sluice rollout --fleet two") as string,
  });
  rmSync(path.join(root, "Pulumi.us2.yaml"));
});

test("openHands() reads the ledgers, and the last look counts for a minute where one cannot be read", async () => {
  const hands = await openHands(await loadFleet(root, "global"), { cwd: root, terminal, rollout: {} });
  try {
    expect(await hands.readStanding("us")).toMatchObject({ kind: "running", weight: 5 });
    cluster.put("/api/v1/namespaces/us/configmaps/sluice-shop", { data: { "ledger.json": "{" } });
    cluster.put("/api/v1/namespaces/ap/configmaps/sluice-shop", { data: { "ledger.json": "{" } });
    expect(await hands.readStanding("us")).toMatchObject({ kind: "running", weight: 5 });
    expect(await hands.readStanding("ap")).toMatchObject({ kind: "unknown" });
    expect(hands.hasWatchdog("us")).toBe(false);
    const stop = new AbortController();
    stop.abort();
    await hands.rest(stop.signal, []);
    await hands.rest(new AbortController().signal, [Promise.resolve()]);
    expect((await hands.abort("eu", "drill")).sentence).toMatch(/^Cannot abort: .*got promoted/u);
    expect((await hands.rollBack("eu", stop.signal)).exitCode).toBe(3);
  } finally {
    hands.close();
  }
});

test("rollOutFleet() refuses a configuration of policies without its pack, before anything is touched", async () => {
  write("own", "config:\n  sluice:waves: [{ environments: [{ name: eu, policyPackConfig: [eu.json] }] }]\n");
  await expect(rollOutFleet("own", { cwd: root, terminal, rollout: {} })).rejects.toThrow(
    'policyPackConfig of "eu" must be one file for each --policy-pack: got 0 packs',
  );
});

test("prefixed() names the environment in every line", () => {
  const own = prefixed(terminal, "eu");
  own.say("one\ntwo");
  own.progress("three");
  own.progress("");
  own.draw("four");
  own.print({ event: "up" });
  expect(said).toEqual(["eu: one\neu: two", "… eu: three", "… "]);
  expect(printed).toEqual([{ environment: "eu", event: "up" }]);
});

test.each([
  [["rollout", "eu", "--fleet", "global"], '--fleet must be without ENV: got "eu" as well'],
  [
    ["rollout", "--fleet", "global", "--go-live"],
    "--go-live and --html must be for one environment: got --fleet",
  ],
  [["rollout"], "ENV must be given, or --fleet: got neither"],
  [["rollout", "--fleet", "none"], "Pulumi.none.yaml must exist and have sluice:waves"],
  [["rollout", "global"], "got that of a fleet (sluice:waves)"],
  [["status", "--fleet", "global", "--all"], "--fleet must be alone: got more"],
  [["status", "--fleet", "global", "--watch"], "--watch must be for one environment: got --fleet"],
])("sluice %j exits 2", async (args, text) => {
  const { code, stdout, stderr } = await runSluice(...args, "-C", root);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(text);
});
