import { createApp, done, image } from "./support/app";
import type { App, UpResult } from "./support/app";

// Pulumi Deployments, the Pulumi operator or a pipeline's schedule run these commands by themselves, at any time.

let app: App;
const [base, first, last] = ["clock", "clock-canary-20", "clock-canary-100"];

beforeAll(async () => {
  app = await createApp("clock", {
    stages: [
      { weight: 20, soak: "40s" },
      { weight: 100, soak: "5s" },
    ],
  });
  done(await app.up());
});

afterAll(async () => {
  await app.remove();
});

const run = async (command: string, stack: string, ...args: readonly string[]): Promise<UpResult> =>
  await app.pulumi(command, "-s", stack, "--yes", "--skip-preview", ...args);

/** A look for drift, which fails where it finds any. */
const detect = async (stack: string): Promise<UpResult> =>
  await app.pulumi("refresh", "-s", stack, "--preview-only", "--expect-no-changes");

/** A repair of drift. */
const repair = async (stack: string): Promise<UpResult> => await run("up", stack, "--refresh");

/** An end of a stack's time to live. */
const destroy = async (stack: string): Promise<UpResult> => await run("destroy", stack);

test("beside a release they move nothing, and no request fails", async () => {
  const load = app.load(100);
  const users = app.watchAnswers();
  await app.configure(image("v2"));
  done(await app.up());
  const stage = app.startUp(first);
  await stage.seen(/traffic 0 → 20 %/);
  // Pulumi's own lock of the stack that soaks.
  for (const refused of [await destroy(first), await run("refresh", first)]) {
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain("the stack is currently locked");
  }
  done(await detect(base));
  done(await repair(base));
  done(await run("refresh", base));
  done(await stage.ended);
  expect(await app.weight()).toBe(20);
  done(await detect(base));
  done(await detect(first));
  done(await app.pulumi("preview", "-s", base, "--refresh", "--expect-no-changes"));
  done(await repair(first));
  done(await destroy(first));
  done(await repair(base));
  expect(await app.weight()).toBe(20);
  done(await app.up(last));
  // A promotion that is due is no drift.
  done(await detect(base));
  done(await detect(last));
  expect(done(await repair(base)).text).toContain("promoted");
  done(await detect(base));
  users.stop();
  expect(users.failures()).toEqual([]);
  const report = await load.stop();
  expect([report.failures, report.failed]).toEqual([[], 0]);
});

test("a look for drift shows a weight that somebody moved, and a stable that was scaled or deleted by hand", async () => {
  await app.configure(image("v1"));
  done(await app.up());
  done(await detect(base));
  await app.setWeight(30);
  const moved = await detect(base);
  expect(moved.code).not.toBe(0);
  expect(moved.text).toMatch(/sluice:Release scholarlink[^]*live weight is 30 %, the ledger has 0 %/);
  // A repair says it as well, and leaves the weight to a person.
  expect((await repair(base)).text).toContain("live weight is 30 %");
  expect(await app.weight()).toBe(30);
  done(await app.sluice("abort", base, "-C", app.folder, "--reason", "drift"));
  done(await detect(base));
  await app.kubectl("delete", "deployment", "scholarlink-canary");
  const gone = await detect(base);
  expect(gone.code).not.toBe(0);
  expect(gone.text).toMatch(/scholarlink-canary[^]*delete/);
  done(await repair(base));
  done(await detect(base));
});
