import { clearFaults, setFault } from "../../../sandbox/fault/set-fault";
import { killApps, serveApp, type ServingApp, unpackApp } from "../app/running-app";
import { type FakeApi, startFakeApi } from "./fake-api";

// The first run compiles the app.
jest.setTimeout(120_000);

let api: FakeApi;
let stable: ServingApp;
let canary: ServingApp;
const removals: (() => void)[] = [];

beforeAll(async () => {
  const [v1, v2] = [await unpackApp("v1"), await unpackApp("v2")];
  removals.push(v1.remove, v2.remove);
  [api, stable, canary] = await Promise.all([startFakeApi(), serveApp(v1.binary), serveApp(v2.binary)]);
});
afterAll(async () => {
  await killApps();
  await api.stop();
  for (const remove of removals) remove();
});
beforeEach(() => {
  api.pods = [
    { name: "stable-1", track: "stable", adminUrl: stable.adminUrl },
    { name: "canary-1", track: "canary", adminUrl: canary.adminUrl },
  ];
});
afterEach(() => clearFaults(api, {}));

const statusOf = async (app: ServingApp): Promise<number> => (await fetch(app.url)).status;

test("setFault() reaches the pods of one track and leaves the other alone", async () => {
  const outcomes = await setFault(api, { track: "canary" }, { errorRatio: 1 });
  expect(outcomes).toEqual([{ pod: "canary-1", track: "canary", version: "v2", took: true }]);
  expect([await statusOf(stable), await statusOf(canary)]).toEqual([200, 500]);
});

test("setFault() reaches the pods that run one version, whatever their track", async () => {
  expect(await setFault(api, { version: "v1" }, { errorRatio: 1 })).toMatchObject([{ pod: "stable-1" }]);
  expect([await statusOf(stable), await statusOf(canary)]).toEqual([500, 200]);
});

test("clearFaults() ends what setFault() began", async () => {
  await setFault(api, { track: "canary" }, { errorRatio: 1 });
  expect(await clearFaults(api, { track: "canary" })).toMatchObject([{ took: true }]);
  expect(await statusOf(canary)).toBe(200);
});

test("a pod that cannot be reached is told apart from those that took it", async () => {
  api.pods = [...api.pods, { name: "canary-2", track: "canary" }];
  expect(await setFault(api, { track: "canary" }, { latencyMs: 1 })).toEqual([
    { pod: "canary-1", track: "canary", version: "v2", took: true },
    { pod: "canary-2", track: "canary", version: "", took: false, detail: "503 connection refused" },
  ]);
});

test("pods that do not run yet or are being deleted are left out", async () => {
  api.pods = [
    ...api.pods,
    { name: "canary-2", track: "canary", phase: "Pending" },
    { name: "canary-3", track: "canary", isTerminating: true },
  ];
  expect(await setFault(api, { track: "canary" }, { latencyMs: 1 })).toMatchObject([{ pod: "canary-1" }]);
});

test("no matching pod is an error that names what was looked for", async () => {
  await expect(setFault(api, { track: "canary", version: "v7" }, { hang: true })).rejects.toThrow(
    'Cannot set a fault on "scholarlink" in namespace "prod", track canary, version v7: at least one pod must be running: got none',
  );
});

test("a fault out of bounds is refused with every problem before anybody is asked", async () => {
  const before = api.requests.length;
  await expect(setFault(api, {}, { errorRatio: 2, latencyMs: 0.5, memoryMb: -1 })).rejects.toThrow(
    "errorRatio must be a share from 0 to 1: got 2; latencyMs must be whole milliseconds from 0 to 60000: got 0.5; memoryMb must be whole MiB from 0 to 4096: got -1",
  );
  expect(api.requests.length).toBe(before);
});

test("an API server that refuses is quoted", async () => {
  await expect(setFault(api, { namespace: "other" }, { hang: true })).rejects.toThrow(
    'the API server must answer 200: got 403 {"kind":"Status","message":"no rights on /api/v1/namespaces/other/pods"}',
  );
});

test("a context the kubeconfig does not have is named", async () => {
  const place = { kubeconfig: api.kubeconfig, context: "elsewhere" };
  await expect(setFault(place, {}, { hang: true })).rejects.toThrow('got "elsewhere"');
});
