import { watchdogRules } from "../../../components/core/access/watchdog-rules";
import { setUpWatchedApp } from "../../support/fake-cluster/watched-app";
import { allows, resourceOf, rightOf } from "../../support/right-of";

const watched = setUpWatchedApp({
  stack: "app-watchdog",
  options: { limitSeconds: 600, atLimit: "back", who: "watchdog", isJob: true },
});

test("all that a watchdog asks of the API server, to the abort, is in its role, but what is best effort", async () => {
  const { app, said, watch, until } = watched();
  const from = app.cluster.requests.length;
  const watching = watch();
  await until(() => said.some((line) => line.includes("nobody watches 5 %")));
  app.failing = 1;
  await expect(watching).resolves.toMatchObject({ exit: "failed" });
  expect(app.weight()).toBe(0);
  expect(app.ledger().moves.at(-1)).toMatchObject({ to: 0, by: "app-watchdog" });
  const rules = watchdogRules({ app: "app", namespace: "prod", router: "gateway", route: "app" });
  const refused = app.cluster.requests
    .slice(from)
    .filter(({ path }) => path.includes("/namespaces/prod/"))
    .map(({ method, path }) => rightOf(`${method} ${path}`))
    .filter((one) => !allows(rules, one))
    .map((one) => `${one.verb} ${resourceOf(one)} ${one.name ?? ""}`.trim());
  // Copies of what the ledger has, which are the attempt's record and stable's annotation, and what pods printed.
  expect([...new Set(refused)].toSorted()).toEqual([
    "create configmaps",
    "get configmaps sluice-app-attempt-2",
    "get pods/log app-canary-0",
    "get pods/log app-canary-1",
    "patch deployments app-stable",
    "update configmaps sluice-app-attempt-2",
  ]);
});

test("it gives way to a person's watch, and its time begins when it alone watches", async () => {
  const { app, said, watch, until } = watched();
  const ann = { who: "ann@host", atSeconds: Date.now() / 1000 };
  app.setLedger({ ...app.ledger(), watcher: ann });
  const watching = watch({ limitSeconds: 1 });
  await until(() => said.some((line) => /^standing by: sluice watch \(ann@host\) watches it$/.test(line)));
  expect(app.weight()).toBe(5);
  app.setLedger({ ...app.ledger(), watcher: { ...ann, atSeconds: ann.atSeconds - 60 } });
  await expect(watching).resolves.toMatchObject({ exit: "failed" });
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [] });
});

test("a second pod goes on with the time of the first", async () => {
  const { app, said, watch, until } = watched();
  const now = Date.now() / 1000;
  app.setLedger({ ...app.ledger(), watcher: { who: "watchdog", atSeconds: now, sinceSeconds: now - 700 } });
  await expect(watch({ atLimit: "stay" })).resolves.toMatchObject({ exit: "inconclusive" });
  expect(app.weight()).toBe(5);
  app.setLedger({ ...app.ledger(), watcher: { who: "watchdog", atSeconds: now, sinceSeconds: now - 300 } });
  void watch().catch(() => undefined);
  await until(() => said.some((line) => line.includes("nobody watches 5 %, so this does")));
  await until(() => (app.ledger().watcher?.atSeconds ?? 0) > now);
  expect(app.ledger().watcher?.sinceSeconds).toBe(now - 300);
});

test("a pod that cannot reach Prometheus takes the canary off, and rejects nothing", async () => {
  const { app, session, watch } = watched();
  const { settings } = session;
  const analysis = { ...settings.analysis, prometheus: "http://127.0.0.1:9", blindSeconds: 1 };
  watched().session = { ...session, settings: { ...settings, analysis } };
  await expect(watch()).resolves.toMatchObject({
    exit: "failed",
    sentence: expect.stringMatching(/no data of (canary|stable) for [^]*not rejected/) as string,
  });
  expect(app.weight()).toBe(0);
  expect(app.ledger()).toMatchObject({ phase: "aborted", aborted: [] });
});

test("what it stands by for is said again where it is another thing, under the same lock too", async () => {
  const { app, said, watch, until } = watched();
  const lock = {
    id: "l",
    bootId: "b",
    pidNamespace: "p",
    pid: 1,
    processStart: "1",
    stack: "prod-canary-5",
    who: "w",
  };
  const { weight, ...ledger } = { ...app.ledger(), lock: { ...lock, renewal: 1 } };
  app.setLedger({ ...ledger, weight: 0 });
  void watch().catch(() => undefined);
  await until(() => said.includes("standing by: attempt 2 has no requests on the canary"));
  app.setLedger({ ...ledger, weight });
  await until(() => said.some((line) => /^standing by: prod-canary-5 .*has the lock/.test(line)));
  expect(said.filter((line) => line.startsWith("standing by: prod-canary-5"))).toHaveLength(1);
});
