import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startProcess, stopProcess } from "../../sandbox/cluster/lifecycle/processes";
import { setFault } from "../../sandbox/fault/set-fault";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { copyProject } from "./support/project";
import { startApiProxy } from "./support/cluster/api-proxy";
import type { OutsideAutoscaler } from "./support/services/outside-autoscaler";
import { startOutsideAutoscaler } from "./support/services/outside-autoscaler";

let app: App;
let load: Load;
let autoscaler: OutsideAutoscaler | undefined;

beforeAll(async () => {
  app = await createApp("commands", {
    stages: [
      { weight: 5, soak: "4s" },
      { weight: 100, soak: "4s" },
    ],
  });
  done(await app.up());
  load = app.load(50);
  // The controller looks only now and then: it has scaled stable when the test that asks for it begins.
  autoscaler = await startOutsideAutoscaler(app, 3);
});

afterAll(async () => {
  // Files that come after this one need it, whatever failed here.
  await startProcess(app.sandbox, "prometheus");
  await autoscaler?.remove();
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

/** Everything that serves, and what the stack's state owns of it. */
async function owned(): Promise<string> {
  const objects = await app.kubectl("get", "deployment,service,httproute,configmap,pdb", "-o", "name");
  const state = await app.pulumi("stack", "export", "-s", "commands");
  const { deployment } = JSON.parse(state.stdout) as { deployment: { resources: { urn: string }[] } };
  return [objects, ...deployment.resources.map(({ urn }) => urn)].join("\n");
}

/** A further project beneath the first one's folder, on the same backend. */
async function makeProject(name: string, environment: string, appName: string): Promise<string> {
  const folder = await copyProject(app.folder, name);
  const text = await readFile(path.join(app.folder, "Pulumi.commands.yaml"), "utf8");
  const changed = text.replace("name: scholarlink\n", `name: ${appName}\n`);
  await writeFile(path.join(folder, `Pulumi.${environment}.yaml`), changed);
  return folder;
}

test("a second repository whose project has the same name: init, preview and up refuse, the first app stays", async () => {
  const before = await owned();
  const folder = await makeProject("second", "commands", "cart");
  const made = await app.sluice("init", "commands", "-C", folder);
  expect(made.code).toBe(3);
  expect(made.text).not.toContain("is ready");
  for (const verb of [["preview"], ["up", "--yes", "--skip-preview"]]) {
    const run = await app.pulumi("-C", folder, ...verb, "-s", "commands");
    expect(run.sluiceCode).toBe(3);
    expect(run.text).toMatch(
      /the state of stack "commands" in project "scholarlink" must be of app "cart".*got app "scholarlink" in environment "commands"/,
    );
    expect(run.text).not.toMatch(/delet/i);
  }
  expect(await owned()).toBe(before);
});

inFull(
  "another environment of the same app in its namespace: refused by the ledger's, which stays",
  async () => {
    const before = await owned();
    const folder = await makeProject("other", "live", "scholarlink");
    done(await app.pulumi("-C", folder, "stack", "init", "live"));
    for (const run of [
      await app.pulumi("-C", folder, "preview", "-s", "live"),
      await app.pulumi("-C", folder, "up", "--yes", "--skip-preview", "-s", "live"),
      await app.sluice("abort", "live", "-C", folder, "--reason", "drill"),
    ]) {
      expect(run.text).toMatch(
        /must be the ledger of app "scholarlink" in environment "live": got that of app "scholarlink" in environment "commands"/,
      );
      expect(run.code).not.toBe(0);
    }
    expect(await owned()).toBe(before);
  },
);

test("P15: rollout runs base, every stage and base again, ends with 0 when it is promoted, and no request fails", async () => {
  // Another owner's autoscaler wants 3 instead of the declared 2, then 4; stable never has fewer than it got.
  const readyOf = async (): Promise<number> => (await app.track("stable")).ready;
  await app.until("the autoscaler has scaled stable", async () => (await readyOf()) === 3);
  await app.configure(image("v2"));
  const rollout = app.startSluice("rollout", "commands", "-C", app.folder, "--json");
  const seen: number[] = [];
  const isOver = rollout.ended.then(() => true);
  while (!(await Promise.race([isOver, sleep(200, false)]))) {
    seen.push(await readyOf());
    if ((await app.weight()) > 0) autoscaler?.want(4);
  }
  const { stdout } = done(await rollout.ended);
  const ran = lines(stdout).filter(({ event }) => event === "up");
  expect(ran.map(({ stack }) => stack)).toEqual([
    "commands",
    "commands-canary-5",
    "commands-canary-100",
    "commands",
  ]);
  expect(lines(stdout).at(-1)).toMatchObject({ event: "summary", phase: "promoted", exitCode: 0 });
  expect([await app.image("stable"), await app.weight()]).toEqual([image("v2"), 0]);
  expect(load.snapshot()).toMatchObject({ failed: 0 });
  console.info(`ready pods of stable in the rollout: ${[...new Set(seen)].join(", ")}`);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(3);
  const four = seen.findIndex((ready) => ready >= 4);
  expect(four).toBeGreaterThan(-1);
  expect(Math.min(...seen.slice(four))).toBeGreaterThanOrEqual(4);
  const floor = ["get", "hpa", "by-queue", "-o", "jsonpath={.spec.minReplicas}"];
  expect(await app.kubectl(...floor)).toBe("2");
  await autoscaler?.remove();
  expect(done(await app.up()).text).toContain("unchanged");
  expect(await readyOf()).toBeGreaterThanOrEqual(4);
});

test("P9: a rollback that nobody can watch is held where it is, never taken back to the bad version", async () => {
  // A person's number is kept as well, see the end of the rollback.
  await app.kubectl("scale", "deployment/scholarlink-stable", "--replicas=3");
  await app.configure(image("v2"), { analysis: { noDataTimeout: "20s" } });
  await stopProcess(app.sandbox, "prometheus");
  const { code, text } = await app.sluice("rollback", "commands", "-C", app.folder);
  await startProcess(app.sandbox, "prometheus");
  expect(text).toMatch(/Held "scholarlink" at 100 %: no data of (canary|stable) for \d+ s, limit 20 s/);
  expect(code).toBe(6);
  const ready = "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/-/ready";
  await app.until("Prometheus answers", async () => (await app.kubectl("get", "--raw", ready)) !== "");
  expect(await app.weight()).toBe(100);
  expect(await app.ledger()).toMatchObject({
    weight: 100,
    attempt: { kind: "rollback", image: image("v1") },
  });
  expect((await app.ledger()).aborted.map((one) => one.image)).not.toContain(image("v1"));
});

test("rollback brings the previous release back and remembers the one it left as aborted", async () => {
  const file = path.join(app.folder, "Pulumi.commands.yaml");
  const checkout = await readFile(file, "utf8");
  const back = done(await app.sluice("rollback", "commands", "-C", app.folder));
  expect(back.text).toContain("revert in the checkout what the version left behind changed (image)");
  expect(await readFile(file, "utf8")).toBe(checkout);
  expect(await app.image("stable")).toBe(image("v1"));
  const ledger = await app.ledger();
  expect(ledger).toMatchObject({
    phase: "promoted",
    weight: 0,
    attempt: { kind: "rollback", image: image("v1") },
  });
  expect(ledger.aborted.map((one) => one.image)).toContain(image("v2"));
  expect(await app.track("stable")).toMatchObject({ replicas: 3, ready: 3 });
  // The checkout still has the version left behind: it stays away, and stable as it is.
  expect(done(await app.up()).text).toContain("was aborted");
  expect(await app.image("stable")).toBe(image("v1"));
});

test("P7: an abort whose answer is lost after the API server wrote it takes the traffic off, once, and records it", async () => {
  await app.configure(image("v4"));
  done(await app.up());
  done(await app.up("commands-canary-5"));
  expect(await app.weight()).toBe(5);
  const before = await app.ledger();
  const proxy = await startApiProxy(
    await app.kubectl("config", "view", "--raw", "--minify", "-o", "json"),
    path.join(app.folder, "losing"),
    (method, url) => method === "PATCH" && url.includes("/httproutes/"),
  );
  try {
    const args = ["abort", "commands", "-C", app.folder, "--reason", "drill"];
    const { text } = done(await app.sluiceIn({ KUBECONFIG: proxy.kubeconfig }, ...args));
    expect(proxy.lost).toHaveLength(1);
    expect(text).toContain(`all traffic of "scholarlink" is on stable, observed`);
  } finally {
    proxy.close();
  }
  expect(await app.weight()).toBe(0);
  const after = await app.ledger();
  expect(after).toMatchObject({ phase: "aborted", weight: 0, attempt: { endReason: "drill" } });
  expect(after.moves.slice(before.moves.length).map(({ to }) => to)).toEqual([0]);
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

inFull("a pause keeps the release until the resume, and a bad canary is off all the same", async () => {
  const stages = ["4s", "1h"].map((soak, at) => ({ weight: [5, 100][at], soak }));
  const sluice = async (command: string, ...rest: string[]) =>
    await app.sluice(command, "commands", "-C", app.folder, ...rest);
  await app.configure(image("v4"), { stages });
  done(await sluice("retry", "--reason", "after the drill"));
  done(await app.up());
  done(await app.up("commands-canary-5"));
  done(await sluice("pause", "--reason", "a sale"));
  const refused = await app.up("commands-canary-100");
  expect(refused.sluiceCode).toBe(3);
  expect(refused.text).toMatch(/approval: the release must not be paused: got paused by .+: a sale/);
  expect(refused.text).toContain("sluice resume commands --reason TEXT");
  expect(await app.weight()).toBe(5);
  expect(JSON.parse((await sluice("status", "--json")).stdout)).toMatchObject({
    paused: { reason: "a sale" },
    next: ["sluice resume commands --reason TEXT", "sluice abort commands --reason TEXT"],
  });

  const rollout = app.startSluice("rollout", "commands", "-C", app.folder);
  await rollout.seen(/paused by .+: a sale; nothing rises/);
  expect(await app.weight()).toBe(5);
  done(await sluice("resume", "--reason", "the sale is over"));
  await rollout.seen(/100 %: held/);
  expect(await app.weight()).toBe(100);

  done(await sluice("pause", "--reason", "another look"));
  await rollout.seen(/paused by .+: another look; nothing rises/);
  await setFault(app.sandbox, { namespace: app.namespace, track: "canary" }, { errorRatio: 0.9 });
  const { code, text } = await rollout.ended;
  expect(text).toMatch(/Aborted "scholarlink" at 100 %/);
  expect(code).toBe(4);
  expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
});
