import { setTimeout as sleep } from "node:timers/promises";
import { done, image } from "../../test/e2e/support/app";
import type { App, Overrides } from "../../test/e2e/support/app";
import { runBench } from "../support/command";
import type { Bench } from "../support/command";
import { prepareApp } from "../support/release";
import type { Figure } from "../support/figure";
import { watchWeight } from "../support/watch-weight";

/** Time that users have sent requests before a release begins, as in production, milliseconds: some scrapes. */
const loadedMs = 10_000;

/** Seconds from the start of `sluice rollout` to the first weight above 0, and until the base stack was done. */
interface Start {
  readonly raised: number;
  readonly base: number;
}

const stages: Overrides = {
  stages: [
    { weight: 5, soak: "5s" },
    { weight: 100, soak: "5s" },
  ],
};

/** Runs one whole release of an image; only its beginning is measured. */
async function rollOut(app: App, name: "v1" | "v2"): Promise<Start> {
  await app.configure(image(name));
  const watch = await watchWeight(app);
  try {
    const begunMs = Date.now();
    const rollout = app.startSluice("rollout", app.environment, "-C", app.folder);
    await rollout.seen(new RegExp(`${app.environment}: done in`, "u"));
    const base = (Date.now() - begunMs) / 1000;
    const raised = ((await watch.raisedAtMs()) - begunMs) / 1000;
    done(await rollout.ended);
    return { raised, base };
  } finally {
    watch.close();
  }
}

async function measure(
  bench: Bench,
  app: App,
  what: string,
  limits?: Figure["limits"],
): Promise<readonly Figure[]> {
  done(await app.up());
  app.load(100);
  await sleep(loadedMs);
  const starts: Start[] = [];
  for (let turn = 1; turn <= bench.runs; turn++) {
    starts.push(await rollOut(app, turn % 2 === 1 ? "v2" : "v1"));
    bench.say(`${what}, ${turn} of ${bench.runs}: first weight above 0 after ${starts.at(-1)?.raised} s`);
  }
  return [
    {
      name: `rollout to first weight above 0, ${what}`,
      unit: "s",
      values: starts.map((one) => one.raised),
      ...(limits && { limits }),
    },
    { name: `of it base stack, ${what}`, unit: "s", values: starts.map((one) => one.base) },
  ];
}

/** Schema of the sandbox's database in which the example app migrates. */
const schema = "bench_rollout";

/** Settings under which each release migrates first. */
const migrating: Overrides = {
  ...stages,
  app: { secretEnv: { DATABASE_URL: { secret: "database", key: "url" } } },
  migration: { command: ["/scholarlink", "migrate"], reversible: true },
};

/** An environment whose releases migrate; its schema goes away with it. */
async function prepareMigrating(bench: Bench): Promise<App> {
  const app = await prepareApp(bench, "migrating", migrating);
  const ask = async (sql: string): Promise<string> => await app.exec("psql", "-Atc", sql);
  await ask(`drop schema if exists ${schema} cascade`);
  await ask(`create schema ${schema}`);
  bench.later(async () => await ask(`drop schema ${schema} cascade`));
  const { user, password, clusterAddress, name } = app.sandbox.database;
  const url = `postgres://${user}:${password}@${clusterAddress}/${name}?sslmode=disable&search_path=${schema}`;
  await app.kubectl("create", "secret", "generic", "database", `--from-literal=url=${url}`);
  return app;
}

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench("rollout", 10, async (bench) => {
    const app = await prepareApp(bench, "rollout", stages);
    const without = await measure(bench, app, "without a migration", { median: 10 });
    const other = await prepareMigrating(bench);
    return [...without, ...(await measure(bench, other, "with a migration"))];
  });
}
