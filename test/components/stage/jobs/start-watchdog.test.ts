import { openSession } from "../../../../components/session/session";
import type { Session } from "../../../../components/session/session";
import {
  awaitWatchdog,
  endWatchdog,
  readWatchdog,
  startWatchdog,
} from "../../../../components/stage/jobs/start-watchdog";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";
import { FakeEngine } from "../../../support/fake-cluster/engine";
import { imageOf } from "../../../support/environment";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
const jobPath = "/apis/batch/v1/namespaces/prod/jobs/app-watchdog";
let app: FakeApp;
let session: Session;
const said: string[] = [];

beforeEach(async () => {
  said.length = 0;
  app = await startFakeApp("gateway", [], { watchdog: `{ image: "${imageOf("d")}" }` });
  session = {
    ...(await openSession({ settings: { ...app.settings(B), stack: "prod-canary-5" } })),
    say: (text) => void said.push(text),
  };
});

afterEach(async () => {
  session.close();
  await app.stop();
});

const started = { number: 2 } as never;
const watched = (): string | undefined =>
  app.cluster.get<{ metadata: { annotations: Record<string, string> } }>(jobPath)?.metadata.annotations[
    "sluice.dev/watched"
  ];

/** The pod that the cluster's controller makes. */
const runPod = (): void =>
  void app.cluster.put("/api/v1/namespaces/prod/pods/app-watchdog-x", {
    metadata: { labels: { "batch.kubernetes.io/job-name": "app-watchdog" } },
    spec: { containers: [{ name: "watchdog", image: "i" }] },
    status: { containerStatuses: [{ name: "watchdog", state: { running: {} } }] },
  });

test("it is started once for an attempt, and again for another one or when it has ended", async () => {
  expect(await startWatchdog(session, { attempt: started })).toBeUndefined();
  const first = watched();
  expect(first).toMatch(/^2-/);
  const { length } = app.cluster.writes();
  expect(await startWatchdog(session, { attempt: started })).toBeUndefined();
  expect(app.cluster.writes()).toHaveLength(length);
  await startWatchdog(session, { attempt: { number: 3 } as never });
  expect(watched()).toMatch(/^3-/);
  await endWatchdog(session);
  expect(watched()).toBeUndefined();
});

test("none is started where none is configured", async () => {
  const { watchdog: _, ...settings } = session.settings;
  session = { ...session, settings };
  expect(await startWatchdog(session, { attempt: started })).toBeUndefined();
  await awaitWatchdog(session);
  expect(app.cluster.writes()).toEqual([]);
});

test("a Job of somebody else stays, and so does one that the cluster does not take", async () => {
  app.cluster.put(jobPath, { spec: {} });
  expect((await startWatchdog(session, { attempt: started }))?.text).toMatch(
    /Job prod\/app-watchdog must be started first: a Job of this name is there that Sluice did not make$/,
  );
  await endWatchdog(session);
  expect(app.cluster.get(jobPath)).toBeDefined();
  app.cluster.delete(jobPath);
  app.cluster.fault(({ method, path }) => method === "POST" && path.endsWith("/jobs"), { status: 403 });
  expect((await startWatchdog(session, { attempt: started }))?.text).toMatch(/must be started first: .*403/);
});

test("a raise waits until its pod runs", async () => {
  await startWatchdog(session, { attempt: started });
  expect(await readWatchdog(session)).toBe("it has no pod yet: its account may be missing");
  const waiting = awaitWatchdog(session);
  runPod();
  await waiting;
  expect(await readWatchdog(session)).toBeUndefined();
  expect(said).toEqual(["watchdog: Job app-watchdog started"]);
});

test("a raise starts it before the weight is written, and is refused where it cannot be started", async () => {
  const engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
  app.cluster.fault(({ method, path }) => method === "POST" && path.endsWith("/jobs"), { status: 403 });
  await expect(engine.upStage(B, "5")).rejects.toThrow(
    /Cannot raise traffic to "app".*must be started first/,
  );
  expect(app.weight()).toBe(0);
  runPod();
  await engine.upStage(B, "5");
  expect(app.weight()).toBe(5);
  const writes = app.cluster.writes();
  const job = writes.findIndex((line) => line.endsWith("/jobs"));
  expect(writes.slice(job).some((line) => line.includes("/httproutes/"))).toBe(true);
  expect(watched()).toMatch(/^2-/);
});
