import { killProcess } from "../../sandbox/cluster/processes";
import type { ProcessName } from "../../sandbox/cluster/processes";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { findProvider } from "./support/process-tree";
import type { Running } from "./support/run";

/** Where in a stage's run a process is killed: the first lines that each step prints. */
const moments = {
  gate: /sluice:Gate scholarlink (creating|updating)/,
  shift: /canary: \d+ → \d+ replicas|sluice:TrafficShift scholarlink (creating|updating)/,
  soak: /\d+ %: held/,
};
type Moment = keyof typeof moments;
type Victim = "pulumi" | "provider" | Extract<ProcessName, "prometheus" | "traefik" | "kube-apiserver">;

const victims: readonly Victim[] = ["pulumi", "provider", "prometheus", "traefik", "kube-apiserver"];
const cases = victims.flatMap((victim) =>
  (Object.keys(moments) as Moment[]).map((moment) => ({ victim, moment })),
);
/** Every case has a stage of its own, so that each begins with a gate and ends with a pass. */
const firstWeight = 20;
const weights = cases.map((_, index) => firstWeight + index);

let app: App;

beforeAll(async () => {
  app = await createApp("faults", {
    stages: [...weights, 100].map((weight) => ({ weight, soak: "4s" })),
  });
});

afterAll(async () => {
  await app.remove();
});

async function kill(victim: Victim, running: Running): Promise<void> {
  const engine = running.child.pid ?? 0;
  if (victim === "pulumi") running.child.kill("SIGKILL");
  else if (victim === "provider") process.kill(findProvider(engine) ?? 0, "SIGKILL");
  else await killProcess(app.sandbox, victim);
}

test("P8: a first deploy whose engine is killed goes on with the same command", async () => {
  const running = app.startUp();
  await running.seen(/Deployment scholarlink-stable creating/);
  running.child.kill("SIGKILL");
  await running.ended;
  const locked = await app.up();
  expect(locked.text).toContain("pulumi cancel");
  done(await app.pulumi("cancel", "-s", "faults", "--yes"));
  done(await app.up());
  expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0 });
  app.load(50);
  await app.configure(image("v2"));
  done(await app.up());
});

test.each(cases.map((one, index) => ({ ...one, weight: firstWeight + index })))(
  "P8: $victim killed in the $moment of stage $weight: never above what was gated, and the same command goes on",
  async ({ victim, moment, weight }) => {
    const before = await app.weight();
    const stack = `faults-canary-${weight}`;
    const running = app.startUp(stack);
    await running.seen(moments[moment]);
    await kill(victim, running);
    const { text } = await running.ended;
    await app.until("the API server answers", async () => (await app.kubectl("get", "httproute")) !== "");
    const gated = /verdict: pass/.test(text) ? weight : before;
    expect([before, gated]).toContain(await app.weight());
    if (victim === "pulumi") done(await app.pulumi("cancel", "-s", stack, "--yes"));
    let last = text;
    await app
      .until(
        "the same command goes on",
        async () => {
          const again = await app.up(stack);
          last = again.text;
          return again.code === 0;
        },
        120,
      )
      .catch((error: unknown) => {
        throw new Error(`${String(error)}: killed run:\n${text}\nlast run:\n${last}`);
      });
    expect(await app.weight()).toBe(weight);
    const ledger = await app.ledger();
    expect(ledger.attempt?.stages.find((stage) => stage.weight === weight)?.phase).toBe("passed");
    expect(ledger.attempt?.number).toBe(2);
    expect(ledger.lock).toBeUndefined();
  },
);

test("after all of it the release is promoted", async () => {
  done(await app.up("faults-canary-100"));
  done(await app.up());
  expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0 });
  expect(await app.image("stable")).toBe(image("v2"));
});
