import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { addRegion } from "./support/regions";
import type { Region } from "./support/regions";

const weights = [20, 100];
const bakeSeconds = 5;
const quick = weights.map((weight) => ({ weight, soak: "3s" }));

let eu: App;
let us: Region;
let ap: Region;

beforeAll(async () => {
  eu = await createApp("eu", { stages: quick });
  us = await addRegion(eu, "us", weights);
  ap = await addRegion(eu, "ap", weights);
  for (const region of [us, ap]) await region.write();
  const waves = `[{ environments: [{ name: eu, share: 20 }], bake: ${bakeSeconds}s }, { environments: [{ name: us, share: 30 }], bake: 1s }, { environments: [{ name: ap, share: 50 }] }]`;
  await writeFile(
    path.join(eu.folder, "Pulumi.global.yaml"),
    `config:\n  sluice:waves: ${waves}\n  sluice:maxParallel: 2\n`,
  );
  for (const result of await Promise.all(["eu", "us", "ap"].map(async (name) => await eu.up(name))))
    done(result);
  eu.load(50);
});

afterAll(async () => {
  await Promise.all([us?.remove(), ap?.remove()]);
  await eu?.remove();
});

test("a release that fails in the second region only is halted and taken back there; the first stays, the third never begins", async () => {
  await eu.configure(image("v2"));
  await us.write({
    app: { env: { ERROR_RATIO: "1", ERRORS_AFTER: "60" } },
    stages: weights.map((weight) => ({ weight, soak: "90s" })),
  });
  await ap.write();
  const { code, text } = await eu.sluice("rollout", "--fleet", "global");
  expect([code, text]).toEqual([
    4,
    expect.stringMatching(/"global" is halted in wave 2 of 3: us rejected: fail/u),
  ]);
  expect(text).toMatch(/us: sluice report us; sluice retry us --reason TEXT/u);
  const [ofEu, ofUs, ofAp] = await Promise.all([eu.ledger(), us.ledger(), ap.ledger()]);
  expect([ofEu.phase, ofUs.phase, ofAp.phase]).toEqual(["promoted", "aborted", "promoted"]);
  expect([ofEu.attempt?.number, ofUs.attempt?.number, ofAp.attempt?.number]).toEqual([2, 2, 1]);
  const promotedAt = ofEu.attempt?.endedAtSeconds ?? Infinity;
  expect(ofUs.attempt?.startedAtSeconds).toBeGreaterThanOrEqual(promotedAt + bakeSeconds);
  expect([await eu.image("stable"), await us.image(), await ap.image()]).toEqual([
    image("v2"),
    image("v1"),
    image("v1"),
  ]);
  const status = done(await eu.sluice("status", "--fleet", "global", "--json"));
  expect(JSON.parse(status.stdout)).toMatchObject({ state: "halted", wave: 2, reachedSharePercent: 20 });
});

test("mended, the same command goes on behind what is promoted; killed in between, it goes on again", async () => {
  await us.write();
  const killed = eu.startSluice("rollout", "--fleet", "global");
  await killed.seen(/us: .*20 %: held|us: .*done in/u);
  killed.child.kill("SIGKILL");
  await killed.ended;
  const { text } = done(await eu.sluice("rollout", "--fleet", "global"));
  expect(text).toMatch(/"global" is released: all 3 waves are promoted/u);
  const [ofEu, ofUs, ofAp] = await Promise.all([eu.ledger(), us.ledger(), ap.ledger()]);
  expect([ofEu, ofUs, ofAp].map(({ phase, weight }) => [phase, weight])).toEqual([
    ["promoted", 0],
    ["promoted", 0],
    ["promoted", 0],
  ]);
  // One attempt each: none was begun again by the second command.
  expect([ofEu.attempt?.number, ofUs.attempt?.number, ofAp.attempt?.number]).toEqual([2, 3, 2]);
  expect(ofAp.attempt?.startedAtSeconds).toBeGreaterThanOrEqual(ofUs.attempt?.endedAtSeconds ?? Infinity);
  expect([await us.image(), await ap.image()]).toEqual([image("v2"), image("v2")]);
});
