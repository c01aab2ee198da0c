import { inSession } from "../../../../components/session/session";
import type { Session } from "../../../../components/session/session";
import type { OnceManifest } from "../../../../components/stage/jobs/run-job";
import { runMigration } from "../../../../components/stage/jobs/run-migration";
import { attemptOf, before, ledgerOf, released } from "../../../support/gate";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";

const jobs = "/apis/batch/v1/namespaces/prod/jobs";
const pods = "/api/v1/namespaces/prod/pods";
const once = (name: string): OnceManifest => ({
  metadata: { name, namespace: "prod", annotations: { "sluice.dev/run": "prod-app-3" } },
  spec: { template: {} },
});
const order = {
  job: { metadata: { name: "migrate", namespace: "prod" }, spec: { suspend: true, template: {} } },
  image: released,
  commands: "0123456789",
  onStableHarmed: "stop" as const,
  retries: 0,
  hasWayBack: true,
  backup: { name: "prod-app-3", job: once("backup"), verify: once("verify"), deadlineSeconds: 5 },
};

let app: FakeApp;
let controller: NodeJS.Timeout;
/** Exit code of each Job's container. */
let ends: Record<string, number>;

/** The Job controller and the kubelet act once. */
function reconcile(): void {
  for (const name of ["migrate", "backup", "verify"]) {
    const live = app.cluster.get<{ spec: { suspend?: boolean } }>(`${jobs}/${name}`);
    const path = `${pods}/${name}-x`;
    if (live !== undefined && live.spec.suspend !== true)
      app.cluster.put(path, {
        metadata: { labels: { "batch.kubernetes.io/job-name": name } },
        spec: { containers: [{ name: "app" }] },
        status: {
          phase: "Running",
          containerStatuses: [
            {
              name: "app",
              ready: false,
              state: { terminated: { exitCode: ends[name], message: "last words" } },
            },
          ],
        },
      });
    else if (app.cluster.get(path) !== undefined) app.cluster.delete(path);
  }
}

beforeEach(async () => {
  ends = { migrate: 0, backup: 0, verify: 0 };
  app = await startFakeApp();
  app.declare({ stable: before, canary: before });
  app.setLedger(ledgerOf({ version: 3, attempt: attemptOf() }));
  app.cluster.put(`${jobs}/migrate`, order.job);
  controller = setInterval(reconcile, 50);
});

afterEach(async () => {
  clearInterval(controller);
  await app.stop();
});

const run = async (act = async (session: Session) => await runMigration(session, order)): Promise<string> =>
  await inSession({ settings: app.settings(released) }, act);
const created = () => app.cluster.writes().filter((write) => write === `POST ${jobs}`).length;

test("a backup is taken and verified before the migration begins, and its Jobs go", async () => {
  expect(await run()).toContain("migrated: ");
  expect(app.ledger().database).toMatchObject({
    attempt: 3,
    image: released,
    before,
    reversible: false,
    backup: { name: "prod-app-3", state: "verified" },
    migration: { state: "ran" },
  });
  expect(app.cluster.get(`${jobs}/backup`)).toBeUndefined();
  const writes = app.cluster.writes();
  const firstStart = writes.indexOf(`PATCH ${jobs}/migrate`);
  expect(writes.lastIndexOf(`POST ${jobs}`)).toBeLessThan(firstStart);
  expect(writes.lastIndexOf(`DELETE ${jobs}/verify`)).toBeLessThan(firstStart);
});

test.each([
  ["backup", /^Backup of the database of "app" failed: exit code 1: last words; the migration did not begin/],
  ["verify", /^Verification of backup "prod-app-3" of the database of "app" failed: exit code 1/],
])("a migration does not begin where its %s fails; the next run takes it again", async (name, says) => {
  ends[name] = 1;
  await expect(run()).rejects.toThrow(says);
  expect(app.cluster.get(`${jobs}/migrate`)).toMatchObject({ spec: { suspend: true } });
  expect(app.ledger().database?.migration).toBeUndefined();
  ends[name] = 0;
  reconcile();
  expect(await run()).toContain("migrated: ");
  expect(app.ledger().database?.backup?.state).toBe("verified");
});

test("what a failed migration left is not backed up over the backup; the failure names the way back", async () => {
  ends["migrate"] = 1;
  await expect(run()).rejects.toMatchObject({
    problem: { fix: expect.stringContaining("`sluice restore prod` says how the database goes back") },
  });
  expect(app.ledger().database).toMatchObject({ migration: { state: "failed" } });
  const [saved, count] = [app.ledger().database?.backup, created()];
  await expect(run()).rejects.toThrow("failed");
  expect(app.ledger().database?.backup).toEqual(saved);
  // Only the migration's own Job is created again.
  expect(created() - count).toBeLessThanOrEqual(1);
});

test("a backup that nothing verified is not taken again either, once a migration began on it", async () => {
  const database = {
    attempt: 3,
    image: released,
    reversible: false,
    backup: { name: "prod-app-3", state: "taken", atSeconds: 1 },
    migration: { state: "failed", atSeconds: 2 },
  } as const;
  app.setLedger(ledgerOf({ version: 3, attempt: attemptOf(), database }));
  expect(await run()).toContain("migrated: ");
  expect(created()).toBe(0);
  expect(app.ledger().database?.backup).toEqual(database.backup);
});

test("a backup that goes on since an earlier run is followed, one of another run is replaced", async () => {
  app.cluster.put(`${jobs}/backup`, once("backup"));
  app.cluster.put(`${jobs}/verify`, { ...once("verify"), metadata: { name: "verify", namespace: "prod" } });
  expect(await run()).toContain("migrated: ");
  expect(created()).toBe(1);
});

test("a migration is refused while a person's way back is not known to be over", async () => {
  const back = { way: "undo", state: "begun", atSeconds: 1, who: "anna" } as const;
  const database = { attempt: 2, image: before, reversible: false, back };
  app.setLedger(ledgerOf({ version: 3, attempt: attemptOf(), database }));
  await expect(run()).rejects.toThrow(/the undo by anna must be over/);
  expect(app.cluster.get(`${jobs}/migrate`)).toMatchObject({ spec: { suspend: true } });
});
