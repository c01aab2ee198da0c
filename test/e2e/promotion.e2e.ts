import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { mendPulumi } from "./support/mend-pulumi";
import { findProvider } from "./support/process-tree";

let app: App;

beforeAll(async () => {
  app = await createApp("promotion", {
    stages: [
      { weight: 5, soak: "5s" },
      { weight: 100, soak: "5s" },
    ],
  });
  done(await app.up());
  app.load(50);
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

/** Kills the engine while stable rolls: the ledger says `promoting`, the canary has everything. */
async function killPromotion(): Promise<void> {
  const running = app.startUp();
  await running.seen(/stable rolls to/);
  const provider = findProvider(running.child.pid ?? 0);
  running.child.kill("SIGKILL");
  await running.ended;
  expect(provider).toBeDefined();
  await app.until("the provider gave the lock up", async () => (await app.ledger()).lock === undefined);
  expect(await app.ledger()).toMatchObject({ phase: "promoting", weight: 100 });
}

test("a promotion that was killed goes on; another image and destroy are refused meanwhile", async () => {
  await pass("v2");
  await killPromotion();
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
  const finished = done(await app.up());
  expect(finished.text).toContain("promoted: stable is");
  expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0 });
  expect(await app.image("stable")).toBe(image("v2"));
});

test("promoted: stages are a no-op, abort says use rollback, destroy would be allowed", async () => {
  for (const weight of [5, 100]) {
    expect(done(await app.up(`promotion-canary-${weight}`)).text).toContain("4 unchanged");
  }
  const abort = await app.sluice("abort", "promotion", "-C", app.folder, "--reason", "test");
  expect(abort.text).toContain("rollback");
  expect(await app.weight()).toBe(0);
  const retry = await app.sluice("retry", "promotion", "-C", app.folder, "--reason", "test");
  expect(retry.code).toBe(3);
});

test("P7, P10: an abort while promoting brings stable back first, then moves the traffic to it", async () => {
  await pass("v1");
  await killPromotion();
  const abort = done(
    await app.sluice("abort", "promotion", "-C", app.folder, "--reason", "second thoughts", "--json"),
  );
  expect(JSON.parse(abort.stdout)).toMatchObject({ phase: "aborted", weight: { from: 100, live: 0 } });
  expect(await app.image("stable")).toBe(image("v2"));
  expect(await app.weight()).toBe(0);
  expect((await app.ledger()).phase).toBe("aborted");
  await mendPulumi(app, "promotion");
  expect(done(await app.up()).text).toMatch(/was aborted .*stable stays/);
  expect(await app.image("stable")).toBe(image("v2"));
});
