import type { Variant } from "../../../sandbox/images/variants";
import { type Database, startDatabase } from "./database";
import { killApps, runApp, serveApp, unpackApp, waitForStatus } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let database: Database;
const binaries = new Map<Variant, { binary: string; remove: () => void }>();

beforeAll(async () => {
  database = await startDatabase();
  for (const variant of ["v1", "v2", "v4"] as const) binaries.set(variant, await unpackApp(variant));
});
beforeEach(() => database.reset());
afterEach(killApps);
afterAll(async () => {
  await database.stop();
  for (const { remove } of binaries.values()) remove();
});

const binaryOf = (variant: Variant): string => binaries.get(variant)?.binary ?? "";
const migrate = async (variant: Variant, env: Record<string, string> = {}, ...args: string[]) => {
  const job = runApp(binaryOf(variant), ["migrate", ...args], { DATABASE_URL: database.url, ...env });
  const code = await job.exit;
  return { code, log: job.log(), lastLine: job.log().trim().split("\n").at(-1) };
};
const applied = () => database.query("SELECT version FROM schema_migrations ORDER BY version");
const columns = () =>
  database.query("SELECT column_name FROM information_schema.columns WHERE table_name = 'papers' ORDER BY 1");

test("migrate brings an empty database to the version's own schema and no further", async () => {
  expect((await migrate("v1")).code).toBe(0);
  expect(await applied()).toEqual(["1"]);
  expect(await columns()).toEqual(["id", "title", "year"]);
});

test("migrate again changes nothing and succeeds", async () => {
  await migrate("v2");
  const again = await migrate("v2");
  expect(again).toMatchObject({ code: 0, log: "scholarlink v2: schema 2 is what this version needs\n" });
  expect(await database.query("SELECT count(*) FROM scholars")).toEqual(["3"]);
});

test("two migrations at once apply each step once", async () => {
  const both = await Promise.all([migrate("v2"), migrate("v2")]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(await applied()).toEqual(["1", "2"]);
});

test("a migration gives up waiting for a lock after SLUICE_LOCK_TIMEOUT, and changes nothing", async () => {
  await migrate("v1");
  const release = await database.hold("LOCK TABLE papers IN ACCESS SHARE MODE");
  const { code, log } = await migrate("v2", { SLUICE_LOCK_TIMEOUT: "300ms" });
  expect(code).toBe(1);
  expect(log).toContain("canceling statement due to lock timeout");
  expect(await applied()).toEqual(["1"]);
  await release();
  expect((await migrate("v2", { SLUICE_LOCK_TIMEOUT: "300ms" })).code).toBe(0);
});

test("migrate --cancel ends the session of a migration that waits in the database", async () => {
  await migrate("v1");
  const release = await database.hold("LOCK TABLE papers IN ACCESS SHARE MODE");
  const count = async (sql: string): Promise<string | undefined> => (await database.query(sql))[0];
  const waits = "SELECT count(*) FROM pg_locks WHERE relation = 'papers'::regclass AND NOT granted";
  const waiting = migrate("v2");
  while ((await count(waits)) !== "1") await new Promise((resolve) => setTimeout(resolve, 20));
  const cancelled = await migrate("v2", {}, "--cancel");
  expect(cancelled).toMatchObject({ code: 0, lastLine: "sessions of a migration that were ended: 1" });
  expect(await waiting).toMatchObject({ code: 1, log: expect.stringContaining("administrator command") });
  expect(await count(waits)).toBe("0");
  await release();
});

test("the version before goes on working on the next version's schema", async () => {
  await migrate("v1");
  const app = await serveApp(binaryOf("v1"), { DATABASE_URL: database.url });
  await waitForStatus(`${app.url}/readyz`, 200);
  await migrate("v2");
  const body = JSON.stringify({ scholarId: 2, paperId: 1 });
  expect((await fetch(`${app.url}/api/links`, { method: "POST", body })).status).toBe(201);
  const paper = { id: 1, title: "On computable numbers", year: 1936 };
  expect(await (await fetch(`${app.url}/api/papers`)).json()).toMatchObject({ papers: { 0: paper } });
});

test("the new version shows what its migration added", async () => {
  await migrate("v2");
  await database.query("UPDATE papers SET citations = 12 WHERE id = 3");
  const app = await serveApp(binaryOf("v2"), { DATABASE_URL: database.url });
  await waitForStatus(`${app.url}/readyz`, 200);
  const scholar = await (await fetch(`${app.url}/api/scholars/2`)).json();
  expect(scholar).toMatchObject({ name: "Edsger Dijkstra", papers: [{ id: 3, citations: 12 }] });
  expect((await fetch(`${app.url}/api/scholars/77`)).status).toBe(404);
});

test("a version whose migration did not run is not ready until it has", async () => {
  await migrate("v1");
  const app = await serveApp(binaryOf("v2"), { DATABASE_URL: database.url });
  await app.logged(/waiting for the database".*"schema":1,"needed":2/);
  expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
  await migrate("v2");
  expect((await waitForStatus(`${app.url}/readyz`, 200)).status).toBe(200);
});

test("a failing migration says which and why in its last line, and keeps nothing of its step", async () => {
  const { code, lastLine } = await migrate("v4");
  expect(code).toBe(1);
  expect(lastLine).toMatch(
    /^scholarlink: migrate: migration 3 \(unique_titles\) failed, nothing of it is kept: .*papers_title_key.*Editorial/,
  );
  expect(await applied()).toEqual(["1", "2"]);
  expect(await columns()).toEqual(["citations", "id", "title", "year"]);
});

test("migrate --down takes back the newest step of the version, once", async () => {
  await migrate("v2");
  expect((await migrate("v2", {}, "--down")).code).toBe(0);
  expect(await columns()).toEqual(["id", "title", "year"]);
  expect((await migrate("v2", {}, "--down")).code).toBe(0);
  expect(await applied()).toEqual(["1"]);
});

test("MIGRATE_FAIL makes the migration fail before it changes anything", async () => {
  const { code, lastLine } = await migrate("v2", { MIGRATE_FAIL: "on purpose" });
  expect(code).toBe(1);
  expect(lastLine).toBe("scholarlink: migrate: MIGRATE_FAIL is set: on purpose");
  expect(await applied()).toEqual([]);
});

test.each([
  {
    name: "a database that is away",
    url: "postgres://app:hunter2@127.0.0.1:1/app",
    says: /^scholarlink: migrate: cannot reach the database at 127\.0\.0\.1:1 within 0s: .*connection refused/,
  },
  {
    name: "a connection string that is none",
    url: "postgres://app:hunter2@:port/app",
    says: /^scholarlink: migrate: DATABASE_URL must be a PostgreSQL connection string$/,
  },
])("$name fails with a last line that tells, without the password", async ({ url, says }) => {
  const { code, log, lastLine } = await migrate("v1", { DATABASE_URL: url, MIGRATE_WAIT: "0s" });
  expect(code).toBe(1);
  expect(lastLine).toMatch(says);
  expect(log).not.toContain("hunter2");
});

test("migrate without DATABASE_URL says so", async () => {
  expect(await migrate("v1", { DATABASE_URL: "" })).toMatchObject({
    code: 1,
    lastLine: "scholarlink: migrate: DATABASE_URL must be set",
  });
});
