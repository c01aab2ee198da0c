import { setTimeout as sleep } from "node:timers/promises";
import { startLoad } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { injectProxy } from "./support/services/inject-proxy";
import { migrationPods, servingImages, statusOf } from "./support/services/migration";

let app: App;

/** The sandbox's one database; the tests have a schema of their own in it. */
const schema = "t_migration";
const ask = async (sql: string): Promise<string> => (await app.exec("psql", "-Atc", sql)).trim();
beforeAll(async () => {
  app = await createApp("migration", {
    stages: [
      { weight: 5, soak: "4s" },
      { weight: 100, soak: "4s" },
    ],
    app: { secretEnv: { DATABASE_URL: { secret: "database", key: "url" } } },
    migration: {
      command: ["/scholarlink", "migrate"],
      reversible: true,
      retries: 1,
      cancel: { command: ["/scholarlink", "migrate", "--cancel"] },
    },
    traffic: { probePath: "/api/papers" },
  });
  await ask(`drop schema if exists ${schema} cascade`);
  await ask(`create schema ${schema}`);
  const { user, password, clusterAddress, name } = app.sandbox.database;
  const url = `postgres://${user}:${password}@${clusterAddress}/${name}?sslmode=disable&search_path=${schema}`;
  await app.kubectl("create", "secret", "generic", "database", `--from-literal=url=${url}`);
});

afterAll(async () => {
  await app.remove();
});

test("a first deploy migrates before the first pod serves", async () => {
  done(await app.up());
  expect(await ask(`select count(*) > 0 from ${schema}.papers`)).toBe("t");
  expect(await servingImages(app)).toContain(image("v1"));
  app.load(50);
});

test("P11: a failed migration stops before any pod of the new image, with its logs; the next up runs it again", async () => {
  await app.configure(image("v4"));
  const failed = await app.up();
  expect(failed.code).not.toBe(0);
  expect(failed.text).toMatch(/papers_title_key|Editorial/);
  expect(await servingImages(app)).not.toContain(image("v4"));
  expect(await app.image("canary")).toBe(image("v1"));
  expect(await app.weight()).toBe(0);
  expect(await app.ledger()).toMatchObject({ phase: "progressing", weight: 0 });
  const tries = async (): Promise<number> => {
    const created = ["--field-selector", "reason=SuccessfulCreate,involvedObject.kind=Job"];
    const pods = await app.kubectl("get", "events", ...created, "-o", "jsonpath={.items[*].message}");
    return pods.split("Created pod").length - 1;
  };
  const before = await tries();
  expect((await app.up()).text).toMatch(/papers_title_key|Editorial/);
  expect(await tries()).toBeGreaterThan(before);
  // Its stage finds no canary of the release.
  const stage = await app.up("migration-canary-5");
  expect(stage.sluiceCode).toBe(3);
  expect(await app.weight()).toBe(0);
});

const waiting = `select count(*) from pg_stat_activity where application_name = 'scholarlink-migrate'`;

inFull("a migration that queues stable's readers is stopped, with its session", async () => {
  await injectProxy(app, true, "migration");
  // The image whose migration failed had got this far.
  await ask(`alter table ${schema}.papers drop column citations`);
  await ask(`delete from ${schema}.schema_migrations where version = 2`);
  const lock = `begin; lock table ${schema}.papers in access share mode; select pg_sleep(300); commit`;
  const dump = ask(lock).catch(() => "ended");
  const { gatewayAddress: address } = app.sandbox;
  const load = startLoad({
    address,
    host: app.host,
    ratePerSecond: 20,
    paths: ["/api/papers"],
    durationSeconds: 300,
  });
  await sleep(2000);
  await app.configure(image("v2"), { release: { supersede: (await app.ledger()).attempt?.number } });
  const running = app.startUp();
  await app.until("its session waits", async () => (await ask(waiting)) !== "0");
  const waitsAt = Date.now();
  await running.seen(/the migration is stopped/);
  const seconds = (Date.now() - waitsAt) / 1000;
  const { text } = await running.ended;
  expect(text).toMatch(
    /\[sluice:4\].*was stopped: stable answered before the migration and does not any more/,
  );
  expect(text).toMatch(/migration\.lockTimeout.*migration\.cancel has ended its work.*stable answers again/);
  expect(await ask(waiting)).toBe("0");
  expect(await servingImages(app)).not.toContain(image("v2"));
  expect(await app.ledger()).toMatchObject({ phase: "progressing", weight: 0 });
  await sleep(1000);
  const { failed, sent } = await load.stop();
  console.info(
    `stopped ${seconds.toFixed(1)} s after it began to wait; ${failed} of ${sent} requests failed`,
  );
  console.info(/stable answers again, [^;]+/.exec(text)?.[0]);
  await ask(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'begin; lock table ${schema}%'`,
  );
  await dump;
});

/** The lock by which one migration keeps out another (`sandbox/app/migrate.go`): no reader waits for it. */
const advisoryLock = 8_226_061;

inFull(
  "another image supersedes it, and migrates, though a container in its pod never ends and its first pod is deleted: never two at once",
  async () => {
    const waits = `select count(*) from pg_locks where locktype = 'advisory' and objid = ${advisoryLock} and not granted`;
    const holding = ask(`select pg_advisory_lock(${advisoryLock}); select pg_sleep(300)`).catch(
      () => "ended",
    );
    const running = app.startUp();
    await app.until("it waits for its turn", async () => (await ask(waits)) !== "0");
    const [first = ""] = await migrationPods(app);
    const counts: number[] = [];
    const names = new Set<string>();
    const ended = new AbortController();
    const watch = (async () => {
      for (; !ended.signal.aborted; await sleep(200)) {
        const pods = await migrationPods(app);
        counts.push(pods.length);
        for (const pod of pods) names.add(pod.split("=")[0] ?? "");
      }
    })();
    await app.kubectl("delete", "pod", first.split("=")[0] ?? "", "--wait=false");
    await app.until("the second pod waits", async () => names.size > 1 && (await ask(waits)) !== "0");
    await ask(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_advisory_lock(${advisoryLock})%'`,
    );
    await holding;
    const { text } = done(await running.ended);
    ended.abort();
    await watch;
    expect(text).toMatch(/migrated: pod \S+ ended with exit code 0/);
    expect(names.size).toBe(2);
    expect(Math.max(...counts)).toBe(1);
    await app.until("its pod is gone", async () => (await migrationPods(app)).length === 0);
    await injectProxy(app, false, "migration");
    expect(await app.image("canary")).toBe(image("v2"));
    expect(
      await ask(
        `select count(*) from information_schema.columns where table_schema = '${schema}' and column_name = 'citations'`,
      ),
    ).toBe("1");
  },
);

test("P12: the database's password is in no state, ledger, Event or Job", async () => {
  const { password } = app.sandbox.database;
  const texts = [
    (await app.pulumi("stack", "export", "-s", "migration")).text,
    await app.kubectl("get", "configmap,events,jobs,deployments", "-o", "yaml"),
  ];
  for (const text of texts) {
    expect(text).toContain("DATABASE_URL");
    expect(text.includes(`:${password}@`)).toBe(false);
  }
});

inFull("going back to a promoted image runs no migration", async () => {
  for (const stack of ["migration-canary-5", "migration-canary-100", "migration"]) done(await app.up(stack));
  expect(await app.image("stable")).toBe(image("v2"));
  const { text } = done(await app.sluice("rollback", "migration", "-C", app.folder));
  expect(text).not.toMatch(/batch\/v1:Job/);
  expect(text).toMatch(/the database stays as attempt \d+ migrated it; sha256:\w+ runs on it/);
  expect(await app.kubectl("get", "jobs", "-o", "name")).toBe("");
  expect(await app.image("stable")).toBe(image("v1"));
});

inFull("a migration that repairs what stable fails on is not stopped", async () => {
  const status = async (): Promise<string> => await statusOf(app, "/api/papers");
  expect(await status()).toBe("200");
  await ask(`drop schema ${schema} cascade`);
  await ask(`create schema ${schema}`);
  await app.until("stable fails", async () => (await status()) === "500");
  await app.configure(image("v3"), { release: { supersede: (await app.ledger()).attempt?.number } });
  const { text } = done(await app.up());
  expect(text).toMatch(/migrated: pod \S+ ended with exit code 0/);
  expect(text).not.toMatch(/the migration is stopped/);
  expect(await status()).toBe("200");
});

inFull(
  "a person takes the database back: by undo, and by the backup that was verified before a migration failed",
  async () => {
    const all = async (): Promise<string> =>
      await ask(`select string_agg(one::text, ',' order by id) from ${schema}.papers one`);
    const cli = async (...args: string[]) =>
      await app.sluice(args[0] ?? "", "migration", ...args.slice(1), "-C", app.folder);
    const [undo, restore] = [["migrate", "--down"], ["restore"]].map((args) => ({
      command: ["/scholarlink", ...args],
    }));
    const backup = {
      command: ["/scholarlink", "backup"],
      verify: { command: ["/scholarlink", "backup", "--verify"] },
    };
    await app.configure(image("v4"), { migration: { retries: 0, undo, restore, backup } });

    const { text } = done(await cli("abort", "--reason", "no"));
    expect(text).toMatch(/the database stays as attempt \d+ migrated it; sha256:\w+ runs on it/);
    expect(await all()).toContain('(1,"On computable numbers",1936,0)');
    done(await cli("restore", "--undo", "--confirm", "scholarlink"));
    const saved = await all();
    expect(saved).toContain('(1,"On computable numbers",1936)');

    const failed = await app.up();
    expect(failed.code).not.toBe(0);
    expect(failed.text).toMatch(
      /backup "migration-scholarlink-\d+-\w+" of the database is verified[^]*papers_title_key[^]*sluice restore migration/,
    );
    expect(await app.ledger()).toMatchObject({
      database: { backup: { state: "verified" }, migration: { state: "failed" } },
    });
    // Its first step is in the database, and users write.
    await ask(`insert into ${schema}.papers (title, year, citations) values ('Written since', 2026, 7)`);
    await ask(`update ${schema}.papers set title = 'Damaged' where id < 3`);
    const damaged = await all();
    for (const confirm of [[], ["--confirm", "shop"]]) {
      const refused = await cli("restore", ...confirm);
      expect(refused.code).toBe(3);
      expect(refused.text).toMatch(
        /is overwritten by backup [^]*is lost[^]*--confirm must be the app's name/,
      );
    }
    expect(await all()).toBe(damaged);
    done(await cli("restore", "--confirm", "scholarlink"));
    expect(await all()).toBe(saved);
    await ask(`insert into ${schema}.papers (title, year) values ('After it', 2026)`);
    expect(await all()).toContain('(7,"After it",2026)');
    expect((await cli("status")).text).toMatch(
      /database {2}migration of attempt .*verified at .*restore by .* is done/,
    );
    const { name = "" } = (await app.ledger()).database?.backup ?? {};
    await ask(`drop schema "${name}" cascade`);
  },
);
