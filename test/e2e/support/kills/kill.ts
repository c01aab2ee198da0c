import { weightOf } from "../../../../components/core/stage/exposure";
import { killProcess } from "../../../../sandbox/cluster/lifecycle/processes";
import type { ProcessName } from "../../../../sandbox/cluster/lifecycle/processes";
import { done } from "../app";
import type { App } from "../app";
import { mendPulumi } from "./mend-pulumi";
import { findProvider } from "./process-tree";
import type { Running } from "../run";

/** Moments of a stage's run at which a process is killed: the first lines that each step prints. */
const moments = {
  gate: /sluice:Gate scholarlink (creating|updating)/,
  shift: /canary: \d+ → \d+ replicas|sluice:TrafficShift scholarlink (creating|updating)/,
  soak: /\d+ %: held/,
};
type Moment = keyof typeof moments;
type Victim = "pulumi" | "provider" | Extract<ProcessName, "prometheus" | "traefik" | "kube-apiserver">;

/** One process that is killed at one moment of a stage's run. */
export interface Kill {
  readonly victim: Victim;
  readonly moment: Moment;
}

/** Every moment for each of them. */
export const listKills = (...victims: readonly Victim[]): readonly Kill[] =>
  victims.flatMap((victim) => (Object.keys(moments) as Moment[]).map((moment) => ({ victim, moment })));

async function kill(app: App, victim: Victim, running: Running): Promise<void> {
  const engine = running.child.pid ?? 0;
  if (victim === "pulumi") running.child.kill("SIGKILL");
  else if (victim === "provider") process.kill(findProvider(engine), "SIGKILL");
  else await killProcess(app.sandbox, victim);
}

/** Weight of the stage whose turn it is; 0 when all have passed. */
async function nextWeight(app: App): Promise<number> {
  const next = (await app.ledger()).attempt?.stages.find(({ phase }) => phase !== "passed");
  return next === undefined ? 0 : weightOf(next);
}

/** Kills a process in the next stage's run: never above what was gated, and the same command goes on to a pass. */
export async function expectGoesOn(app: App, { victim, moment }: Kill): Promise<void> {
  const [before, weight] = [await app.weight(), await nextWeight(app)];
  const stack = `${app.environment}-canary-${weight}`;
  const running = app.startUp(stack);
  await running.seen(moments[moment]);
  await kill(app, victim, running);
  const killed = (await running.ended).text;
  await app.until("the API server answers", async () => (await app.kubectl("get", "httproute")) !== "");
  const { intent, moves } = await app.ledger();
  // The write of a shift was announced in the ledger after its gate had passed.
  const gated = [before, intent?.to, ...moves.map(({ to }) => to)];
  expect(gated).toContain(await app.weight());
  expect(await app.weight()).toBeLessThanOrEqual(weight);
  if (victim === "pulumi") await mendPulumi(app, stack);
  const tries: string[] = [killed];
  const goesOn = async (): Promise<boolean> => {
    const { code, text } = await app.up(stack);
    tries.push(text);
    return code === 0;
  };
  // Prometheus, gateway and API server need a while until the gate has what it asks for.
  const end = await app
    .until("the same command goes on", goesOn, 240)
    .catch((error: unknown) => String(error));
  const { attempt, lock } = await app.ledger();
  const phase = attempt?.stages.find(({ key }) => key === String(weight))?.phase;
  if (phase !== "passed")
    throw new Error(`stage ${weight} is ${phase}; ${end ?? "went on"}\n${tries.join("\n---\n")}`);
  expect(await app.weight()).toBe(weight);
  expect(attempt?.number).toBe(2);
  expect(lock).toBeUndefined();
}

/** Runs the stages that are left, and base: the release is promoted. */
export async function expectPromoted(app: App, image: string): Promise<void> {
  for (let weight = await nextWeight(app); weight > 0; weight = await nextWeight(app)) {
    done(await app.up(`${app.environment}-canary-${weight}`));
    // Each one passed, or this would go on for ever.
    expect(await app.weight()).toBe(weight);
    if (weight === (await nextWeight(app))) throw new Error(`stage ${weight} did not pass`);
  }
  done(await app.up());
  expect(await app.ledger()).toMatchObject({ phase: "promoted", weight: 0 });
  expect(await app.image("stable")).toBe(image);
}
