import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";

let app: App;

beforeAll(async () => {
  app = await createApp("release");
});

afterAll(async () => {
  await app.remove();
});

test("a good release goes from first deploy to promoted without one failed client request", async () => {
  expect(done(await app.up()).text).toContain("first deploy");
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await app.image("stable")).toBe(image("v1"));

  const load = app.load(100);
  await app.configure(image("v2"));
  done(await app.up());
  expect(await app.weight()).toBe(0);
  for (const weight of [5, 50, 100]) {
    const stage = done(await app.up(`release-canary-${weight}`));
    expect(stage.text).toContain(`traffic ${weight === 5 ? 0 : weight === 50 ? 5 : 50} → ${weight} %`);
    expect(await app.weight()).toBe(weight);
  }
  expect((await app.ledger()).phase).toBe("passed");
  done(await app.up());
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("promoted");
  expect(ledger.moves.map(({ from, to }) => [from, to])).toEqual([
    [0, 5],
    [5, 50],
    [50, 100],
    [100, 0],
  ]);
  expect(await app.image("stable")).toBe(image("v2"));
  expect(await app.weight()).toBe(0);
  const report = await load.stop();
  expect(report.failed).toBe(0);
  expect(report.ok).toBeGreaterThan(3000);
});

test("a release that answers errors is taken off by itself, and stays away", async () => {
  const load = app.load(100);
  // Version 3 answers its first requests well: a soak must be longer than that to see it fail.
  const stages = [5, 50, 100].map((weight) => ({ weight, soak: "60s" }));
  await app.configure(image("v3"), { stages });
  done(await app.up());
  const stage = await app.up("release-canary-5");
  expect(stage.sluiceCode).toBe(4);
  expect(stage.text).toContain("all traffic is on stable (observed)");
  expect(await app.weight()).toBe(0);
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("aborted");
  expect(ledger.attempt?.stages[0]?.verdict?.kind).toBe("fail");
  await load.stop();

  const again = await app.up("release-canary-5");
  expect(again.sluiceCode).toBe(3);
  expect(again.text).toContain("sluice retry");
  expect(await app.weight()).toBe(0);
});
