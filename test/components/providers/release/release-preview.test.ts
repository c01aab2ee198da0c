import * as gate from "../../../../components/providers/gate";
import * as promotion from "../../../../components/providers/promotion";
import * as release from "../../../../components/providers/release/release";
import * as routeRules from "../../../../components/providers/route-rules";
import { imageOf } from "../../../support/environment";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { revisionOf } from "../../../support/fake-cluster/templates";
import { FakeEngine } from "../../../support/fake-cluster/engine";

const [A, B, C] = ["a", "b", "c"].map(imageOf) as [string, string, string];
const run = { programPid: process.pid, programStart: "unknown", preview: true };
let app: FakeApp;
let engine: FakeEngine;

beforeAll(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A, { run: { ...run, preview: false, kubeVersion: "1.34.0" } });
  expect(app.ledger().attempt).toMatchObject({ kind: "first", kubeVersion: "1.34.0" });
  await engine.upBase(B, { run: { ...run, preview: false, kubeVersion: "1.35.0" } });
});

test("a release keeps the version of Kubernetes that its chart was rendered for", () => {
  expect(app.ledger().attempt).toMatchObject({ kind: "release", kubeVersion: "1.35.0" });
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

describe("the most pods of a release", () => {
  const pods = { maxSurge: 1, perPod: { connections: 15, limit: 89 } };
  const check = async (image: string, given: typeof pods | Omit<typeof pods, "perPod"> | undefined) =>
    await release.check(
      { settings: app.settings(A) },
      { settings: app.settings(image), revision: revisionOf(image), run, pods: given },
    );

  test("are refused in a preview where they take more than there is, before anything runs", async () => {
    const { failures } = await check(C, pods);
    expect(failures?.[0]?.reason).toContain(
      "sluice:app.perPod.limit must be at least 90: got 89; a pod takes 15, at most 6 pods at once (2 stable, 2 canary, 2 while they roll)",
    );
  });

  test("are refused in a preview where a quota has no room for them", async () => {
    const at = "/api/v1/namespaces/prod/resourcequotas/compute";
    app.cluster.put(at, {
      metadata: { name: "compute" },
      status: { hard: { pods: "4" }, used: { pods: "2" } },
    });
    const { failures } = await check(C, { maxSurge: 1 });
    expect(failures?.[0]?.reason).toContain("ResourceQuota compute must have 3 of pods left: got 2");
    app.cluster.delete(at);
  });

  test("are named without a limit, and never stop a release that is under way", async () => {
    const { inputs } = await check(C, { maxSurge: 1 });
    expect((inputs as { sentence: string }).sentence).toContain("; at most 6 pods at once (2 stable");
    for (const [image, given] of [
      [B, pods],
      [C, undefined],
    ] as const) {
      const other = await check(image, given);
      expect(other.failures).toBeUndefined();
      expect((other.inputs as { sentence: string }).sentence).not.toContain("at once");
    }
  });
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
