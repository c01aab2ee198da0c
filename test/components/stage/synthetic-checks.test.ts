import type { Session } from "../../../components/session/session";
import { openSession } from "../../../components/session/session";
import { sleepBeside } from "../../../components/stage/synthetic-checks";
import { watchExposure } from "../../../components/stage/watch-exposure";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { FakeEngine } from "../../support/fake-cluster/engine";
import { imageOf } from "../../support/environment";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];
let app: FakeApp;
let engine: FakeEngine;
let session: Session;
let stop: AbortController;
const said: string[] = [];

/** An app whose second image has passed its first stage, and a watch's session. */
beforeEach(async () => {
  said.length = 0;
  app = await startFakeApp();
  engine = new FakeEngine(app);
  await engine.upBase(A);
  await engine.upBase(B);
  await engine.upStage(B, "5");
  stop = new AbortController();
  const settings = { ...app.settings(B), stack: "sluice watch" };
  // No tick sees anything of this: our own requests wake it.
  const analysis = { ...settings.analysis, tickSeconds: 600 };
  session = {
    ...(await openSession({ settings: { ...settings, analysis } })),
    interrupted: stop.signal,
    say: (text) => void said.push(text),
  };
});

afterEach(async () => {
  stop.abort();
  session.close();
  await app.stop();
});

const watch = async () =>
  await watchExposure(session, { limitSeconds: 600, atLimit: "back", who: "ann@host" });
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};

test("a canary that fails alone is off in seconds, whatever Prometheus says and without a request of a user", async () => {
  const watching = watch();
  await until(() => (app.ledger().watcher?.who ?? "") === "ann@host");
  expect(said).toContainEqual("synthetic checks: GET /, 4 a second to the canary, 12 to stable");
  app.canaryStatus = 503;
  const end = await watching;
  expect(end.exit).toBe("failed");
  expect(end.sentence).toMatch(
    /^Aborted "app" at 5 % \(synthetic\): Fail: of our own requests the canary failed \d+ of \d+ \(HTTP 503\), stable 0 of \d+; ln E /,
  );
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [{ image: B }] });
});

test("a canary that fails because its pod was taken away is off, and its image is not rejected", async () => {
  const watching = watch();
  await until(() => (app.ledger().watcher?.who ?? "") === "ann@host");
  app.cluster.delete("/api/v1/namespaces/prod/pods/app-canary-0");
  app.canaryStatus = 503;
  await expect(watching).resolves.toMatchObject({
    exit: "failed",
    sentence: expect.stringMatching(
      /^Aborted "app" at 5 % \(interrupted\): Fail: of our own .*; its pods were taken away/,
    ),
  });
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [] });
});

test("none are sent where they are off, which is said", async () => {
  const { settings } = session;
  const analysis = { ...settings.analysis, syntheticPerSecond: 0 };
  const watching = watchExposure(
    { ...session, settings: { ...settings, analysis } },
    { limitSeconds: 600, atLimit: "stay", who: "ann@host" },
  );
  await until(() => (app.ledger().watcher?.who ?? "") === "ann@host");
  expect(said).toContainEqual("no synthetic checks: sluice:analysis.syntheticPerSecond is 0");
  // Those of the stage's own soak may still be under way; 16 a second leave no such gap.
  for (let before = -1; before !== app.asked.length;) {
    before = app.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  stop.abort();
  await expect(watching).rejects.toThrow("interrupted");
});

test.each([
  ["began to fail after the last tick had decided", true, true],
  ["fails, as the last tick knew", false, false],
])("a soak whose canary %s goes on at once: %p", async (_name, isUnheard, isAtOnce) => {
  const interrupted = new AbortController();
  const checks = { alarm: AbortSignal.abort(), isUnheard: () => isUnheard };
  const slept = sleepBeside({ interrupted: interrupted.signal }, checks, 600_000).then(
    () => true,
    () => false,
  );
  await new Promise((resolve) => setImmediate(resolve));
  interrupted.abort();
  expect(await slept).toBe(isAtOnce);
});
