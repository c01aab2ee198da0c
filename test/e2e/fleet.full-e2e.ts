import { parse, stringify } from "yaml";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App, ImageName } from "./support/app";
import { askPanels } from "./support/metrics/ask-panels";
import { prepareAlerting } from "./support/metrics/prometheus-process";
import { addRegion, failedOf, failsLate, tellFigures, writeFleet } from "./support/releases/regions";
import type { Region } from "./support/releases/regions";

const weights = [20, 100];
const bakeSeconds = 5;
const quick = weights.map((weight) => ({ weight, soak: "3s" }));

const names = ["eu", "us", "ap"];
let eu: App;
let us: Region;
let ap: Region;
let ofEu: Load;

beforeAll(async () => {
  eu = await createApp("eu", { stages: quick });
  us = await addRegion(eu, "us", weights);
  ap = await addRegion(eu, "ap", weights);
  for (const region of [us, ap]) await region.write();
  await writeFleet(eu, "global", waves, twoAtOnce);
  for (const result of await Promise.all(names.map(async (name) => await eu.up(name)))) done(result);
  ofEu = eu.load(50);
});

const waves = [
  { environments: [{ name: "eu", share: 20 }], bake: `${bakeSeconds}s` },
  { environments: [{ name: "us", share: 30 }], bake: "1s" },
  { environments: [{ name: "ap", share: 50 }] },
];
const twoAtOnce = { "sluice:maxParallel": 2 };

/** Gives every region a release, of which the second fails from its first minute on. */
async function writeBadInUs(name: ImageName): Promise<void> {
  await eu.configure(image(name));
  await us.write(failsLate(weights));
  await ap.write();
}

/** Failed requests of users in each region so far. */
const failed = () => ({
  eu: failedOf(ofEu),
  us: us.failed(),
  ap: ap.failed(),
});

afterAll(async () => {
  await Promise.all([us?.remove(), ap?.remove()]);
  await eu?.remove();
});

test("a release that fails in the second region only is halted and taken back there; the first stays, the third never begins", async () => {
  await writeBadInUs("v2");
  const [begun, before] = [Date.now(), failed()];
  const { code, text } = await eu.sluice("rollout", "--fleet", "global");
  tellFigures("halted", begun, before, failed());
  // Nothing was released in the last region, and the first took a good release.
  expect(failed()).toMatchObject({ eu: before.eu, ap: before.ap });
  expect([code, text]).toEqual([
    4,
    expect.stringMatching(/"global" is halted in wave 2 of 3: us rejected: fail/u),
  ]);
  expect(text).toMatch(/us: sluice report us; sluice retry us --reason TEXT/u);
  const [inEu, inUs, inAp] = await Promise.all([eu.ledger(), us.ledger(), ap.ledger()]);
  expect([inEu.phase, inUs.phase, inAp.phase]).toEqual(["promoted", "aborted", "promoted"]);
  expect([inEu.attempt?.number, inUs.attempt?.number, inAp.attempt?.number]).toEqual([2, 2, 1]);
  const promotedAt = inEu.attempt?.endedAtSeconds ?? Infinity;
  expect(inUs.attempt?.startedAtSeconds).toBeGreaterThanOrEqual(promotedAt + bakeSeconds);
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
  const [inEu, inUs, inAp] = await Promise.all([eu.ledger(), us.ledger(), ap.ledger()]);
  expect([inEu, inUs, inAp].map(({ phase, weight }) => [phase, weight])).toEqual([
    ["promoted", 0],
    ["promoted", 0],
    ["promoted", 0],
  ]);
  // One attempt each: none was begun again by the second command.
  expect([inEu.attempt?.number, inUs.attempt?.number, inAp.attempt?.number]).toEqual([2, 3, 2]);
  expect(inAp.attempt?.startedAtSeconds).toBeGreaterThanOrEqual(inUs.attempt?.endedAtSeconds ?? Infinity);
  expect([await us.image(), await ap.image()]).toEqual([image("v2"), image("v2")]);
});

test("with `onFailure: all` a failure in the second region takes the first back as well; killed meanwhile, the same command ends it", async () => {
  await writeFleet(eu, "global", waves, { ...twoAtOnce, "sluice:onFailure": "all" });
  await writeBadInUs("v1");
  const [begun, before] = [Date.now(), failed()];
  const killed = eu.startSluice("rollout", "--fleet", "global");
  await killed.seen(/the version before comes back/u);
  killed.child.kill("SIGKILL");
  await killed.ended;
  const { code, text } = await eu.sluice("rollout", "--fleet", "global");
  tellFigures("taken back everywhere", begun, before, failed());
  expect([code, text]).toEqual([4, expect.stringMatching(/"global" is halted/u)]);
  const [inEu, inUs, inAp] = await Promise.all([eu.ledger(), us.ledger(), ap.ledger()]);
  expect([inEu.attempt?.kind, inEu.phase, inUs.phase]).toEqual(["rollback", "promoted", "aborted"]);
  expect([await eu.image("stable"), await us.image(), await ap.image()]).toEqual(Array(3).fill(image("v2")));
  expect([inEu.weight, inUs.weight, inAp.weight]).toEqual([0, 0, 0]);
  // A version that was taken back is rejected in each region that had it.
  expect(inEu.aborted.map((one) => one.image)).toContain(image("v1"));
  expect(failed()).toMatchObject({ eu: before.eu, ap: before.ap });
});

test("every panel of the fleet's dashboard has data of every region", async () => {
  await eu.configure(image("v2"), { slos: { availability: { target: 0.999 } } });
  for (const region of [us, ap]) await region.write();
  const written = await Promise.all(names.map(async (name) => done(await eu.sluice("slo", name, "--rules"))));
  const groups = written.flatMap(({ stdout }) => (parse(stdout) as { groups: readonly object[] }).groups);
  const rules = stringify({ groups });
  const prometheus = await prepareAlerting(eu.sandbox.prometheusUrl, "traefik_service_.+", rules);
  prometheus.start();
  try {
    const ask = async () => await askPanels(eu, ["--fleet", "global"], prometheus.url);
    await eu.until("the rules have values", async () => {
      const counted = await ask().catch(() => ({ none: 0 }));
      return Object.values(counted).every((count) => count > 0);
    });
    const each = (title: string, line = ""): readonly string[] =>
      names.map((name) => `${title}: ${name}${line}`);
    expect(Object.entries(await ask())).toEqual(
      [
        ...each("Requests"),
        ...each("Failed requests"),
        ...each("Traffic of the canary"),
        ...each("Error budget left", ": availability"),
      ].map((line) => [line, 1]),
    );
  } finally {
    await prometheus.remove();
  }
});
