import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";

let app: App;

/** The sandbox's one database; the tests have a schema of their own in it. */
const schema = "t_migration";
const ask = async (sql: string): Promise<string> => (await app.exec("psql", "-Atc", sql)).trim();
/** Images that pods of the app have, apart from those of migrations. */
const servingImages = async (): Promise<string> =>
  await app.kubectl(
    "get",
    "pods",
    "-l",
    "app.kubernetes.io/component!=migration",
    "-o",
    "jsonpath={.items[*].spec.containers[*].image}",
  );

beforeAll(async () => {
  app = await createApp("migration", {
    stages: [
      { weight: 5, soak: "4s" },
      { weight: 100, soak: "4s" },
    ],
    app: { secretEnv: { DATABASE_URL: { secret: "database", key: "url" } } },
    migration: { command: ["/scholarlink", "migrate"], reversible: true },
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
  expect(await servingImages()).toContain(image("v1"));
  app.load(50);
});

test("P11: a failed migration stops before any pod of the new image, with its logs; the next up runs it again", async () => {
  await app.configure(image("v4"));
  const failed = await app.up();
  expect(failed.code).not.toBe(0);
  expect(failed.text).toMatch(/papers_title_key|Editorial/);
  expect(await servingImages()).not.toContain(image("v4"));
  expect(await app.image("canary")).toBe(image("v1"));
  expect(await app.weight()).toBe(0);
  expect(await app.ledger()).toMatchObject({ phase: "progressing", weight: 0 });
  const jobs = async (): Promise<string> =>
    await app.kubectl("get", "jobs", "-o", "jsonpath={.items[*].metadata.uid}");
  const before = await jobs();
  expect((await app.up()).text).toMatch(/papers_title_key|Editorial/);
  expect(await jobs()).not.toBe(before);
  // Its stage finds no canary of the release.
  const stage = await app.up("migration-canary-5");
  expect(stage.sluiceCode).toBe(3);
  expect(await app.weight()).toBe(0);
});

test("another image supersedes it, and migrates", async () => {
  await app.configure(image("v2"), { release: { supersede: (await app.ledger()).attempt?.number } });
  done(await app.up());
  expect(await app.image("canary")).toBe(image("v2"));
  expect(
    await ask(
      `select count(*) from information_schema.columns where table_schema = '${schema}' and column_name = 'citations'`,
    ),
  ).toBe("1");
});

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

test("going back to a promoted image runs no migration", async () => {
  for (const stack of ["migration-canary-5", "migration-canary-100", "migration"]) done(await app.up(stack));
  expect(await app.image("stable")).toBe(image("v2"));
  const { text } = done(await app.sluice("rollback", "migration", "-C", app.folder));
  expect(text).not.toMatch(/batch\/v1:Job/);
  expect(await app.kubectl("get", "jobs", "-o", "name")).toBe("");
  expect(await app.image("stable")).toBe(image("v1"));
});
