import { VARIANTS } from "../../../sandbox/images/variants";
import { killApps, runApp, serveApp, unpackApp } from "./running-app";

// The first run compiles the app.
jest.setTimeout(300_000);

afterEach(killApps);

test.each(VARIANTS)("%s knows its own version", async (variant) => {
  const { binary, remove } = await unpackApp(variant);
  const app = runApp(binary, ["version"]);
  expect(await app.exit).toBe(0);
  expect(app.log()).toBe(`${variant}\n`);
  remove();
});

test("v3 serves its first 40 requests well and then fails about half, with nothing configured", async () => {
  const { binary, remove } = await unpackApp("v3");
  const app = await serveApp(binary);
  const ask = async (count: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let index = 0; index < count; index++) seen.push((await fetch(`${app.url}/api/papers`)).status);
    return seen;
  };
  expect(new Set(await ask(40))).toEqual(new Set([200]));
  const failed = (await ask(400)).filter((status) => status === 500).length;
  // Ten standard deviations around 200.
  expect(Math.abs(failed - 200)).toBeLessThan(100);
  remove();
});

test("v5 lives and serves but never becomes ready", async () => {
  const { binary, remove } = await unpackApp("v5");
  const app = await serveApp(binary);
  await app.logged(/"msg":"ready"/);
  const readiness = await fetch(`${app.url}/readyz`);
  expect([readiness.status, await readiness.text()]).toEqual([503, "the link index is not loaded\n"]);
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  remove();
});

test("v6 ends at start with its reason as the last line", async () => {
  const { binary, remove } = await unpackApp("v6");
  const app = runApp(binary, []);
  expect(await app.exit).toBe(1);
  expect(app.log().trim().split("\n").at(-1)).toBe(
    "scholarlink: cannot load the link index: checksum mismatch",
  );
  remove();
});
