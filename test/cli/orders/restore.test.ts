import type { Environment } from "../../../cli/environment";
import { restore } from "../../../cli/orders/restore";
import type { RestoreOrder } from "../../../cli/orders/restore";
import type { DatabaseRecord } from "../../../components/core/ledger/database-record";
import { appContainer } from "../../../components/core/workload/pod-template";
import { toControllerRevision } from "../../../components/revisions/revision-objects";
import { inSession } from "../../../components/session/session";
import { toMigration, toWorkload } from "../../../stacks/settings/workload";
import { configWith } from "../../support/environment";
import { before, ledgerOf, released } from "../../support/gate";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";

const jobs = "/apis/batch/v1/namespaces/prod/jobs";
const pods = "/api/v1/namespaces/prod/pods";
const revision = "0123456789";
const database: DatabaseRecord = {
  attempt: 2,
  image: released,
  revision,
  before,
  reversible: false,
  backup: { name: "prod-app-2", state: "verified", atSeconds: 1 },
  migration: { state: "ran", atSeconds: 2 },
};
const stored = {
  name: revision,
  labelled: true,
  revision: {
    template: { spec: { containers: [{ name: appContainer, image: released }] } },
    container: appContainer,
    configuration: [],
  },
} as const;

let app: FakeApp;
let controller: NodeJS.Timeout;
let exitCode: number | undefined;
let made: object[];
let said: string[];

beforeEach(async () => {
  [exitCode, made, said] = [0, [], []];
  app = await startFakeApp();
  app.declare({ stable: before, canary: before });
  app.setLedger(ledgerOf({ version: 3, phase: "promoted", database }));
  const object = toControllerRevision({ app: "app", namespace: "prod" }, stored);
  app.cluster.put(`/apis/apps/v1/namespaces/prod/controllerrevisions/app-${revision}`, object);
  controller = setInterval(() => {
    for (const step of ["undo", "restore"]) {
      const name = `app-migrate-bbbbbbbbbbbb-${step}`;
      const live = app.cluster.get(`${jobs}/${name}`) as object | undefined;
      if (live === undefined) continue;
      made.push(live);
      const state = exitCode === undefined ? { running: {} } : { terminated: { exitCode, message: "words" } };
      app.cluster.put(`${pods}/${name}-x`, {
        metadata: { labels: { "batch.kubernetes.io/job-name": name } },
        spec: { containers: [{ name: appContainer }] },
        status: { phase: "Running", containerStatuses: [{ name: appContainer, ready: false, state }] },
      });
    }
  }, 50);
});

afterEach(async () => {
  clearInterval(controller);
  await app.stop();
});

const keys =
  "{ command: [migrate], backup: { command: [save] }, undo: { command: [down] }, restore: { command: [bring] } }";
const run = async (order: Partial<RestoreOrder> = {}, migration = keys) => {
  const config = configWith({ migration });
  const plan = { kind: "base", migration: toMigration(config), workload: toWorkload(config) };
  return await inSession({ settings: app.settings(released) }, async (session) => {
    const context = { ...session, root: "/", say: (text: string) => void said.push(text) };
    return await restore(context as Environment, {
      way: "restore",
      confirm: "app",
      who: "anna@laptop",
      plan: plan as never,
      signal: new AbortController().signal,
      ...order,
    });
  });
};

test("restore() says what it overwrites, runs the command in the revision's container, and notes who", async () => {
  const outcome = await run();
  expect(outcome).toMatchObject({ exitCode: 0, report: { way: "restore", backup: "prod-app-2" } });
  expect(said[0]).toMatch(/^warning: the database of "app" is overwritten by backup "prod-app-2" verified/);
  expect(made[0]).toMatchObject({
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          containers: [
            {
              image: released,
              command: ["bring"],
              env: expect.arrayContaining([{ name: "SLUICE_BACKUP", value: "prod-app-2" }]),
            },
          ],
        },
      },
    },
  });
  expect(app.ledger()).toMatchObject({
    database: { takenBack: 1, back: { way: "restore", state: "done", who: "anna@laptop" } },
  });
  expect(app.ledger().lock).toBeUndefined();
  expect(app.cluster.get(`${jobs}/app-migrate-bbbbbbbbbbbb-restore`)).toBeUndefined();
});

test.each([
  ["without the app's name", { confirm: undefined }, "--confirm must be the app's name"],
  ["with another app's name", { confirm: "shop" }, 'got "shop"'],
])("restore() %s says what it would overwrite, and writes nothing", async (_what, order, says) => {
  await expect(run(order)).rejects.toMatchObject({ end: "refused", message: expect.stringContaining(says) });
  expect(said.join()).toContain("is overwritten by");
  expect(app.cluster.writes()).toEqual([]);
});

test("restore() refuses what the environment file does not say, and what is not stored any more", async () => {
  await expect(run({ way: "undo" }, "{ command: [migrate] }")).rejects.toThrow(
    "sluice:migration.undo must be set",
  );
  app.cluster.delete(`/apis/apps/v1/namespaces/prod/controllerrevisions/app-${revision}`);
  await expect(run()).rejects.toThrow(`revision ${revision} of ${released} must be stored`);
  expect(app.ledger().database).toEqual(database);
});

test("restore() that fails says so and stays to be read; run again it makes a new Job", async () => {
  exitCode = 1;
  await expect(run({ way: "undo" })).rejects.toThrow(
    /Cannot undo the database of "app": its Job must end well: got exit code 1: words; the database may be changed in part/,
  );
  expect(app.ledger().database).toMatchObject({ back: { way: "undo", state: "failed" } });
  expect(app.cluster.get(`${jobs}/app-migrate-bbbbbbbbbbbb-undo`)).toBeDefined();
});

test("restore() that was interrupted goes on with the Job that runs", async () => {
  exitCode = undefined;
  const interruption = new AbortController();
  setTimeout(() => interruption.abort(), 1500);
  await expect(run({ signal: interruption.signal })).rejects.toThrow(
    /Interrupted: .* goes on in the cluster/,
  );
  expect(app.ledger()).toMatchObject({ database: { back: { state: "begun" } } });
  exitCode = 0;
  await run();
  expect(app.cluster.writes().filter((write) => write === `POST ${jobs}`)).toHaveLength(1);
  expect(app.ledger()).toMatchObject({ database: { back: { state: "done" } } });
});
