import { paths } from "../../../support/fake-cluster/app";
import { setUpWatchedApp } from "../../../support/fake-cluster/watched-app";
import { imageOf } from "../../../support/environment";

const B = imageOf("b");
const watched = setUpWatchedApp({
  stack: "sluice watch",
  options: { limitSeconds: 600, atLimit: "back", who: "ann@host" },
});

test("a canary that turns bad between two stages is taken off", async () => {
  const { app, said, watch, until } = watched();
  const watching = watch();
  await until(() => said.some((line) => line.includes("nobody watches 5 %")));
  const before = app.ledger().watchedUntilSeconds ?? 0;
  await until(() => (app.ledger().watchedUntilSeconds ?? 0) > before);
  expect(app.ledger().watcher).toMatchObject({ who: "ann@host" });
  app.failing = 1;
  await expect(watching).resolves.toMatchObject({
    exit: "failed",
    sentence: expect.stringMatching(/^Aborted "app" at 5 %.*all traffic is on stable \(observed\)/),
  });
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [{ image: B }] });
});

test("a run goes on beside it: the watch stands by, raises nothing, and ends with the promotion", async () => {
  const { app, engine, said, watch, until } = watched();
  const watching = watch();
  await until(() => said.some((line) => line.includes("nobody watches 5 %")));
  await engine.upStage(B, "100");
  await engine.upBase(B);
  await expect(watching).resolves.toEqual({
    exit: "done",
    sentence: "attempt 2 is promoted: nothing is left to watch",
  });
  // Once for each run, however long ago it renewed the lock.
  expect(said.filter((line) => /^standing by: prod-canary-100 .* has the lock/.test(line))).toHaveLength(1);
  expect(app.ledger().moves.map(({ by }) => by)).not.toContain("sluice watch");
});

test("at the limit traffic that nobody watches stays or goes to stable, and the image is not rejected", async () => {
  const { app, engine, watch } = watched();
  await expect(watch({ limitSeconds: 0, atLimit: "stay" })).resolves.toMatchObject({
    exit: "inconclusive",
    sentence: "nobody watches 5 % of the requests after the limit of 0 s",
  });
  expect(app.weight()).toBe(5);
  await expect(watch({ limitSeconds: 0 })).resolves.toMatchObject({ exit: "failed" });
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [] });
  await engine.upBase(B);
  expect(app.ledger()).toMatchObject({ phase: "progressing", attempt: { number: 3, image: B } });
});

test("a raise of a run that died is taken over, one of another writer is taken back", async () => {
  const { app, said, stop, watch, until } = watched();
  type Route = {
    metadata: { annotations: Record<string, string> };
    spec: { rules: { backendRefs: { weight: number }[] }[] };
  };
  const route = (): Route => app.cluster.get<Route>(paths.route) as Route;
  const { intent: _, ...before } = app.ledger();
  const epoch = route().metadata.annotations["sluice.dev/epoch"] as string;
  const intent = { from: 1, to: 5, epoch, atSeconds: Date.now() / 1000, by: "prod-canary-5" };
  app.setLedger({ ...before, weight: 1, epoch: "1-before", intent });
  const interrupted = watch();
  await until(() => said.some((line) => line.includes("nobody watches 5 %")));
  expect(app.ledger()).toMatchObject({ phase: before.phase, weight: 5, epoch });
  stop.abort();
  await expect(interrupted).rejects.toThrow("interrupted");
  expect(app.weight()).toBe(5);

  watched().session = { ...watched().session, interrupted: new AbortController().signal };
  const watching = watch();
  const rules = route().spec.rules.map((rule) =>
    rule.backendRefs.length === 2
      ? { ...rule, backendRefs: rule.backendRefs.map((ref, at) => ({ ...ref, weight: at === 0 ? 40 : 60 })) }
      : rule,
  );
  app.cluster.put(paths.route, { ...route(), spec: { ...route().spec, rules } }, "kubectl-edit");
  await expect(watching).resolves.toMatchObject({
    exit: "failed",
    sentence: expect.stringContaining("another writer raised the weight from 5 % to 60 %"),
  });
  expect(app.weight()).toBe(0);
});
