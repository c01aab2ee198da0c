import { setFault } from "../../sandbox/fault/set-fault";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { mendPulumi } from "./support/kills/mend-pulumi";
import { findProvider } from "./support/kills/process-tree";
import type { Running } from "./support/run";

let app: App;
let load: Load;

beforeAll(async () => {
  app = await createApp("promotion", {
    // The first requests of a pod are slow: users must not be the ones that send them.
    app: { env: { COLD_REQUESTS: "200", COLD_LATENCY: "500ms" } },
    promotion: { warmup: 200 },
    stages: [
      { weight: 5, soak: "5s" },
      { weight: 100, soak: "5s" },
    ],
  });
  done(await app.up());
  load = app.load(50);
});

afterAll(async () => {
  await app.remove();
});

/** Base, then every stage: ready to be promoted. */
async function pass(name: "v1" | "v2"): Promise<void> {
  await app.configure(image(name));
  done(await app.up());
  for (const weight of [5, 100]) done(await app.up(`promotion-canary-${weight}`));
  expect(await app.ledger()).toMatchObject({ phase: "passed", weight: 100 });
}

/** Kills the engine of a promotion under way; the provider gives its lock up. */
async function kill(running: Running, pattern: RegExp): Promise<void> {
  await running.seen(pattern);
  // Without one nobody would give it up.
  findProvider(running.child.pid ?? 0);
  running.child.kill("SIGKILL");
  await running.ended;
  await app.until("the provider gave the lock up", async () => (await app.ledger()).lock === undefined);
}

const failedRequests = (): number => load.snapshot()?.failed ?? 0;

/** Makes stable's pods answer so many of their requests with 500, or none any more. */
async function breakStable(errorRatio: number): Promise<void> {
  const place = { kubeconfig: app.sandbox.kubeconfig, context: app.sandbox.context };
  const outcomes = await setFault(place, { namespace: app.namespace, track: "stable" }, { errorRatio });
  expect(outcomes.every(({ took }) => took)).toBe(true);
}

test("P8: a promotion that was killed goes on; another image and destroy are refused meanwhile", async () => {
  await pass("v2");
  await kill(app.startUp(), /stable rolls to/);
  expect(await app.ledger()).toMatchObject({ phase: "promoting", weight: 100 });
  await mendPulumi(app, "promotion");
  await app.configure(image("v3"));
  const other = await app.up();
  expect(other.sluiceCode).toBe(3);
  expect(other.text).toContain(`release.image must be ${image("v2")} while that is being promoted`);
  const destroy = await app.pulumi("destroy", "-s", "promotion", "--yes", "--skip-preview");
  expect(destroy.sluiceCode).toBe(3);
  expect(destroy.text).toContain("finishes the promotion");
  expect(await app.weight()).toBe(100);
  await app.configure(image("v2"));
  expect(done(await app.up("promotion-canary-100")).text).toContain("4 unchanged");
});

test("a stable that is ready and answers wrongly: the canary gets its 100 % back", async () => {
  const before = failedRequests();
  // Long enough for the fault to come first, whatever the machine is busy with.
  await app.configure(image("v2"), { promotion: { watch: "60s" } });
  const running = app.startUp();
  await running.seen(/traffic 100 → 50 %/);
  const brokenAt = Date.now();
  await breakStable(0.5);
  await running.seen(/traffic 50 → 100 %/);
  const seconds = (Date.now() - brokenAt) / 1000;
  const { text } = await running.ended;
  expect(text).toMatch(/\[sluice:4\].*went back \(promotion\): stable is worse than the canary/);
  expect(await app.weight()).toBe(100);
  expect(await app.ledger()).toMatchObject({ phase: "promoting", weight: 100 });
  expect(await app.image("stable")).toBe(image("v2"));
  const failed = failedRequests() - before;
  console.info(`back at 100 % after ${seconds.toFixed(1)} s, ${failed} requests failed`);
  expect(failed).toBeGreaterThan(0);
  await breakStable(0);
  await app.configure(image("v2"), { promotion: { watch: "3s" } });
});

inFull("P8: killed at 50 and at 0 the same command goes on; at 0 an abort says rollback", async () => {
  await kill(app.startUp(), /traffic 100 → 50 %/);
  expect(await app.weight()).toBe(50);
  expect(await app.ledger()).toMatchObject({ phase: "promoting", weight: 50, promotion: { weight: 100 } });
  await mendPulumi(app, "promotion");
  await kill(app.startUp(), /weight 50 → 0 written/);
  expect(await app.weight()).toBe(0);
  const abort = await app.sluice("abort", "promotion", "-C", app.folder, "--reason", "too late");
  expect(abort.code).toBe(3);
  expect(abort.text).toContain("sluice rollback brings the previous release back");
  expect(await app.image("stable")).toBe(image("v2"));
  await mendPulumi(app, "promotion");
  expect(done(await app.up()).text).toContain("promoted: stable is");
  expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0 });
  expect(await app.ledger()).not.toHaveProperty("promotion");
  expect(await app.image("stable")).toBe(image("v2"));
});

inFull("promoted: stages are a no-op, abort says use rollback, destroy would be allowed", async () => {
  for (const weight of [5, 100]) {
    expect(done(await app.up(`promotion-canary-${weight}`)).text).toContain("4 unchanged");
  }
  const abort = await app.sluice("abort", "promotion", "-C", app.folder, "--reason", "test");
  expect(abort.text).toContain("rollback");
  expect(await app.weight()).toBe(0);
  const retry = await app.sluice("retry", "promotion", "-C", app.folder, "--reason", "test");
  expect(retry.code).toBe(3);
});

inFull(
  "P7, P10: an abort at 50 ends base's run, brings stable back first, then moves the traffic to it",
  async () => {
    await pass("v1");
    // The abort comes before its end.
    await app.configure(image("v1"), { promotion: { watch: "60s" } });
    const running = app.startUp();
    await running.seen(/traffic 100 → 50 %/);
    const before = failedRequests();
    const abort = done(
      await app.sluice("abort", "promotion", "-C", app.folder, "--reason", "second thoughts", "--json"),
    );
    expect(JSON.parse(abort.stdout)).toMatchObject({ phase: "aborted", weight: { from: 50, live: 0 } });
    expect((await running.ended).code).not.toBe(0);
    expect(await app.image("stable")).toBe(image("v2"));
    expect(await app.weight()).toBe(0);
    expect((await app.ledger()).phase).toBe("aborted");
    expect(failedRequests() - before).toBe(0);
    expect(done(await app.up()).text).toMatch(/was aborted .*stable stays/);
    expect(await app.image("stable")).toBe(image("v2"));
  },
);

inFull("users do not meet cold pods in a promotion", async () => {
  const { moves } = await app.ledger();
  const { timeline } = await load.stop();
  const p99Of = (from: number, to: number): number => {
    const within = timeline.filter(({ at }) => Date.parse(at) >= from * 1000 && Date.parse(at) < to * 1000);
    const sorted = within.map(({ p99Ms }) => p99Ms).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  const halves = moves.filter(({ to }) => to === 50).map(({ atSeconds }) => atSeconds);
  // The one that was killed at 50 and went on from there.
  const half = halves[1] ?? 0;
  const [before, during] = [p99Of(half - 10, half - 1), p99Of(half, half + 8)];
  console.info(`median of p99 by second: ${before} ms before, ${during} ms in the promotion`);
  expect(during).toBeLessThan(400);
});
