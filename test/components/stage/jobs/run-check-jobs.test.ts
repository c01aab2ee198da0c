import { createHash } from "node:crypto";
import { inSession } from "../../../../components/session/session";
import { runCheckJobs } from "../../../../components/stage/jobs/run-check-jobs";
import { runChecks } from "../../../../components/checks/run-checks";
import type { CheckSpec } from "../../../../components/core/checks/spec";
import { before, released } from "../../../support/gate";
import { startFakeApp } from "../../../support/fake-cluster/app";
import type { FakeApp } from "../../../support/fake-cluster/app";

const name = `app-check-${createHash("sha256").update("smoke").digest("hex").slice(0, 8)}`;
const jobs = "/apis/batch/v1/namespaces/prod/jobs";
const check: CheckSpec = {
  name: "smoke",
  uses: ["gate", "promoted"],
  timeoutMs: 1000,
  question: { kind: "job", image: released, env: {}, deadlineSeconds: 5 },
};
const moment = { use: "gate", isCanaryUp: true, isRollback: false } as const;

let app: FakeApp;
let controller: NodeJS.Timeout;
let exitCode: number;

/** The Job controller and the kubelet act once. */
function reconcile(): void {
  if (app.cluster.get(`${jobs}/${name}`) === undefined) return;
  app.cluster.put(`/api/v1/namespaces/prod/pods/${name}-x`, {
    metadata: { labels: { "batch.kubernetes.io/job-name": name } },
    spec: { containers: [{ name: "app" }] },
    status: {
      phase: "Running",
      containerStatuses: [
        { name: "app", ready: false, state: { terminated: { exitCode, message: "no stock" } } },
      ],
    },
  });
}

beforeEach(async () => {
  app = await startFakeApp();
  app.declare({ stable: before, canary: before });
  controller = setInterval(reconcile, 50);
});

afterEach(async () => {
  clearInterval(controller);
  await app.stop();
});

const ask = async (checks: readonly CheckSpec[] | undefined) =>
  await inSession({ settings: app.settings(released) }, async (session) => {
    const settings = { ...session.settings, ...(checks === undefined ? {} : { checks }) };
    const about = { place: "gate", stage: "5", attempt: 3 };
    const context = { settings, route: undefined, about, nowSeconds: 1000 };
    const looked = await runChecks({ ...context, cluster: session.cluster }, moment);
    return { looked, facts: await runCheckJobs(session, context, moment) };
  });
const created = () => app.cluster.writes().filter((write) => write === `POST ${jobs}`).length;

test("a Job that ends well is the answer, and goes; a look at the gate starts none", async () => {
  exitCode = 0;
  const { looked, facts } = await ask([check]);
  expect(looked).toEqual([]);
  expect(facts).toMatchObject([{ name: "smoke", isFine: true, text: '"smoke" passes on the canary' }]);
  expect(created()).toBe(1);
  expect(app.cluster.get(`${jobs}/${name}`)).toBeUndefined();
});

test("a Job that fails is no pass, and stays to be read", async () => {
  exitCode = 3;
  const { facts } = await ask([check]);
  expect(facts).toMatchObject([
    { isFine: false, text: 'check "smoke" must pass on the canary: got exit code 3: no stock' },
  ]);
  expect(app.cluster.get(`${jobs}/${name}`)).toBeDefined();
});

test("without such a check nothing is started", async () => {
  expect((await ask(undefined)).facts).toEqual([]);
  expect(created()).toBe(0);
});
