import { copyFile } from "node:fs/promises";
import path from "node:path";
import { createApp, done, image } from "./support/app";
import type { App, UpResult } from "./support/app";
import { copyProject } from "./support/project";
import type { Ended } from "./support/run";
import { writeObjects } from "./support/write-objects";

/** Environment on which several people and jobs work at once. */
const base = "rivals";
const stage = (weight: number): string => `${base}-canary-${weight}`;

let app: App;
/** Another checkout on the same backend, where stable's image is still the newest. */
let older: string;
let load: ReturnType<App["load"]>;

const sluice = async (...[command = "", ...rest]: readonly string[]): Promise<Ended> =>
  await app.sluice(command, base, ...rest, "-C", app.folder);

const upOlder = async (): Promise<UpResult> =>
  await app.pulumi("-C", older, "up", "-s", base, "--yes", "--skip-preview");

/** Whoever has the lock, in the ledger's words or in Pulumi's. */
const holder =
  /\(.+, process \d+\) has the lock|its Pulumi lock must be free: got that of \S+@\S+ \(pid \d+\)/;

/** Writes of weights since the ledger was read before. */
const movesSince = async (before: { readonly moves: readonly unknown[] }): Promise<readonly number[]> =>
  (await app.ledger()).moves.slice(before.moves.length).map(({ to }) => to);

const expectOne = async (phase: string, weight: number): Promise<void> => {
  const ledger = await app.ledger();
  expect([ledger.phase, ledger.weight, await app.weight()]).toEqual([phase, weight, weight]);
  expect(ledger.lock).toBeUndefined();
};

/** A copy of stable's Deployment under another name, as people make it to look into something. */
const copyStable = async (): Promise<void> => {
  const text = await app.kubectl("get", "deployment", "scholarlink-stable", "-o", "json");
  const { apiVersion, kind, spec } = JSON.parse(text) as { apiVersion: string; kind: string; spec: object };
  const copy = { apiVersion, kind, metadata: { name: "debug" }, spec: { ...spec, replicas: 1 } };
  await app.kubectl("create", "-f", await writeObjects(app, "copy", [copy]));
};

beforeAll(async () => {
  const stages = [5, 100].map((weight) => ({ weight, soak: "4s" }));
  app = await createApp(base, { stages });
  done(await app.up());
  load = app.load(50);
  older = await copyProject(app.folder, "older");
  const file = `Pulumi.${base}.yaml`;
  await copyFile(path.join(app.folder, file), path.join(older, file));
  await app.configure(image("v2"));
  done(await app.up());
});

afterAll(async () => {
  await app.remove();
});

test("a copy of a track's Deployment, a stable changed by hand and a paused canary are refused by name, and the way out ends each", async () => {
  const refused = async (stack: string, words: RegExp): Promise<void> => {
    const { sluiceCode, text } = await app.up(stack);
    expect(text).toMatch(words);
    expect(sluiceCode).toBe(3);
    expect(await app.weight()).toBe(0);
  };
  const rolledOut = async (name: string): Promise<string> =>
    await app.kubectl("rollout", "status", `deployment/${name}`, "--timeout=120s");
  await copyStable();
  await rolledOut("debug");
  await refused(
    stage(5),
    /only pods of scholarlink-stable and scholarlink-canary .* got Pod t-rivals\/debug-\S+ \(owned by ReplicaSet debug-/,
  );
  await app.kubectl("delete", "deployment", "debug", "--cascade=foreground", "--wait");

  await app.kubectl("set", "image", "deployment/scholarlink-stable", `app=${image("v2")}`);
  await refused(stage(5), /stable must run what was promoted last, .* by another writer[^]*--refresh/);
  done(await app.up(base, "--refresh"));
  expect(await app.image("stable")).toBe(image("v1"));
  await rolledOut("scholarlink-stable");

  await app.kubectl("rollout", "pause", "deployment/scholarlink-canary");
  await app.configure(image("v4"), { release: { supersede: 2 } });
  await refused(
    base,
    /Deployment scholarlink-canary must not be paused[^]*kubectl rollout resume deployment\/scholarlink-canary/,
  );
  await app.kubectl("rollout", "resume", "deployment/scholarlink-canary");
  await app.configure(image("v2"), { release: { supersede: undefined } });
  expect(done(await app.up()).text).toContain("its stages go on");
});

test("of two stages the one whose turn it is raises, once; the other one says whose it is", async () => {
  const before = await app.ledger();
  const [first, last] = await Promise.all([app.up(stage(5)), app.up(stage(100))]);
  done(first);
  expect([3, 7]).toContain(last.sluiceCode);
  expect(last.text).toMatch(last.sluiceCode === 7 ? holder : /stage 5 % must have passed .*: got \w+/);
  expect(await movesSince(before)).toEqual([5]);
  await expectOne("progressing", 5);
});

test("a base stack's up of an older checkout ends no release beside its stage, and names it with the ways out", async () => {
  done(await sluice("abort", "--reason", "drill"));
  done(await sluice("retry", "--reason", "drill"));
  const before = await app.ledger();
  const [first, repair] = await Promise.all([app.up(stage(5)), upOlder()]);
  done(first);
  expect([3, 7]).toContain(repair.sluiceCode);
  expect(repair.text).toMatch(
    repair.sluiceCode === 7
      ? holder
      : new RegExp(`attempt ${before.attempt?.number}.*sluice abort ${base}`, "s"),
  );
  expect(await movesSince(before)).toEqual([5]);
  expect((await app.ledger()).attempt?.number).toBe(before.attempt?.number);
  await expectOne("progressing", 5);
});

test.each([
  ["the same moment", undefined],
  ["the canary's start", /canary: 0 → \d+ replicas/],
  ["the raise", /traffic 0 → 5 %/],
  ["the soak", /5 %: held/],
])("an abort at %s of a stage ends it at 0, and nothing raises it again", async (_, moment) => {
  if ((await app.ledger()).phase !== "aborted") done(await sluice("abort", "--reason", "before"));
  done(await sluice("retry", "--reason", "drill"));
  const raise = app.startUp(stage(5));
  if (moment !== undefined) await raise.seen(moment);
  done(await sluice("abort", "--reason", "checkout is slow"));
  const { code, text } = await raise.ended;
  expect(code).not.toBe(0);
  expect(text).toMatch(/checkout is slow|has the lock/);
  await expectOne("aborted", 0);
  expect((await app.ledger()).moves.at(-1)?.to).toBe(0);
});

test("two rollouts of one release promote it once; whoever was refused is told whom to wait for, and goes on", async () => {
  if ((await app.ledger()).phase === "aborted") done(await sluice("retry", "--reason", "the drill is over"));
  const before = await app.ledger();
  const from = await app.weight();
  const both = await Promise.all([sluice("rollout"), sluice("rollout")]);
  for (const { code, text } of both.filter((one) => one.code !== 0)) {
    expect(code).toBe(7);
    expect(text).toMatch(holder);
  }
  const again = done(await sluice("rollout"));
  expect(again.text).not.toContain("pulumi cancel");
  expect(await movesSince(before)).toEqual([...(from === 0 ? [5] : []), 100, 50, 0]);
  await expectOne("promoted", 0);
  expect(await app.image("stable")).toBe(image("v2"));
});

test("of a rollback and a rollout one goes its way, and the other one leaves it alone", async () => {
  const { attempt: before } = await app.ledger();
  await app.configure(image("v4"));
  const [rollout, rollback] = await Promise.all([sluice("rollout"), sluice("rollback")]);
  const { attempt } = await app.ledger();
  expect(attempt?.number).toBe((before?.number ?? 0) + 1);
  const isBack = attempt?.kind === "rollback";
  const [winner, other] = isBack ? [rollback, rollout] : [rollout, rollback];
  expect(other.text).toMatch(
    new RegExp(
      `${holder.source}|no other command must have begun an attempt meanwhile: got attempt \\d+ \\(rollback\\)|a release must be promoted: got \\w+`,
    ),
  );
  expect([3, 7]).toContain(other.code);
  // Pulumi's lock may have refused the winner as well: the same command goes on, where the other one has not ended it.
  if (winner.code !== 0) expect(winner.text).toMatch(holder);
  const isOpen = (await app.ledger()).phase !== "promoted";
  if (isOpen) done(await sluice(isBack ? "rollback" : "rollout"));
  await expectOne("promoted", 0);
  expect(await app.image("stable")).toBe(image(isBack ? "v1" : "v4"));
});

test("no request failed in all of it", async () => {
  const report = await load.stop();
  expect([report.failures, report.failed]).toEqual([[], 0]);
});
