import { type Database, startDatabase } from "./database";
import { killApps, runApp, unpackApp } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

let database: Database;
let app: Awaited<ReturnType<typeof unpackApp>>;

beforeAll(async () => {
  [database, app] = [await startDatabase(), await unpackApp("v2")];
});
beforeEach(() => database.reset());
afterEach(killApps);
afterAll(async () => {
  await database.stop();
  app.remove();
});

const run = async (backup: string, ...args: string[]) => {
  const job = runApp(app.binary, args, { DATABASE_URL: database.url, SLUICE_BACKUP: backup });
  return { code: await job.exit, lastLine: job.log().trim().split("\n").at(-1) };
};
const papers = () => database.query("SELECT p::text FROM papers p ORDER BY id");

test("restore brings rows, columns and numbers back as they were at the backup, whatever was done since", async () => {
  await run("", "migrate");
  const before = await papers();
  expect(await run("shop-3", "backup")).toMatchObject({ code: 0, lastLine: "backup shop-3: 4 tables" });
  expect((await run("shop-3", "backup", "--verify")).code).toBe(0);
  await database.query(
    "ALTER TABLE papers DROP COLUMN citations; DELETE FROM links; UPDATE papers SET year = 1",
  );
  await database.query("INSERT INTO papers (title, year) VALUES ('since', 2026)");
  expect((await run("shop-3", "restore")).code).toBe(0);
  expect(await papers()).toEqual(before);
  expect(await database.query("SELECT count(*) FROM links")).toEqual(["4"]);
  await database.query("INSERT INTO papers (title, year) VALUES ('after', 2026)");
  expect((await papers()).at(-1)).toBe("(7,after,2026,0)");
  await database.query('DROP SCHEMA "shop-3" CASCADE');
});

test.each([
  ["restore", ["restore"]],
  ["backup --verify", ["backup", "--verify"]],
])("%s without such a backup fails, and changes nothing", async (name, args) => {
  await run("", "migrate");
  const before = await papers();
  expect(await run("none", ...args)).toEqual({
    code: 1,
    lastLine: `scholarlink: ${name}: there is no backup "none"`,
  });
  expect(await run("", ...args)).toMatchObject({
    code: 1,
    lastLine: `scholarlink: ${name}: SLUICE_BACKUP must name the backup`,
  });
  expect(await papers()).toEqual(before);
});
