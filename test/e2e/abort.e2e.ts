import { isConflict } from "../../components/cluster/api-error";
import { open } from "../../components/cluster/connect";
import { readRoute } from "../../components/traffic/look/read-route";
import { writeWeight } from "../../components/traffic/write/write-route";
import { loadStack } from "../../stacks/load";
import { setTimeout as sleep } from "node:timers/promises";
import { startProcess, stopProcess } from "../../sandbox/cluster/lifecycle/processes";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { denyRoutes, routeDenial } from "./support/cluster/deny-routes";
import { deployCanary } from "./support/releases/deploy-canary";
import { findProvider } from "./support/kills/process-tree";
import type { Running } from "./support/run";

let app: App;

beforeAll(async () => {
  app = await createApp("abort", {
    stages: [
      { weight: 5, soak: "1h" },
      { weight: 100, soak: "1h" },
    ],
  });
  await deployCanary(app);
});

afterAll(async () => {
  await startProcess(app.sandbox, "kube-apiserver");
  await startProcess(app.sandbox, "prometheus");
  await app.kubectl("delete", ...routeDenial, "--ignore-not-found");
  await app.remove();
});

const abort = async (reason: string) =>
  await app.sluice("abort", "abort", "-C", app.folder, "--reason", reason, "--json");

test("P7: abort takes the traffic off in one write while a soak holds the lock, and that run accepts it", async () => {
  const soak = app.startUp("abort-canary-5");
  await soak.seen(/5 %: held/);
  const before = await app.ledger();
  expect(before.lock?.stack).toBe("abort-canary-5");
  const aborted = done(await abort("checkout is slow"));
  expect(JSON.parse(aborted.stdout)).toMatchObject({
    phase: "aborted",
    weight: { from: 5, live: 0 },
    observed: "confirmed",
    warnings: [],
  });
  const { text } = await soak.ended;
  expect(text).toMatch(/\[sluice:4\] .*checkout is slow/);
  expect(await app.weight()).toBe(0);
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("aborted");
  expect(ledger.attempt?.endReason).toContain("checkout is slow");
  expect(ledger.moves.map(({ to }) => to)).toEqual([5, 0]);
  expect(Number(ledger.epoch.split("-")[0])).toBe(Number(before.epoch.split("-")[0]) + 1);
  await app.until("the canary has drained", async () => (await app.track("canary")).replicas === 0);
});

inFull("aborted: every stage refuses with the way out, base says so, abort is checked again", async () => {
  const [five, hundred] = [await app.up("abort-canary-5"), await app.up("abort-canary-100")];
  for (const refused of [five, hundred]) {
    expect(refused.sluiceCode).toBe(3);
    expect(refused.text).toContain("sluice retry");
  }
  expect(done(await app.up()).text).toMatch(/was aborted .* stable stays/);
  expect(done(await abort("again")).stdout).toContain('"observed":"confirmed"');
  const rollback = await app.sluice("rollback", "abort", "-C", app.folder);
  expect(rollback.code).toBe(3);
  expect(rollback.text).toMatch(/got aborted, and all traffic is on stable .+ already/);
  expect(await app.weight()).toBe(0);
});

test("P7: an abort needs neither Pulumi's state nor its engine nor a faultless file, and a shift in flight cannot undo it", async () => {
  const retried = done(
    await app.sluice("retry", "abort", "-C", app.folder, "--reason", "the database was down"),
  );
  expect(retried.text).toContain("attempt");
  const shift = app.startUp("abort-canary-5");
  await shift.seen(/canary: 0 → 2 replicas/);
  // Held where it is, so that the abort comes before its write.
  const provider = findProvider(shift.child.pid ?? 0);
  process.kill(provider, "SIGSTOP");
  await app.configure("scholarlink:v2", { app: { prot: 80 } });
  const aborted = done(
    await app.sluiceIn(
      { PULUMI_BACKEND_URL: "file:///nowhere" },
      "abort",
      "abort",
      "-C",
      app.folder,
      "--reason",
      "drill",
    ),
  );
  expect(aborted.text).toContain("all traffic");
  expect(aborted.text).toMatch(
    /release\.image must end in a digest[^]*Going on without the keys that are wrong/,
  );
  await app.configure(image("v2"), { app: { prot: undefined } });
  process.kill(provider, "SIGCONT");
  const { code, text } = await shift.ended;
  expect(code).not.toBe(0);
  expect(text).toMatch(/drill|ended meanwhile|aborted/);
  expect(await app.weight()).toBe(0);
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("aborted");
  expect(ledger.moves.map(({ to }) => to)).toEqual([5, 0]);
});

test("P7: a write of a weight that was computed before an abort is refused by the API server", async () => {
  process.env["KUBECONFIG"] = app.sandbox.env["KUBECONFIG"];
  const cluster = await open({ context: app.sandbox.context });
  const { settings } = await loadStack(app.folder, "abort");
  try {
    const before = await readRoute(cluster, settings);
    if (before === undefined) throw new Error("there must be a route");
    done(await abort("drill"));
    // An abort of what is at 0 already writes nothing: somebody's weight makes it one.
    await app.setWeight(5);
    done(await abort("drill"));
    const late = writeWeight(cluster, settings, before, { weight: 5, epoch: before.live.epoch });
    const refusal = await late.catch((error: unknown) => error);
    expect(isConflict(refusal)).toBe(true);
    expect(await app.weight()).toBe(0);
  } finally {
    cluster.close();
  }
});

test("retry begins a new attempt with fresh evidence and lists the earlier ones", async () => {
  const reason = ["--reason", "the database was down"];
  done(await app.sluice("retry", "abort", "-C", app.folder, ...reason));
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("progressing");
  expect(ledger.evidence).toBeUndefined();
  expect(ledger.earlier.map(({ outcome }) => outcome)).toEqual(["promoted", "aborted", "aborted"]);
  const again = await app.sluice("retry", "abort", "-C", app.folder, ...reason);
  expect(again.code).toBe(3);
  const status = done(await app.sluice("status", "abort", "-C", app.folder, "--json"));
  expect(JSON.parse(status.stdout)).toMatchObject({
    environment: "abort",
    app: "scholarlink",
    phase: "progressing",
    stableImage: image("v1"),
    canaryImage: image("v2"),
    weight: { ledger: 0, live: 0 },
  });
});

/** The stage's soak, which has the canary at 5 %; of a new attempt where the one before is over. */
async function reach(): Promise<Running> {
  if ((await app.ledger()).phase === "aborted")
    done(await app.sluice("retry", "abort", "-C", app.folder, "--reason", "drill"));
  const soak = app.startUp("abort-canary-5");
  await soak.seen(/5 %: held/);
  return soak;
}

inFull("P7: an abort goes on trying while the API server is away, without second lever", async () => {
  const soak = await reach();
  await stopProcess(app.sandbox, "kube-apiserver");
  const aborting = app.startSluice("abort", "abort", "-C", app.folder, "--reason", "drill", "--json");
  await sleep(6000);
  expect(aborting.child.exitCode).toBe(null);
  await startProcess(app.sandbox, "kube-apiserver");
  const { stdout } = done(await aborting.ended);
  expect(JSON.parse(stdout)).toMatchObject({
    weight: { from: 5, live: 0 },
    observed: "confirmed",
    lever: null,
  });
  await soak.ended;
  expect(await app.weight()).toBe(0);
  expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
});

inFull(
  "P7: with Prometheus away an abort writes weight 0, takes no second lever, and what it says of it is true",
  async () => {
    const answers = app.watchAnswers();
    const soak = await reach();
    await app.until("the canary answers", async () => answers.last("v2") > 0);
    await stopProcess(app.sandbox, "prometheus");
    const { code, stdout } = await abort("drill");
    const writtenAt = Date.now() / 1000;
    const report = JSON.parse(stdout) as { observed: string };
    expect(report).toMatchObject({ weight: { from: 5, live: 0 }, lever: null });
    // Said to be on stable only where it was seen, by counts or by requests of Sluice's own.
    expect(report.observed === "confirmed" ? 0 : 6).toBe(code);
    await sleep(5000);
    expect(answers.count("v2", writtenAt + 1)).toBe(0);
    answers.stop();
    await soak.ended;
    await startProcess(app.sandbox, "prometheus");
    await app.until("it is confirmed", async () =>
      (await abort("drill")).stdout.includes('"observed":"confirmed"'),
    );
    expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  },
);

test("P7: a denied write makes an abort take the second lever, and names who denied it, until weight 0 is live", async () => {
  const answers = app.watchAnswers();
  const soak = await reach();
  await app.until("the canary answers", async () => answers.last("v2") > 0);
  await denyRoutes(app);
  const before = performance.now();
  const { code, stdout, text } = await abort("drill");
  const leveredAt = Date.now() / 1000;
  console.info(`second lever after ${((performance.now() - before) / 1000).toFixed(1)} s`);
  expect(code).toBe(6);
  expect(JSON.parse(stdout)).toMatchObject({ weight: { from: 5, live: 5 }, lever: { seen: true } });
  expect(text).toMatch(/e2e-no-routes.*routes are frozen/);
  expect(text).not.toContain("is on stable, observed");
  await sleep(6000);
  console.info(
    `last answer of the canary ${(answers.last("v2") - leveredAt).toFixed(1)} s after the abort's end`,
  );
  expect(answers.count("v2", leveredAt + 5)).toBe(0);
  await soak.ended;
  expect(await app.weight()).toBe(5);

  await app.kubectl("delete", ...routeDenial);
  await app.until("weight 0 is written and observed", async () =>
    (await abort("drill")).stdout.includes('"observed":"confirmed"'),
  );
  expect(await app.weight()).toBe(0);
  expect(done(await app.up()).text).toMatch(/second lever is undone/);
  expect(
    await app.kubectl(
      "get",
      "service",
      "scholarlink-canary",
      "-o",
      "jsonpath={.spec.selector.sluice\\.dev/track}",
    ),
  ).toBe("canary");
  answers.stop();
});
