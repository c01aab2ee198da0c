import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { readSandbox } from "../../sandbox/cluster/lifecycle/sandbox";
import type { Sandbox } from "../../sandbox/cluster/lifecycle/sandbox";
import type { Load } from "../../sandbox/load/load";
import { freePort } from "../support/free-port";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { countSeries } from "./support/metrics/count-series";
import { openOwnSandbox } from "./support/own-sandbox";
import type { OwnSandbox } from "./support/own-sandbox";
import { quickly } from "./support/quickly";
import { addRegion, failedOf, failsLate, tellFigures, writeFleet } from "./support/releases/regions";
import type { Region } from "./support/releases/regions";
import { allowSeconds } from "./support/run";
import { sandboxName } from "./support/sandbox-name";

// Two sandboxes side by side are two regions: each has its own API server, gateway and Prometheus.

const weights = [20, 100];
const bakeSeconds = 5;
const waves = [
  { environments: [{ name: "paris", share: 40 }], bake: `${bakeSeconds}s` },
  { environments: [{ name: "tokyo", share: 60 }] },
];

let paris: App;
let tokyo: Region;
let second: OwnSandbox;
let ofParis: Load;

/** Variable by which every command knows both clusters. */
const knowing = (kubeconfig: string): { readonly KUBECONFIG: string } => ({
  KUBECONFIG: [paris.sandbox.kubeconfig, kubeconfig].join(path.delimiter),
});

// Two clusters beside each other take their time on a small machine.
allowSeconds(550);

beforeAll(async () => {
  const first = (await readSandbox(sandboxName)) as Sandbox;
  second = await openOwnSandbox("tokyo");
  const KUBECONFIG = [first.kubeconfig, second.sandbox.kubeconfig].join(path.delimiter);
  const stages = weights.map((weight) => ({ weight, soak: "3s" }));
  paris = await createApp("paris", { stages }, { ...quickly, KUBECONFIG });
  tokyo = await addRegion(paris, "tokyo", weights, second.sandbox);
  await tokyo.write();
  await writeFleet(paris, "world", waves);
  for (const result of await Promise.all([paris.up(), paris.up("tokyo")])) done(result);
  ofParis = paris.load(50);
  await paris.until("users are served in both clusters", async () => {
    const before = failed();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return JSON.stringify(failed()) === JSON.stringify(before);
  });
});
afterAll(async () => {
  await tokyo?.remove();
  await paris?.remove();
  await second?.close();
});

/** Failed requests of users in each region so far. */
const failed = () => ({ paris: failedOf(ofParis), tokyo: tokyo.failed() });

/** Series of a namespace's requests that a sandbox's Prometheus has. */
async function countRequests({ prometheusUrl }: Sandbox, namespace: string): Promise<number> {
  const of = (label: string) => `traefik_service_requests_total{${label}=~".*-${namespace}-.*"}`;
  return await countSeries(prometheusUrl, `${of("service")} or ${of("exported_service")}`);
}

test("a good release goes through two clusters one after the other, each by the counters of its own Prometheus", async () => {
  await paris.configure(image("v2"));
  await tokyo.write();
  const [begun, before] = [Date.now(), failed()];
  const { text } = done(await paris.sluice("rollout", "--fleet", "world"));
  tellFigures("released in two clusters", begun, before, failed());
  expect(text).toMatch(/"world" is released: all 2 waves are promoted/u);
  expect(failed()).toEqual(before);
  const [here, there] = await Promise.all([paris.ledger(), tokyo.ledger()]);
  expect([here, there].map(({ phase, weight }) => [phase, weight])).toEqual([
    ["promoted", 0],
    ["promoted", 0],
  ]);
  const promotedAt = here.attempt?.endedAtSeconds ?? Infinity;
  expect(there.attempt?.startedAtSeconds).toBeGreaterThanOrEqual(promotedAt + bakeSeconds);
  expect([await paris.image("stable"), await tokyo.image()]).toEqual([image("v2"), image("v2")]);
  // Neither cluster knows the other one's requests.
  const { sandbox } = second;
  expect(await countRequests(paris.sandbox, paris.namespace)).toBeGreaterThan(0);
  expect(await countRequests(sandbox, tokyo.namespace)).toBeGreaterThan(0);
  expect(await countRequests(paris.sandbox, tokyo.namespace)).toBe(0);
  expect(await countRequests(sandbox, paris.namespace)).toBe(0);
});

test("a release that fails in the second cluster only is halted there, and with `onFailure: all` taken back in the first", async () => {
  await writeFleet(paris, "world", waves, { "sluice:onFailure": "all" });
  await paris.configure(image("v1"));
  await tokyo.write(failsLate(weights));
  const [begun, before] = [Date.now(), failed()];
  const { code, text } = await paris.sluice("rollout", "--fleet", "world");
  tellFigures("taken back in two clusters", begun, before, failed());
  expect([code, text]).toEqual([
    4,
    expect.stringMatching(/"world" is halted in wave 2 of 2: tokyo rejected: fail/u),
  ]);
  const [here, there] = await Promise.all([paris.ledger(), tokyo.ledger()]);
  expect([here.attempt?.kind, here.phase, there.phase]).toEqual(["rollback", "promoted", "aborted"]);
  expect([here.weight, there.weight]).toEqual([0, 0]);
  expect([await paris.image("stable"), await tokyo.image()]).toEqual([image("v2"), image("v2")]);
  expect(failed()).toMatchObject({ paris: before.paris });
  expect(failed().tokyo.all).toBeGreaterThan(before.tokyo.all);
});

test("where one cluster does not answer nothing begins in the other, and status shows what it can read", async () => {
  await paris.configure(image("v3"));
  await tokyo.write();
  const { sandbox } = second;
  const away = path.join(paris.folder, "away.json");
  const text = await readFile(sandbox.kubeconfig, "utf8");
  await writeFile(away, text.replace(sandbox.apiServer, `https://127.0.0.1:${await freePort()}`));
  const before = await paris.ledger();
  const refused = await paris.sluiceIn(knowing(away), "rollout", "--fleet", "world");
  expect([refused.code, refused.text]).toEqual([2, expect.stringContaining("tokyo")]);
  expect(await paris.ledger()).toEqual(before);
  const status = await paris.sluiceIn(knowing(away), "status", "--fleet", "world");
  expect(status.text).toMatch(/paris .*40 %[^]*tokyo/u);
});
