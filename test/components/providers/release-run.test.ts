import * as gate from "../../../components/providers/gate";
import * as promotion from "../../../components/providers/promotion";
import * as release from "../../../components/providers/release";
import * as routeRules from "../../../components/providers/route-rules";
import * as shift from "../../../components/providers/shift";
import * as soak from "../../../components/providers/soak";
import type { Settings } from "../../../components/core/settings";
import { imageOf } from "../../support/environment";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";

type Properties = Record<string, unknown>;

const [A, B, C] = ["a", "b", "c"].map(imageOf) as [string, string, string];
const shape = { version: 1, template: {} };
let app: FakeApp;
/** What Pulumi's state has of each resource. */
let state: Record<string, Properties>;

beforeAll(async () => {
  app = await startFakeApp();
  state = {};
});

afterAll(async () => await app.stop());

const inputsOf = (settings: Settings, more: Properties = {}): Properties => ({ settings, ...more });

/** `up` of the base stack, as the engine goes through it. */
async function upBase(image: string): Promise<Properties> {
  const settings = app.settings(image);
  const { inputs, failures } = await release.check(state["release"] ?? {}, inputsOf(settings, { shape }));
  if (failures?.length) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const decided = inputs as { stableImage: string; canaryImage: string };
  const before = state["release"];
  if (before === undefined) state["release"] = (await release.create(inputs)).outs as Properties;
  else if ((await release.diff("", before, inputs)).changes)
    state["release"] = (await release.update("", before, inputs)).outs as Properties;
  app.declare({ stable: decided.stableImage, canary: decided.canaryImage });
  await routeRules.create(inputsOf(settings, { probeToken: "t" }));
  const { outs } = await promotion.create(inputsOf(settings, { stableImage: decided.stableImage }));
  return outs as Properties;
}

/** `up` of a stage. */
async function upStage(image: string, key: string): Promise<Properties> {
  const inputs = inputsOf(app.settings(image, `prod-canary-${key}`), { stage: key });
  await gate.create(inputs);
  await shift.create(inputs);
  return (await soak.create(inputs)).outs as Properties;
}

test("a release runs through on what decides and acts alone, without Pulumi", async () => {
  expect(await upBase(A)).toMatchObject({ phase: "promoted" });
  expect(await upBase(B)).toMatchObject({ phase: "progressing" });
  expect(app.ledger()).toMatchObject({
    version: 2,
    phase: "progressing",
    weight: 0,
    attempt: { number: 2, image: B },
  });
  expect(await upStage(B, "5")).toMatchObject({ verdict: "pass" });
  expect(app.weight()).toBe(5);
  expect(await upStage(B, "100")).toMatchObject({ verdict: "pass" });
  expect(app.ledger()).toMatchObject({ phase: "passed", weight: 100 });
  expect(await upBase(B)).toMatchObject({ phase: "promoted" });
  expect(app.weight()).toBe(0);
  expect(app.ledger().moves.map(({ from, to }) => [from, to])).toEqual([
    [0, 5],
    [5, 100],
    [100, 0],
  ]);
  expect(app.ledger().lock).toBeUndefined();
});

test("a canary that fails is taken off by its soak", async () => {
  await upBase(C);
  app.failing = 1;
  await expect(upStage(C, "5")).rejects.toThrow("all traffic is on stable");
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [C] });
});
