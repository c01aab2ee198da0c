import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { setFault } from "../../sandbox/fault/set-fault";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { mendPulumi } from "./support/kills/mend-pulumi";
import { killTree } from "./support/kills/process-tree";
import { startMortalSink } from "./support/watchers/mortal-sink";
import { startOutsideAutoscaler } from "./support/services/outside-autoscaler";
import { start } from "./support/run";
import type { Ended, Running } from "./support/run";
import { countSeries } from "./support/metrics/count-series";
import { makeWatchdogAccount } from "./support/watchers/watchdog-account";
import { pushWatchdogImage } from "./support/watchers/watchdog-image";

const root = path.join(__dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "sluice-package-"));
const [publint, attw, pnpm] = ["publint@0.3.25", "@arethetypeswrong/cli@0.18.5", "pnpm@12.21.0"];
const pack = "node_modules/sluice/dist/policies";
let app: App;
let tarball = "";

const run = async (folder: string, command: string, ...args: string[]): Promise<Ended> =>
  await start(command, args, { cwd: folder, env: {} }).ended;

beforeAll(async () => {
  done(await run(root, "npm", "pack", "--pack-destination", scratch));
  tarball = path.join(scratch, readdirSync(scratch).find((file) => file.endsWith(".tgz")) ?? "");
  app = await createApp("package");
  // Of what the app's folder has, a user begins with the environment's file alone.
  for (const file of readdirSync(app.folder)) {
    if (file !== "Pulumi.package.yaml") rmSync(path.join(app.folder, file), { recursive: true });
  }
});

afterAll(async () => {
  await app.remove();
  rmSync(scratch, { recursive: true });
});

inFull("publint and are-the-types-wrong find nothing", async () => {
  expect(done(await run(scratch, "npx", "--yes", publint, "--strict", tarball)).text).toContain("All good!");
  expect(done(await run(scratch, "npx", "--yes", "-p", attw, "attw", tarball)).text).toContain("No problems");
});

test("pulumi new makes the same project of the template as init does", async () => {
  const folder = path.join(scratch, "made");
  const template = path.join(root, "templates/sluice");
  const named = ["--name", "shop", "--description", "A shop", "--dir", folder];
  done(await app.start("pulumi", "new", template, "--generate-only", "--yes", ...named).ended);
  const made = readFileSync(path.join(folder, "Pulumi.yaml"), "utf8");
  expect(parse(made)).toMatchObject({ name: "shop", runtime: { options: { typescript: false } } });
  expect(made).not.toContain("quickstart");
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(readdirSync(template)));
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    dependencies: object;
  };
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(["@pulumi/pulumi", "sluice"]));
});

inFull("pnpm installs it into an empty folder; init and preview run, the policy pack too", async () => {
  const folder = path.join(scratch, "pnpm");
  const inFolder = (...command: string[]): Promise<Ended> =>
    app.start("env", "-C", folder, `PULUMI_BACKEND_URL=file://${folder}`, ...command).ended;
  mkdirSync(folder);
  done(await inFolder("npx", "--yes", pnpm, "add", "--ignore-scripts", tarball));
  expect(done(await inFolder("npx", "sluice", "--help")).text).toContain("rollout");
  copyFileSync(path.join(app.folder, "Pulumi.package.yaml"), path.join(folder, "Pulumi.package.yaml"));
  done(await inFolder("npx", "sluice", "init", "package"));
  expect(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"))).toMatchObject({
    dependencies: { "@pulumi/pulumi": expect.stringMatching(/^\^3\./u) as string },
  });
  done(await inFolder("npx", "--yes", pnpm, "install", "--ignore-scripts", "--no-frozen-lockfile"));
  const args = ["--policy-pack", pack, "--comment", "-"];
  const { code, stdout } = await inFolder("npx", "sluice", "preview", "package", ...args);
  expect(stdout).toContain("4 stacks previewed");
  // The pack's own refusal: nobody has said who signs the app's images.
  expect(stdout).toContain("`sluice/images-signed` in `package`");
  expect(code).toBe(5);
});

test("npm installs it into an empty folder; a release is rolled out and aborted by it", async () => {
  await app.exec("npm", "install", "--ignore-scripts", "--prefer-offline", tarball);
  for (const name of ["typescript", "@swc", "node", "@sluice"]) {
    expect(readdirSync(path.join(app.folder, "node_modules"))).not.toContain(name);
  }
  await npx("init", "package");
  expect(readdirSync(app.folder)).toEqual(
    expect.arrayContaining(["Pulumi.yaml", "index.js", "node_modules"]),
  );
  await npx("rollout", "package");
  expect((await app.ledger()).phase).toBe("promoted");
  app.load(50);
  await app.configure(image("v2"), {
    stages: [
      { weight: 5, soak: "1h" },
      { weight: 100, soak: "1h" },
    ],
  });
  await npx("init", "package");
  expect(await app.exec("pulumi", "stack", "ls")).not.toContain("package-canary-50");
  const rollout = app.start("npx", "sluice", "rollout", "package");
  await rollout.seen(/5 %: held/u);
  expect(await app.weight()).toBe(5);
  await npx("abort", "package", "--reason", "seen enough");
  expect((await rollout.ended).code).toBe(4);
  expect(await app.weight()).toBe(0);
  expect((await app.ledger()).attempt?.endReason).toContain("seen enough");
});

/** Kills a run with every process below it. */
async function killRun(rollout: Running): Promise<void> {
  killTree(rollout.child.pid ?? 0);
  await rollout.ended;
}

const npx = (...args: string[]): Promise<string> => app.exec("npx", "sluice", ...args);

const status = async () =>
  JSON.parse(await npx("status", "package", "--json")) as {
    watcher: { who: string } | null;
    watchdog: string | null;
  };

const logs = async (): Promise<string> => await app.kubectl("logs", "job/scholarlink-watchdog");

const pod = async (): Promise<string> =>
  await app.kubectl("get", "pods", "-l", "batch.kubernetes.io/job-name=scholarlink-watchdog", "-o", "name");

/** Kills the Job's pod and waits until another one watches. */
async function replacePod(exposure: string): Promise<void> {
  const first = await pod();
  await app.kubectl("delete", first.trim(), "--grace-period=0", "--force");
  await app.until("another pod watches", async () => {
    const next = await pod();
    return (
      next.trim() !== first.trim() && (await logs()).includes(`nobody watches ${exposure}, so this does`)
    );
  });
}

inFull(
  "the runner is killed at 20 %: the watchdog Job, and a second pod of it, take a canary off that breaks",
  async () => {
    await makeWatchdogAccount(app);
    const stages = [20, 100].map((weight) => ({ weight, soak: "1h" }));
    const watchdog = { image: await pushWatchdogImage(app) };
    await app.configure(image("v2"), { stages, watchdog });
    await npx("init", "package");
    await npx("retry", "package", "--reason", "watched now");
    const rollout = app.start("npx", "sluice", "rollout", "package");
    await rollout.seen(/20 %: held [3-9]/u);
    // While the run watches it does nothing.
    await app.until("the Job stands by", async () =>
      /^standing by: package-canary-20 .* has the lock/mu.test(await logs()),
    );
    expect(await logs()).not.toContain("nobody watches");
    expect(await status()).toMatchObject({
      watcher: null,
      watchdog: "its Job runs, and watches where no run does",
    });

    await killRun(rollout);
    const watched = async (): Promise<boolean> => (await status()).watcher?.who === "watchdog";
    await app.until("the Job watches", watched);
    await app.until("Prometheus knows that somebody watches", async () => {
      const query =
        'sluice_release_watched{sluice_environment="package"} == 1 and on () sluice_release_held == 0';
      return (await countSeries(app.sandbox.prometheusUrl, query)) > 0;
    });
    const before = await app.ledger();

    await replacePod("20 %");
    const { attempt, phase, epoch, moves } = await app.ledger();
    expect({ attempt, phase, epoch, moves }).toEqual({
      attempt: before.attempt,
      phase: before.phase,
      epoch: before.epoch,
      moves: before.moves,
    });
    expect(await app.weight()).toBe(20);

    const brokenAt = performance.now();
    await setFault(app.sandbox, { namespace: app.namespace, track: "canary" }, { errorRatio: 0.9 });
    await app.until("weight 0", async () => (await app.weight()) === 0);
    const seconds = (performance.now() - brokenAt) / 1000;
    process.stderr.write(`weight 0 by the watchdog ${seconds.toFixed(1)} s after the canary broke\n`);
    expect(seconds).toBeLessThan(30);
    await app.until(
      "the Job is done",
      async () =>
        (await app.kubectl("get", "job", "scholarlink-watchdog", "-o", "jsonpath={.status.succeeded}")) ===
        "1",
    );
    expect(await app.ledger()).toMatchObject({
      phase: "aborted",
      weight: 0,
      aborted: [{ image: image("v2") }],
      moves: expect.arrayContaining([expect.objectContaining({ by: "scholarlink-watchdog", to: 0 })]),
    });
  },
);

inFull(
  "the runner is killed at 100 %, then the load triples: the canary follows an autoscaler under the Job, no request fails",
  async () => {
    const sink = await startMortalSink(3);
    const autoscaler = await startOutsideAutoscaler(app, 2);
    const before = app.load(50);
    try {
      const stages = [
        { weight: 50, soak: "10s" },
        { weight: 100, soak: "1h" },
      ];
      const parameters = { unacceptableErrorRatio: 0.2, requirePassAbove: 50 };
      await mendPulumi(app, "package-canary-20");
      await app.configure(image("v2"), {
        stages,
        analysis: { parameters },
        notify: { webhook: sink.webhook },
      });
      await npx("init", "package");
      await npx("retry", "package", "--reason", "mended");
      const rollout = app.start("npx", "sluice", "rollout", "package");
      await rollout.seen(/100 %: held [3-9]/u);
      await killRun(rollout);
      expect(sink.diedOf()).toBe("SIGKILL");
      await app.until("the Job watches", async () => (await status()).watcher?.who === "watchdog");
      const { attempt, epoch } = await app.ledger();
      const more = app.load(100);
      const tripledAt = performance.now();
      autoscaler.want(8);
      await app.until("the canary has followed", async () => (await app.track("canary")).ready >= 8);
      const seconds = (performance.now() - tripledAt) / 1000;
      process.stderr.write(`8 pods of the canary ${seconds.toFixed(1)} s after the load tripled\n`);
      await replacePod("100 %");
      expect(await app.weight()).toBe(100);
      expect(await app.ledger()).toMatchObject({ phase: "progressing", weight: 100, epoch, attempt });
      const [{ failed: moreFailed }, { failed }] = [await more.stop(), await before.stop()];
      expect({ moreFailed, failed }).toEqual({ moreFailed: 0, failed: 0 });
      await npx("abort", "package", "--reason", "seen enough");
    } finally {
      await autoscaler.remove();
      await sink.stop();
    }
  },
);
