import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFault } from "../../sandbox/fault/set-fault";
import { startAlertmanager } from "../support/alertmanager";
import type { RunningAlertmanager } from "../support/alertmanager";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { prepareAlerting } from "./support/metrics/prometheus-process";
import type { PrometheusProcess } from "./support/metrics/prometheus-process";

interface Alert {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Somebody's pager: what it got, with its time. */
async function startReceiver() {
  const got: { readonly atMs: number; readonly path: string; readonly alert: Alert }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { alerts } = JSON.parse(Buffer.concat(chunks).toString()) as { alerts: readonly Alert[] };
      for (const alert of alerts) got.push({ atMs: Date.now(), path: request.url ?? "", alert });
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, got, close: () => server.close() };
}

let app: App;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let alertmanager: RunningAlertmanager;
let prometheus: PrometheusProcess;

const slos = (within: string) => ({
  availability: { target: 0.999 },
  latency: { target: 0.99, within },
});

beforeAll(async () => {
  app = await createApp("burn", { slos: slos("250ms") });
  done(await app.up());
  app.load(50);
  receiver = await startReceiver();
  const to = (path: string) => ({
    webhook_configs: [{ url: `${receiver.url}/${path}`, send_resolved: true }],
  });
  const matching = (severity: string) => [`alertname=~"ErrorBudgetBurn|Sluice.+"`, `severity="${severity}"`];
  alertmanager = await startAlertmanager({
    // As docs/how-to/slo.md has it, with a shorter wait.
    route: {
      receiver: "tickets",
      group_by: ["alertname", "sloth_service", "sloth_slo"],
      routes: [
        { matchers: matching("page"), receiver: "on-call", group_wait: "1s", group_interval: "5s" },
        { matchers: matching("ticket"), receiver: "tickets" },
      ],
    },
    receivers: [
      { name: "on-call", ...to("on-call") },
      { name: "tickets", ...to("tickets") },
    ],
  });
  const rules = done(await app.sluice("slo", app.environment, "--rules")).stdout;
  const { prometheusUrl } = app.sandbox;
  prometheus = await prepareAlerting(prometheusUrl, "traefik_service_.+", rules, alertmanager.url);
  prometheus.start();
});
afterAll(async () => {
  await prometheus.remove();
  await alertmanager.stop();
  receiver.close();
  await app.remove();
});

const paged = (objective: string, status: string) =>
  receiver.got.find(
    ({ path, alert: { labels, status: is } }) =>
      path === "/on-call" &&
      is === status &&
      labels["alertname"] === "ErrorBudgetBurn" &&
      labels["sloth_slo"] === objective,
  );

test("a preview says what a release may use, and a bound that is no end of a bucket is refused with those that there are", async () => {
  await app.until("a budget is known", async () => (await app.sluice("slo", app.environment)).code === 0);
  const { text } = await app.sluice("slo", app.environment);
  expect(text).toMatch(/latency 99 % within 250ms over 30d: \d/);
  await app.configure(image("v2"));
  done(await app.up());
  expect((await app.pulumi("preview", "-s", "burn-canary-5", "--diff")).text).toMatch(
    // The engine cuts a long line; the comment of `sluice preview` has all of it.
    /this release may use \d[^;]* of the error budget of availability 99\.9 % over 30d, about \d+ failed requests at today's [\d.]+ requests\/s; and /,
  );
  await app.configure(image("v1"), { slos: slos("300ms") });
  const refused = await app.sluice("slo", app.environment);
  expect([refused.code, refused.text]).toEqual([
    3,
    expect.stringContaining(
      "no bucket ends at 300ms: buckets end at 5ms, 10ms, 25ms, 50ms, 75ms, 100ms, 250ms, 500ms, 750ms, 1s, 2.5s, 5s, 7.5s, 10s",
    ),
  ]);
  await app.configure(image("v1"), { slos: slos("250ms") });
});

test.each([
  ["latency", { latencyMs: 500 }],
  ["availability", { errorRatio: 1 }],
] as const)("a fast burn of %s pages a person through Alertmanager", async (objective, fault) => {
  await app.until("the rules see requests", async () => {
    const answer = await fetch(`${prometheus.url}/api/v1/query?query=sluice:slo_requests:rate5m`);
    return (await answer.text()).includes(`"sloth_slo":"${objective}"`);
  });
  expect(paged(objective, "firing")).toBeUndefined();
  const pods = { namespace: app.namespace, track: "stable" } as const;
  await setFault(app.sandbox, pods, fault);
  const begunMs = Date.now();
  await app.until(
    "the pager has it",
    async () => await Promise.resolve(paged(objective, "firing") !== undefined),
  );
  await setFault(app.sandbox, pods, {});
  const { atMs, alert } = paged(objective, "firing") ?? { atMs: 0, alert: undefined };
  process.stderr.write(
    `${objective}: paged ${((atMs - begunMs) / 1000).toFixed(1)} s after the fault: ${alert?.annotations["summary"]}: ${alert?.annotations["description"]}\n`,
  );
  expect(alert).toMatchObject({
    labels: { severity: "page", sloth_service: "scholarlink" },
    annotations: { summary: `scholarlink in ${app.environment} uses its error budget of 30d up too fast` },
  });
});
