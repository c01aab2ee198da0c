import { setTimeout as sleep } from "node:timers/promises";
import { setFault } from "../../sandbox/fault/set-fault";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { deployCanary } from "./support/releases/deploy-canary";
import { inFull } from "./support/in-full";
import type { Load } from "../../sandbox/load/load";
import { countedBy, readTotals } from "./support/metrics/read-by-source";
import { loadStack } from "../../stacks/load";
import { startMetricsProxy } from "./support/metrics/metrics-proxy";
import type { MetricsProxy, Mood } from "./support/metrics/metrics-proxy";
import { sandboxName } from "./support/sandbox-name";
import { readSandbox } from "../../sandbox/cluster/lifecycle/sandbox";

const token = "e2e-s3cret-prometheus-token";
let app: App;
let load: Load;
let proxy: MetricsProxy;

beforeAll(async () => {
  process.env["E2E_PROMETHEUS_TOKEN"] = token;
  proxy = await startMetricsProxy((await readSandbox(sandboxName))?.prometheusUrl ?? "", token);
  app = await createApp("evidence", {
    stages: [
      { weight: 5, soak: "5s" },
      { weight: 100, soak: "1h" },
    ],
    analysis: {
      prometheus: proxy.url,
      tokenFrom: "E2E_PROMETHEUS_TOKEN",
      timeout: "2s",
      noDataTimeout: "10s",
    },
  });
  load = await deployCanary(app);
});

afterAll(async () => {
  proxy.close();
  await app.remove();
});

const asked = async (answers: number): Promise<void> =>
  await app.until("the queries were answered so", async () => proxy.moodyAnswers() >= answers);

const expectNoRise = async (mood: Mood): Promise<void> => {
  proxy.setMood(mood);
  const { sluiceCode, text } = await app.up("evidence-canary-5");
  expect(sluiceCode).toBe(3);
  expect(text).toMatch(/metrics: refuse/);
  expect(proxy.moodyAnswers()).toBeGreaterThan(0);
  expect(await app.weight()).toBe(0);
  expect((await app.ledger()).phase).toBe("progressing");
  proxy.setMood("well");
};

const noRise = "P9: a Prometheus that answers %s lets no traffic rise, and aborts nothing";
test.each<Mood>(["nan"])(noRise, expectNoRise);
inFull.each<Mood>(["httpError", "hang", "empty", "refuse", "ahead"])(noRise, expectNoRise);

test("P9: silence in a soak is neither pass nor fail, and the soak goes on with what comes after it", async () => {
  const soak = app.startUp("evidence-canary-5");
  await soak.seen(/traffic 0 → 5 %/);
  proxy.setMood("httpError");
  await asked(3);
  expect(soak.child.exitCode).toBeNull();
  expect((await app.ledger()).attempt?.stages[0]?.verdict).toBeUndefined();
  proxy.setMood("well");
  expect(done(await soak.ended).text).toContain("stage 5 %");
  expect((await app.ledger()).attempt?.stages[0]?.phase).toBe("passed");
});

inFull(
  "the same traffic is the same evidence by Traefik, by the app itself, and by a query of either",
  async () => {
    const { settings } = await loadStack(app.folder, "evidence");
    const read = async () =>
      await Promise.all(
        Object.entries(countedBy).map(
          async ([name, chosen]) =>
            [name, await readTotals(settings, app.sandbox.prometheusUrl, chosen)] as const,
        ),
      );
    const sumOf = (totals: Readonly<Record<string, number>>): number =>
      (totals["stable requests"] ?? 0) + (totals["canary requests"] ?? 0);
    /** Totals once each has this many more requests than before, and none grows any more, for some scrapes. */
    const settle = async (before: ReadonlyMap<string, Readonly<Record<string, number>>>, more: number) => {
      let totals = await read();
      await app.until("every request is counted", async () => {
        const earlier = JSON.stringify(totals);
        await sleep(4000);
        totals = await read();
        const isCounted = totals.every(([name, one]) => sumOf(one) >= sumOf(before.get(name) ?? {}) + more);
        return isCounted && JSON.stringify(totals) === earlier;
      });
      return new Map(totals);
    };
    await load.stop();
    const before = await settle(new Map(), 1);
    const burst = app.load(50);
    await app.until("the burst is long enough", async () => (burst.snapshot()?.sent ?? 0) >= 500);
    const { sent: requests } = await burst.stop();
    const grown = [...(await settle(before, requests))].map(([name, totals]) => {
      const growth = Object.entries(totals).map(([key, value]) => [
        key,
        value - (before.get(name)?.[key] ?? 0),
      ]);
      return [name, Object.fromEntries(growth) as Record<string, number>] as const;
    });
    load = app.load(50);
    const [[, first]] = grown as [readonly [string, Record<string, number>]];
    expect(sumOf(first)).toBe(requests);
    expect(first["canary requests"]).toBeGreaterThan(0);
    for (const [, growth] of grown) expect(growth).toMatchObject(first);
  },
);

test("P9, P10: a track that stays blind is taken off while Prometheus still hangs", async () => {
  const soak = app.startUp("evidence-canary-100");
  await soak.seen(/100 %: held/);
  proxy.setMood("hang");
  const { text } = await soak.ended;
  expect(text).toMatch(
    /\[sluice:4\] Aborted "scholarlink" at 100 % \(blind\): no data of canary for \d+ s, limit 10 s/,
  );
  expect(await app.weight()).toBe(0);
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("aborted");
  expect(ledger.attempt?.stages[1]?.verdict).toMatchObject({ basis: "blind" });
  proxy.setMood("well");
});

inFull("lines in the canary's log alone take it off", async () => {
  await app.configure(image("v2"), {
    stages: [5, 100].map((weight) => ({ weight, soak: "1h" })),
    analysis: { metrics: [{ name: "warnings", kind: "log", lines: '"msg":"faults set"' }] },
  });
  for (const command of ["abort", "retry"])
    done(await app.sluice(command, "evidence", "-C", app.folder, "--reason", "test"));
  done(await app.up());
  const soak = app.startUp("evidence-canary-5");
  await soak.seen(/5 %: held [5-9]/);
  const pods = { namespace: app.namespace, track: "canary" } as const;
  const off = new AbortController();
  const writing = (async () => {
    // The example app writes such a line each time, and nothing else changes.
    while (!off.signal.aborted) await setFault(app.sandbox, pods, {}).catch(() => undefined);
  })();
  const { text } = await soak.ended;
  off.abort();
  await writing;
  expect(text).toMatch(
    /\[sluice:4\] Aborted "scholarlink" at 5 % \(relative\): Fail: the canary has more than 2 times as many events "warnings" per request as stable/,
  );
  expect(await app.weight()).toBe(0);
});

test("P12: no secret stands in state, ledger, Events or output", async () => {
  expect([...proxy.authorizations]).toEqual([`Bearer ${token}`]);
  proxy.setMood("refuse");
  const preview = await app.pulumi("preview", "-s", "evidence-canary-5", "--diff", "--json");
  const status = await app.sluice("status", "evidence", "--json", "-C", app.folder);
  proxy.setMood("well");
  const base = await app.pulumi("stack", "export", "-s", "evidence");
  const stage = await app.pulumi("stack", "export", "-s", "evidence-canary-5");
  const texts = {
    preview: preview.text,
    status: status.text,
    base: base.text,
    stage: stage.text,
    ledger: await app.kubectl("get", "configmap", "sluice-scholarlink", "-o", "yaml"),
    events: await app.kubectl("get", "events", "-o", "yaml"),
    objects: await app.kubectl("get", "deployment,service,job", "-o", "yaml"),
  };
  for (const [where, text] of Object.entries(texts)) {
    expect(`${where}: ${text.length > 50 ? "told" : "empty"}`).toBe(`${where}: told`);
    expect(`${where}: ${text.includes(token) ? "has the token" : "clean"}`).toBe(`${where}: clean`);
  }
});
