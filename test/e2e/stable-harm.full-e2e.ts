import { setTimeout as sleep } from "node:timers/promises";
import { clearFaults, setFault } from "../../sandbox/fault/set-fault";
import type { Fault } from "../../sandbox/fault/fault";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import type { Running } from "./support/run";

/** The sandbox's one database; the tests have a schema of their own in it. */
const schema = "t_harm";
const ratePerSecond = 200;
let app: App;
let load: Load;

const ask = async (sql: string): Promise<string> => (await app.exec("psql", "-Atc", sql)).trim();
const place = () => ({ namespace: app.namespace, app: "scholarlink" });

beforeAll(async () => {
  app = await createApp("harm", {
    // No soak of these ends by itself.
    stages: [
      { weight: 20, soak: "1h" },
      { weight: 100, soak: "1h" },
    ],
    app: { secretEnv: { DATABASE_URL: { secret: "database", key: "url" } } },
    migration: { command: ["/scholarlink", "migrate"], reversible: true },
  });
  await ask(`drop schema if exists ${schema} cascade`);
  await ask(`create schema ${schema}`);
  const { user, password, clusterAddress, name } = app.sandbox.database;
  const url = `postgres://${user}:${password}@${clusterAddress}/${name}?sslmode=disable&search_path=${schema}`;
  await app.kubectl("create", "secret", "generic", "database", `--from-literal=url=${url}`);
  done(await app.up());
  load = app.load(ratePerSecond);
  await app.configure(image("v2"));
  done(await app.up());
  // Stable before the first raise is told by some seconds of its own requests.
  await sleep(15_000);
});

afterAll(async () => {
  await app.remove();
});

/** Runs the stage, sets a fault once it soaks, and says how long the weight stayed above 0 and what failed by then. */
async function harm(fault: Fault, tracks: readonly ("stable" | "canary")[]): Promise<Running> {
  const stage = app.startUp("harm-canary-20");
  await stage.seen(/20 %: held/);
  const failed = () => load.snapshot()?.failed ?? 0;
  const before = failed();
  const start = performance.now();
  for (const track of tracks) await setFault(app.sandbox, { ...place(), track }, fault);
  await app.until("the weight is 0", async () => (await app.weight()) === 0);
  const seconds = (performance.now() - start) / 1000;
  console.info(
    `${JSON.stringify(fault)} on ${tracks.join(" and ")}: weight 0 after ${seconds.toFixed(1)} s, ${failed() - before} failed requests at ${ratePerSecond} a second`,
  );
  return stage;
}

test("a canary that poisons data which stable reads loses its traffic, and it is said that stable recovered", async () => {
  const stage = await harm({ poison: true }, ["canary"]);
  const { text } = await stage.ended;
  console.info(text.match(/stable (recovered|did not recover).*/)?.[0]);
  expect(text).toMatch(
    /\[sluice:4\] Put traffic of "scholarlink" back from 20 % \(stable-harmed\): stable became worse/,
  );
  expect(text).toMatch(
    /stable recovered \d+ s after weight 0: .* a new attempt of it needs sluice retry harm/,
  );
  expect(await app.ledger()).toMatchObject({
    phase: "aborted",
    weight: 0,
    aborted: [],
    putBack: [{ image: image("v2") }],
    attempt: { stages: [{ verdict: { kind: "inconclusive", basis: "stable-harmed" } }, {}] },
  });
});

test("the same image waits for a person's retry", async () => {
  const again = await app.up();
  expect(again.text).toMatch(/put back .*stable-harmed.*sluice retry harm --reason TEXT/s);
  expect((await app.ledger()).phase).toBe("aborted");
  done(await app.sluice("retry", "harm", "--reason", "the format is fixed"));
  done(await app.up());
  expect(await app.ledger()).toMatchObject({ phase: "progressing", putBack: [] });
});

test("what befalls both tracks soon after a raise takes the traffic off without a fail", async () => {
  const stage = await harm({ errorRatio: 0.5 }, ["stable", "canary"]);
  await clearFaults(app.sandbox, { ...place(), track: "stable" });
  const { text } = await stage.ended;
  console.info(text.match(/stable (recovered|did not recover).*/)?.[0]);
  expect(text).toMatch(/\(stable-harmed\): (both tracks|stable) became worse/);
  expect((await app.ledger()).aborted).toEqual([]);
});

const retry = async (): Promise<void> => {
  done(await app.sluice("retry", "harm", "--reason", "drill"));
  done(await app.up());
};

test("a canary that does not answer is taken off by the share of clients that gave up", async () => {
  await retry();
  const { text } = await (await harm({ hang: true }, ["canary"])).ended;
  expect(text).toMatch(/\(class\): Fail: clients that gave up/);
  expect(await app.ledger()).toMatchObject({
    phase: "aborted",
    weight: 0,
    aborted: [{ image: image("v2") }],
  });
});

test("a stable that could not carry everything is grown before the harmed release's traffic comes back", async () => {
  await retry();
  const stage = app.startUp("harm-canary-20");
  await stage.seen(/20 %: held/);
  await app.kubectl("scale", "deployment/scholarlink-stable", "--replicas=1");
  await app.until("one pod is left", async () => (await app.track("stable")).ready === 1);
  for (const track of ["stable", "canary"] as const)
    await setFault(app.sandbox, { ...place(), track }, { errorRatio: 0.5 });
  await app.until("the weight is 0", async () => (await app.weight()) === 0, 180);
  await clearFaults(app.sandbox, { ...place(), track: "stable" });
  const { text } = await stage.ended;
  expect(text).toMatch(/stable: 1 → 2 replicas, so that it can carry everything/);
  const readyAt = await app.kubectl(
    "get",
    "pods",
    "-l",
    "app.kubernetes.io/name=scholarlink,sluice.dev/track=stable",
    "-o",
    'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].lastTransitionTime}',
  );
  const times = readyAt.split(" ").map((time) => Date.parse(time) / 1000);
  expect(times).toHaveLength(2);
  expect(Math.max(...times)).toBeLessThanOrEqual((await app.ledger()).moves.at(-1)?.atSeconds ?? 0);
  expect(text).toMatch(/\(stable-harmed\)/);
});

test("a hotfix of a stable that fails, and gets worse by itself, goes on to 100 and becomes stable", async () => {
  await setFault(app.sandbox, { ...place(), track: "stable" }, { errorRatio: 0.05 });
  const expires = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");
  await app.configure(image("v2"), {
    release: { emergency: { reason: "stable answers errors", expires } },
    stages: [
      { weight: 20, soak: "25s" },
      { weight: 100, soak: "5s" },
    ],
  });
  await retry();
  await sleep(10_000);
  const stage = app.startUp("harm-canary-20");
  await stage.seen(/20 %: held/);
  await setFault(app.sandbox, { ...place(), track: "stable" }, { errorRatio: 0.4 });
  const { code, text } = await stage.ended;
  expect(text).toMatch(
    /stable became worse .*reported only: a rollback or an emergency does not stop for it/,
  );
  expect(code).toBe(0);
  expect(await app.weight()).toBe(20);
  done(await app.up("harm-canary-100"));
  expect(await app.weight()).toBe(100);
  done(await app.up());
  expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0 });
  expect(await app.image("stable")).toBe(image("v2"));
});
