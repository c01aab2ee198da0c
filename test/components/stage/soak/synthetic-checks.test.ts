import { foretellSyntheticChecks } from "../../../../components/stage/evidence/foretell-synthetic";
import { sleepBeside } from "../../../../components/stage/soak/synthetic-checks";
import { imageOf } from "../../../support/environment";
import { setUpWatchedApp } from "../../../support/fake-cluster/watched-app";

const B = imageOf("b");
const watched = setUpWatchedApp({
  stack: "sluice watch",
  options: { limitSeconds: 600, atLimit: "back", who: "ann@host" },
  // No tick sees anything of this: our own requests wake it.
  settings: (made) => ({ ...made, analysis: { ...made.analysis, tickSeconds: 600 } }),
});

test("a canary that fails alone is off in seconds, whatever Prometheus says and without a request of a user", async () => {
  const { app, said, watch, until } = watched();
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

test("a canary that fails alone is off as well where each answer comes later than its tick", async () => {
  const { app, watch, until } = watched();
  const watching = watch();
  await until(() => (app.ledger().watcher?.who ?? "") === "ann@host");
  app.answerMs = 600;
  app.canaryStatus = 503;
  await expect(watching).resolves.toMatchObject({
    exit: "failed",
    sentence: expect.stringMatching(/^Aborted "app" at 5 % \(synthetic\): /),
  });
});

test("a canary that fails because its pod was taken away is off, and its image is not rejected", async () => {
  const { app, watch, until } = watched();
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
  const { app, said, session, stop, watch, until } = watched();
  const { settings } = session;
  const analysis = { ...settings.analysis, syntheticPerSecond: 0 };
  watched().session = { ...session, settings: { ...settings, analysis } };
  const watching = watch({ atLimit: "stay" });
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

test("a preview says how soon they take such a version off from here, or why there are none", async () => {
  const { app, session } = watched();
  await expect(foretellSyntheticChecks(session, app.ledger())).resolves.toMatch(
    /^Synthetic checks: a version that fails altogether is off about \d\.\d s after .* \(\d+ ms for an answer from here\)$/,
  );
  await expect(foretellSyntheticChecks(session, undefined)).resolves.toMatch(/is off about/);
  const { attempt, ...rest } = app.ledger();
  const { syntheticShare: _, ...objectives } = attempt?.objectives ?? {};
  const before = { ...rest, ...(attempt && { attempt: { ...attempt, objectives } }) };
  await expect(foretellSyntheticChecks(session, before)).resolves.toBe(
    "No synthetic checks: the attempt began before there were any, or when they were off; a version that fails altogether is found by the counters alone",
  );
});
