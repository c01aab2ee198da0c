import type { Load } from "../../sandbox/load/load";
import { askEverySource, askPanels, filledPanels } from "./support/metrics/ask-panels";
import { createApp, done, image } from "./support/app";
import type { App, Overrides } from "./support/app";
import { inFull, isFull } from "./support/in-full";
import { injectProxy } from "./support/services/inject-proxy";
import { promoteInStaging, writeStaging } from "./support/releases/staging";

const app1 = (env: Readonly<Record<string, string>>) => ({ app: { env } });
let app: App;
let load: Load;

beforeAll(async () => {
  const stages = [
    { weight: 5, soak: "4s" },
    { weight: 100, soak: "4s" },
  ];
  app = await createApp("settings", { stages: [...(isFull ? [{ weight: 1, soak: "4s" }] : []), ...stages] });
  await app.configure(image("v1"), { stages, ...app1({ GREETING: "hello", TOKEN_NAME: "marker-1d0c" }) });
  done(await app.up());
});

afterAll(async () => {
  await app.remove();
});

const variable = async (track: string, name: string): Promise<string> =>
  await app.kubectl(
    "get",
    "deployment",
    `scholarlink-${track}`,
    "-o",
    `jsonpath={.spec.template.spec.containers[0].env[?(@.name=="${name}")].value}`,
  );

const stored = async (): Promise<readonly string[]> =>
  (await app.kubectl("get", "controllerrevisions", "-l", "sluice.dev/app", "-o", "name")).trim().split("\n");

test("a first deploy stores its revision, under labels of Sluice alone, and its pods name it", async () => {
  const { attempt, promoted } = await app.ledger();
  expect(attempt?.revision).toMatch(/^[0-9a-f]{10}$/);
  expect(promoted).toEqual([{ image: image("v1"), revision: attempt?.revision }]);
  expect(await stored()).toEqual([`controllerrevision.apps/scholarlink-${attempt?.revision}`]);
  const labels = await app.kubectl(
    "get",
    "controllerrevisions",
    "-o",
    "jsonpath={.items[*].metadata.labels}",
  );
  expect(JSON.parse(labels)).toEqual({ "sluice.dev/app": "scholarlink" });
  const pods = ["get", "pods", "-l", `sluice.dev/revision=${attempt?.revision}`, "-o", "name"];
  expect((await app.kubectl(...pods)).trim().split("\n")).toHaveLength(2);
});

/** Another value of one variable, with an objective whose budget Traefik's counters tell unless a query does. */
const configureWelcome = async (objective: object = {}, more: Overrides = {}): Promise<void> =>
  await app.configure(image("v1"), {
    ...app1({ GREETING: "welcome", TOKEN_NAME: "marker-1d0c" }),
    slos: { availability: { target: 0.95, ...objective } },
    ...more,
  });

test("a change of a variable alone is a release, and nothing else is said to change", async () => {
  load = app.load(isFull ? 200 : 100);
  await configureWelcome();
  const preview = done(await app.pulumi("preview", "-s", "settings"));
  expect(preview.text).toContain("it changes env GREETING");
  expect(preview.text).not.toContain("it changes image");
  done(await app.up());
  const { attempt } = await app.ledger();
  expect(attempt).toMatchObject({
    number: 2,
    kind: "release",
    image: image("v1"),
    changes: ["env GREETING"],
  });
  expect(await stored()).toHaveLength(2);
});

inFull("its gate waits for staging, and for an error budget that is told wherever people look", async () => {
  await configureWelcome({ budgetQuery: "vector(-0.2)" }, { promotion: { from: "staging", after: "1h" } });
  await writeStaging(app);
  for (const [hoursAgo, found] of [
    [undefined, "never promoted there"],
    [0.5, "stable there since"],
  ] as const) {
    if (hoursAgo !== undefined) await promoteInStaging(app, hoursAgo);
    const early = await app.up("settings-canary-5");
    expect(early.sluiceCode).toBe(3);
    expect(early.text).toContain(
      `release.image must have been stable in "staging" for 1h: got ${image("v1")}, ${found}`,
    );
  }
  await promoteInStaging(app, 2);
  const overdrawn = await app.up("settings-canary-5");
  expect(overdrawn.sluiceCode).toBe(3);
  expect(overdrawn.text).toContain("the error budget of availability 95 % over 30d must not be used up");
  await configureWelcome();
  const left = "availability 95 % over 30d: 100 % left";
  expect((await app.sluice("slo", "settings")).text).toContain(`error budget of ${left}`);
  expect((await app.sluice("status", "settings")).text).toContain(`budget    ${left}`);
  expect((await app.sluice("report", "settings")).text).toContain(`| Error budget now | ${left} |`);
});

test("the canary gets the new value, stable keeps its own until the end, and no request fails", async () => {
  const { attempt } = await app.ledger();
  done(await app.up("settings-canary-5"));
  expect([await variable("stable", "GREETING"), await variable("canary", "GREETING")]).toEqual([
    "hello",
    "welcome",
  ]);
  expect(await app.weight()).toBe(5);
  expect(await askPanels(app)).toEqual(filledPanels);
  if (isFull) expect(await askEverySource(app)).toEqual(Array(4).fill(filledPanels));
  done(await app.up("settings-canary-100"));
  done(await app.up());
  expect(await variable("stable", "GREETING")).toBe("welcome");
  expect((await app.ledger()).promoted.at(-1)).toEqual({ image: image("v1"), revision: attempt?.revision });
  const report = await load.stop();
  expect([report.failures, report.failed]).toEqual([[], 0]);
  expect(report.ok).toBeGreaterThan(1000);
});

test("neither a restart, a container that a webhook adds, nor another number of pods releases anything", async () => {
  const before = await app.ledger();
  if (isFull) await injectProxy(app, true, "tracks");
  await app.kubectl("rollout", "restart", "deployment/scholarlink-stable");
  await app.kubectl("rollout", "status", "deployment/scholarlink-stable");
  const pods = ["get", "pods", "-l", "sluice.dev/track=stable"];
  const containers = await app.kubectl(...pods, "-o", "jsonpath={.items[*].spec.containers[*].name}");
  expect(containers.includes("mesh-proxy")).toBe(isFull);
  await app.kubectl("scale", "deployment/scholarlink-stable", "--replicas=3");
  expect(done(await app.up()).text).toContain("nothing to release");
  const { attempt, promoted } = await app.ledger();
  expect({ number: attempt?.number, promoted }).toEqual({
    number: before.attempt?.number,
    promoted: before.promoted,
  });
  if (isFull) await injectProxy(app, false, "tracks");
});

inFull(
  "a setting that makes the app fail is taken off like a bad image, and stays away while stable serves",
  async () => {
    load = app.load(200);
    // The first answers are good: the probes of the gate do not see what users will.
    const faults = { ERROR_RATIO: "1", ERRORS_AFTER: "60" };
    const bad = app1({ GREETING: "welcome", TOKEN_NAME: "marker-1d0c", ...faults });
    await app.configure(image("v1"), {
      ...bad,
      stages: [
        // It ends with the verdict.
        { weight: 1, soak: "300s" },
        { weight: 100, soak: "4s" },
      ],
    });
    done(await app.up());
    const stage = await app.up("settings-canary-1");
    expect(stage.sluiceCode).toBe(4);
    expect(stage.text).toContain("all traffic is on stable (observed)");
    const { aborted, attempt } = await app.ledger();
    expect(aborted.at(-1)).toEqual({ image: image("v1"), revision: attempt?.revision });
    expect(done(await app.up()).text).toContain("was aborted");
    expect([await variable("stable", "ERROR_RATIO"), await app.weight()]).toEqual(["", 0]);
    await load.stop();
  },
);

inFull(
  "after an abort a rollback leaves stable only for a revision that is named, and brings its settings back",
  async () => {
    load = app.load(100);
    const { attempt: bad, promoted } = await app.ledger();
    const [first, second] = promoted.map(({ revision }) => revision ?? "");
    const rollback = async (...more: readonly string[]) =>
      await app.sluice("rollback", "settings", ...more, "-C", app.folder);
    const refused = [await rollback(), await rollback("--to", bad?.revision ?? "")];
    expect(refused.map(({ code }) => code)).toEqual([3, 3]);
    expect(refused[0]?.text).toContain(`where it is bad, too: sluice rollback settings --to ${first}`);
    expect(done(await app.sluice("status", "settings", "-C", app.folder)).text).toContain(
      `where stable is bad, too: sluice rollback settings --to ${first}`,
    );
    done(await rollback("--to", first ?? ""));
    expect(await variable("stable", "GREETING")).toBe("hello");
    expect(await app.ledger()).toMatchObject({
      phase: "promoted",
      weight: 0,
      attempt: {
        kind: "rollback",
        revision: first,
        previousRevision: second,
        startReason: `sluice rollback --to ${first}, after the abort of attempt ${bad?.number}`,
      },
      aborted: [{ revision: bad?.revision }, { revision: second }],
    });
    expect((await load.stop()).failed).toBe(0);
  },
);

inFull("a value is in no ledger and no history, and everything stored goes with the base stack", async () => {
  const history = done(await app.sluice("history", "settings", "-C", app.folder));
  expect(history.text).toMatch(/release of .*changes env ERRORS_AFTER, env ERROR_RATIO {2}aborted: fail/);
  expect(history.text).toMatch(/rollback of .* {2}promoted/);
  expect(history.text).not.toContain("marker-1d0c");
  expect(JSON.stringify(await app.ledger())).not.toContain("marker-1d0c");
  const report = async (...more: readonly string[]) =>
    done(await app.sluice("report", "settings", ...more, "-C", app.folder, "--json")).stdout;
  const [bad, earlier] = [await report("3"), await report("2")];
  expect(JSON.parse(bad)).toMatchObject({
    outcome: "aborted",
    changes: expect.arrayContaining(["env ERROR_RATIO"]) as unknown,
    timeline: expect.arrayContaining([
      expect.objectContaining({ what: expect.stringMatching(/^traffic 1 → 0 %: fail/) as unknown }),
    ]) as unknown,
  });
  expect(bad).not.toContain("marker-1d0c");
  expect(JSON.parse(earlier)).toMatchObject({ attempt: 2, outcome: "promoted" });
  const records = await app.kubectl("get", "configmaps", "-l", "sluice.dev/record", "-o", "name");
  expect(records.split("\n").length).toBeGreaterThan(2);
  for (const stack of ["settings-canary-1", "settings-canary-5", "settings-canary-100", "settings"])
    done(await app.pulumi("destroy", "-s", stack, "--yes"));
  expect(await app.kubectl("get", "controllerrevisions", "-l", "sluice.dev/app", "-o", "name")).toBe("");
  expect(await app.kubectl("get", "configmaps", "-l", "sluice.dev/record", "-o", "name")).toBe("");
});
