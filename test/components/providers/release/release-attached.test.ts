import * as gate from "../../../../components/providers/gate";
import * as release from "../../../../components/providers/release/release";
import type { Settings } from "../../../../components/core/settings";
import { imageOf } from "../../../support/environment";
import { startFakeApp } from "../../../support/fake-cluster/app";
import { revisionOf } from "../../../support/fake-cluster/templates";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const tlsAt = (name: string): string =>
  `/apis/gateway.networking.k8s.io/v1/namespaces/prod/backendtlspolicies/${name}`;
const loginAt = "/apis/gateway.envoyproxy.io/v1alpha1/namespaces/prod/securitypolicies/login";
const ruleAt = "/apis/networking.istio.io/v1/namespaces/mesh/destinationrules/app";
const tls = (hostname: string, service = "app-stable") => ({
  spec: { targetRefs: [{ group: "", kind: "Service", name: service }], validation: { hostname } },
});
const login = { spec: { targetRefs: [{ group: "", kind: "Service", name: "app-stable" }] } };

let app: FakeApp;
let engine: FakeEngine;

beforeEach(async () => {
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
});

afterEach(async () => await app.stop());

const accepting = (settings: Settings, policies: Record<string, string>): Settings => ({
  ...settings,
  traffic: { ...settings.traffic, policies },
});

/** Refusal of a release of B, and its messages. */
async function checkRelease(policies: Record<string, string> = {}, run?: object) {
  const settings = accepting(app.settings(B), policies);
  const { inputs, failures = [] } = await release.check(
    { settings },
    { settings, run, shape: {}, revision: revisionOf(B) },
  );
  return {
    reasons: failures.map(({ reason }) => reason).join("\n"),
    sentence: String((inputs as Record<string, unknown>)["sentence"]),
  };
}

/** Finding of the gate's no-drift. */
async function noDrift(): Promise<string> {
  const inputs = { settings: app.settings(B, "prod-canary-5"), stage: "5", run: { preview: true } };
  const { report } = (await gate.check({}, inputs)).inputs as unknown as {
    report: { checks: { id: string; result: string; text: string }[] };
  };
  const found = report.checks.find(({ id }) => id === "no-drift");
  return found?.result === "refuse" ? found.text : "";
}

test("what stable's Service has is copied for the canary's before a release, kept alike, and goes with it", async () => {
  app.cluster.put(tlsAt("t"), tls("one"));
  expect((await checkRelease()).sentence).toContain("is copied as BackendTLSPolicy t-canary");
  await engine.upBase(B);
  expect(app.cluster.get(tlsAt("t-canary"))).toMatchObject({
    metadata: { annotations: { "sluice.dev/copy-of": "t" } },
    ...tls("one", "app-canary"),
  });
  for (const track of ["stable", "canary"])
    expect(app.cluster.get(tlsAt(`t-${track}-probe`))).toMatchObject(tls("one", `app-${track}-probe`));
  expect(await noDrift()).toBe("");

  app.cluster.put(tlsAt("t"), tls("two"));
  expect(await noDrift()).toContain("t-canary differs from BackendTLSPolicy prod/t");
  await engine.upBase(B);
  expect(app.cluster.get(tlsAt("t-canary"))).toMatchObject(tls("two", "app-canary"));
  expect(await noDrift()).toBe("");

  app.cluster.delete(tlsAt("t"));
  expect(await noDrift()).toContain("a copy whose original is gone");
  app.cluster.fault(({ method }) => method === "DELETE", "answerLost");
  await expect(engine.upBase(B)).rejects.toThrow("does not answer");
  await engine.upBase(B);
  expect(app.cluster.get(tlsAt("t-canary"))).toBeUndefined();
  expect(await noDrift()).toBe("");
});

test("a run without changes of policies has nothing to do", async () => {
  app.cluster.put(tlsAt("t"), tls("one"));
  await engine.upBase(B);
  const writes = app.cluster.writes().length;
  await engine.upBase(B);
  expect(
    app.cluster
      .writes()
      .slice(writes)
      .filter((one) => one.includes("policies")),
  ).toEqual([]);
});

test("what cannot be copied refuses a release by name, until a reason accepts it; running ones are told", async () => {
  app.cluster.put(loginAt, login);
  const { reasons } = await checkRelease();
  expect(reasons).toMatch(/Cannot release "app": .*SecurityPolicy prod\/login/);
  expect((await checkRelease({ "SecurityPolicy/login": "counts by client" })).reasons).toBe("");
  app.cluster.delete(loginAt);
  await engine.upBase(B);
  app.cluster.put(loginAt, login);
  expect((await checkRelease()).reasons).toBe("");
  expect(await noDrift()).toContain("SecurityPolicy prod/login");
});

test("an account that may not copy is refused before anything is touched, a preview is not", async () => {
  app.cluster.put(tlsAt("t"), tls("one"));
  app.cluster.denied.add("create backendtlspolicies");
  expect((await checkRelease()).reasons).toContain("lacks create backendtlspolicies");
  expect((await checkRelease({}, { preview: true })).reasons).toBe("");
});

test("kinds and namespaces that may not be read are told and refuse nothing", async () => {
  app.cluster.put(tlsAt("t"), tls("one"));
  app.cluster.denied.add("list backendtlspolicies").add("list destinationrules");
  expect((await checkRelease()).reasons).toBe("");
  expect(app.cluster.requests.some(({ path }) => path.endsWith("/destinationrules"))).toBe(true);
});

test("a DestinationRule of another namespace is found, and not copied", async () => {
  app.cluster.put(ruleAt, { spec: { host: "app-stable.prod.svc.cluster.local" } });
  expect((await checkRelease()).reasons).toContain("it is not of namespace prod");
});

test("a destroy removes the copies and leaves the originals", async () => {
  app.cluster.put(tlsAt("t"), tls("one"));
  await engine.upBase(B);
  await release.delete("id", { settings: app.settings(B) });
  expect(app.cluster.get(tlsAt("t-canary"))).toBeUndefined();
  expect(app.cluster.get(tlsAt("t"))).toBeDefined();
});
