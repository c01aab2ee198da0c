import * as gate from "../../../components/providers/gate";
import * as promotion from "../../../components/providers/promotion";
import * as routeRules from "../../../components/providers/route-rules";
import { imageOf } from "../../support/environment";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const run = { programPid: process.pid, programStart: "unknown", preview: true };
let app: FakeApp;
let engine: FakeEngine;

beforeAll(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
});

afterAll(async () => await app.stop());

const previewOf = async (key: string): Promise<Record<string, unknown>> => {
  const inputs = { settings: app.settings(B, `prod-canary-${key}`), stage: key, run };
  return (await gate.check({}, inputs)).inputs as Record<string, unknown>;
};

test("a preview of a stage says what the gate finds, and writes nothing", async () => {
  const before = app.cluster.writes().length;
  const first = await previewOf("5");
  expect(first).toMatchObject({ open: true, report: { checks: expect.any(Array) } });
  expect(await previewOf("100")).toMatchObject({ open: false });
  expect(app.cluster.writes()).toHaveLength(before);
});

test("a preview by an account that lacks a right names it", async () => {
  app.cluster.denied.add("get configmaps");
  const { failures } = await gate.check({}, { settings: app.settings(B, "prod-canary-5"), stage: "5", run });
  expect(failures?.[0]?.reason).toContain("configmaps");
  app.cluster.denied.clear();
});

test("nothing of base is destroyed while a release runs", async () => {
  const inputs = { settings: app.settings(B) };
  await expect(promotion.delete("id", inputs)).rejects.toThrow('Cannot destroy "prod"');
  await expect(routeRules.delete("id", inputs)).rejects.toThrow('Cannot destroy "prod"');
  expect(
    await promotion.diff("id", { stableImage: A, phase: "progressing" }, { ...inputs, stableImage: A }),
  ).toEqual({
    changes: false,
  });
  expect((await routeRules.diff("id", {}, { ...inputs, probeToken: "t" })).changes).toBe(false);
});
