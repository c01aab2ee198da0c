import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import type { JobManifest } from "../../../../components/cluster/jobs";
import { probeHeader, trackHeader } from "../../../../components/core/routers/gateway/probe-header";
import type { Settings } from "../../../../components/core/settings";
import { inSession } from "../../../../components/session/session";
import { runMigration } from "../../../../components/stage/jobs/run-migration";
import { attemptOf, before, ledgerOf, released } from "../../../support/gate";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";

interface LiveJob {
  readonly metadata: { readonly annotations?: Record<string, string> };
  readonly spec: { readonly suspend?: boolean };
}

const jobs = "/apis/batch/v1/namespaces/prod/jobs";
const pods = "/api/v1/namespaces/prod/pods";
const manifest = (name: string, suspend: boolean): JobManifest => ({
  metadata: { name, namespace: "prod" },
  spec: { suspend, template: {} },
});
const order = {
  job: manifest("app-migrate-1", true),
  cancel: manifest("app-migrate-1-cancel", false),
  image: released,
  commands: "0123456789",
  onStableHarmed: "stop" as const,
  retries: 1,
};

let app: FakeApp;
let gateway: Server;
let controller: NodeJS.Timeout;
let settings: Settings;
/** Whether stable answers 503. */
let isBroken = false;
/** Whether the migration breaks stable as soon as it runs. */
let breaks = false;
/** Exit code of the migration's own container; undefined while it runs. */
let exitCode: number | undefined;

const job = (name = "app-migrate-1") => app.cluster.get<LiveJob>(`${jobs}/${name}`);

/** A pod of a Job, with an injected container that never ends. */
function putPod(name: string, code: number | undefined): void {
  const state = code === undefined ? { running: {} } : { terminated: { exitCode: code } };
  app.cluster.put(`${pods}/${name}-x`, {
    metadata: { labels: { "batch.kubernetes.io/job-name": name } },
    spec: { containers: [{ name: "app" }, { name: "mesh-proxy" }] },
    status: {
      phase: "Running",
      containerStatuses: [
        { name: "mesh-proxy", ready: true, state: { running: {} } },
        { name: "app", ready: false, state },
      ],
    },
  });
}

/** Plays the Job controller and the kubelet. */
function reconcile(): void {
  const live = job();
  if (live?.spec.suspend === false) {
    if (breaks) isBroken = true;
    putPod("app-migrate-1", exitCode);
  } else if (app.cluster.get(`${pods}/app-migrate-1-x`) !== undefined)
    app.cluster.delete(`${pods}/app-migrate-1-x`);
  const cancel = job("app-migrate-1-cancel");
  if (cancel !== undefined) {
    [isBroken, breaks] = [false, false];
    putPod("app-migrate-1-cancel", 0);
  }
}

beforeEach(async () => {
  [isBroken, breaks, exitCode] = [false, false, undefined];
  app = await startFakeApp();
  gateway = createServer((request, response) => {
    const track = request.headers[probeHeader] === "t-stable" ? "stable" : "canary";
    response.writeHead(isBroken ? 503 : 200, { [trackHeader]: track }).end();
  });
  gateway.listen(0, "127.0.0.1");
  await once(gateway, "listening");
  const made = app.settings(released);
  const address = `127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  settings = { ...made, traffic: { ...made.traffic, address } };
  app.declare({ stable: before, canary: before });
  app.setLedger(ledgerOf({ version: 3, attempt: attemptOf() }));
  app.cluster.put(`${jobs}/app-migrate-1`, order.job);
  controller = setInterval(reconcile, 50);
});

afterEach(async () => {
  clearInterval(controller);
  gateway.closeAllConnections();
  await new Promise((end) => gateway.close(end));
  await app.stop();
});

const run = async (): Promise<string> =>
  await inSession({ settings }, async (session) => await runMigration(session, order));
const later = (what: () => void, ms: number): void => void setTimeout(what, ms);

test("a migration is done by its own container, though another one in its pod never ends; not run again", async () => {
  later(() => (exitCode = 0), 3000);
  expect(await run()).toBe("migrated: pod app-migrate-1-x ended with exit code 0");
  expect(job()).toMatchObject({
    metadata: { annotations: { "sluice.dev/migration-done": "true" } },
    spec: { suspend: true },
  });
  expect(app.ledger()?.attempt?.migration).toBe("0123456789");
  expect(await run()).toBe("migrated before");
});

test("a migration that makes stable worse is stopped, its work is ended, and it is said whether stable is well again", async () => {
  breaks = true;
  await expect(run()).rejects.toThrow(
    /was stopped: stable answered before the migration and does not any more: HTTP 503.*its pod has ended; migration\.cancel has ended its work in the database; stable answers again, .* no pod of the release was started/,
  );
  expect(job()).toMatchObject({ spec: { suspend: true } });
  expect(app.cluster.writes().filter((write) => write.startsWith("POST"))).toContain(`POST ${jobs}`);
});

test("a migration that repairs what was not well before is left to do so", async () => {
  isBroken = true;
  later(() => (exitCode = 0), 7000);
  expect(await run()).toContain("migrated: ");
});

test("a migration whose own container fails beside one that never ends is tried again as often as was asked", async () => {
  exitCode = 1;
  await expect(run()).rejects.toThrow(
    /failed: pod app-migrate-1-x ended with exit code 1; no pod of the release/,
  );
  expect(job()).toMatchObject({ spec: { suspend: true } });
  const tries = app.cluster.writes().filter((write) => write === `PATCH ${jobs}/app-migrate-1`);
  // Started, ended, started again and ended.
  expect(tries).toHaveLength(4);
  expect(app.cluster.writes().join()).not.toContain(`${pods}/`);
});
