import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";

let app: App;

beforeAll(async () => {
  app = await createApp("commands", {
    stages: [
      { weight: 5, soak: "4s" },
      { weight: 100, soak: "4s" },
    ],
  });
  done(await app.up());
  app.load(50);
});

afterAll(async () => {
  await app.remove();
});

interface Line {
  readonly event: string;
  readonly stack?: string;
}

const lines = (text: string): Line[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

test("rollout runs base, every stage and base again, and ends with 0 when it is promoted", async () => {
  await app.configure(image("v2"));
  const { stdout } = done(await app.sluice("rollout", "commands", "-C", app.folder, "--json"));
  const ran = lines(stdout).filter(({ event }) => event === "up");
  expect(ran.map(({ stack }) => stack)).toEqual([
    "commands",
    "commands-canary-5",
    "commands-canary-100",
    "commands",
  ]);
  expect(lines(stdout).at(-1)).toMatchObject({ event: "summary", phase: "promoted", exitCode: 0 });
  expect(await app.image("stable")).toBe(image("v2"));
  expect(await app.weight()).toBe(0);
  const again = done(await app.sluice("rollout", "commands", "-C", app.folder, "--json"));
  expect(lines(again.stdout).at(-1)).toMatchObject({ exitCode: 0, phase: "promoted" });
});

test("rollback brings the previous release back and remembers the one it left as aborted", async () => {
  done(await app.sluice("rollback", "commands", "-C", app.folder));
  expect(await app.image("stable")).toBe(image("v1"));
  const ledger = await app.ledger();
  expect(ledger).toMatchObject({
    phase: "promoted",
    weight: 0,
    attempt: { kind: "rollback", image: image("v1") },
  });
  expect(ledger.aborted).toContain(image("v2"));
  expect(done(await app.up()).text).toContain("unchanged");
});

test("rollout of a release that answers errors ends with 4, of an aborted one with 3", async () => {
  // Version 3 answers its first requests well: a soak must be longer than that to see it fail.
  const stages = [5, 100].map((weight) => ({ weight, soak: "60s" }));
  await app.configure(image("v3"), { stages });
  expect((await app.sluice("rollout", "commands", "-C", app.folder)).code).toBe(4);
  expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  const again = await app.sluice("rollout", "commands", "-C", app.folder);
  expect(again.code).toBe(3);
  expect(again.text).toContain("sluice retry");
  expect(await app.weight()).toBe(0);
});
