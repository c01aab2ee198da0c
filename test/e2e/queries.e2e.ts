import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkSets } from "../../components/core/checks/sets";
import type { CheckSet } from "../../components/core/checks/sets";
import { fillIn } from "../../components/core/sources/metric-query";
import { sources } from "../../components/core/sources/sources";
import { ensureTools } from "../../sandbox/tools/resolve";
import { metricKinds } from "../../stacks/metrics/metric-kinds";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "queries-e2e-"));
const place = { namespace: "prod", app: "shop" };
let promtool: string;

beforeAll(async () => {
  promtool = (await ensureTools({ names: ["debian"] })).path("promtool");
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly query: string;
  /** Values of series by minute. */
  readonly series: Readonly<Record<string, string>>;
  readonly found: readonly { readonly labels: string; readonly value: number }[];
}

/** Has a real PromQL engine answer a query, 40 minutes after the first sample. */
async function expectAnswer({ query, series, found }: Case): Promise<void> {
  const file = join(folder, "test.json");
  const input = Object.entries(series).map(([name, values]) => ({ series: name, values }));
  const tests = [
    {
      interval: "1m",
      input_series: input,
      promql_expr_test: [{ expr: query, eval_time: "40m", exp_samples: found }],
    },
  ];
  writeFileSync(file, JSON.stringify({ rule_files: [], evaluation_interval: "1m", tests }));
  await run(promtool, ["test", "rules", file]).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(error.stdout + error.stderr);
  });
}

const gaugeOf = (kind: keyof typeof metricKinds, query?: string): string => {
  const rule = metricKinds[kind].toRule(
    { name: "x", ...(query === undefined ? {} : { query }) },
    sources.traefik,
  );
  return rule.kind === "gauge" ? fillIn(rule.query, place) : "";
};

/** A preset of a quantile, of histograms `canary_bucket` and `stable_bucket`. */
const quantileOf = (kind: "p95" | "p99"): string => {
  const queries = { stable: "stable_bucket", canary: 'canary_bucket{app="{{app}}"}' };
  const rule = metricKinds[kind].toRule({ name: "x", queries }, sources.traefik);
  return rule.kind === "gauge" ? fillIn(rule.query, place) : "";
};
/** Buckets up to 0.1, 0.2, 0.4 s and all, so many requests a minute in each of them and below. */
const buckets = (name: string, ...counts: readonly number[]) =>
  Object.fromEntries(
    ["0.1", "0.2", "0.4", "+Inf"].map((le, i) => [`${name},le="${le}"}`, `0+${counts[i]}x60`]),
  );
const stableBuckets = buckets('stable_bucket{x="y"', 100, 100, 100, 100);
const canaryBuckets = (...counts: readonly number[]) => buckets('canary_bucket{app="shop"', ...counts);

const pod = (name: string, container = "app", namespace = "prod") =>
  `namespace="${namespace}",pod="${name}",container="${container}"`;
const limits = (resource: string, value: number, ...pods: readonly string[]) =>
  Object.fromEntries(
    pods.map((one) => [`kube_pod_container_resource_limits{${one},resource="${resource}"}`, `${value}+0x60`]),
  );
const [canary, sidecar, stable] = [pod("shop-canary-a"), pod("shop-canary-a", "proxy"), pod("shop-stable-b")];

test.each<[string, Case]>([
  [
    "cpu",
    {
      query: gaugeOf("cpu"),
      series: {
        // 24 s of 60 with a limit of half a core, and a busy neighbour.
        [`container_cpu_usage_seconds_total{${canary},cpu="0"}`]: "0+24x60",
        [`container_cpu_usage_seconds_total{${sidecar}}`]: "0+6x60",
        [`container_cpu_usage_seconds_total{${stable}}`]: "0+3x60",
        'container_cpu_usage_seconds_total{namespace="prod",pod="shop-canary-a",container=""}': "0+60x60",
        [`container_cpu_usage_seconds_total{${pod("other-canary-c")}}`]: "0+60x60",
        ...limits("cpu", 0.5, canary, sidecar, stable),
      },
      found: [
        { labels: '{pod="shop-canary-a"}', value: 0.8 },
        { labels: '{pod="shop-stable-b"}', value: 0.1 },
      ],
    },
  ],
  [
    "memory",
    {
      query: gaugeOf("memory"),
      series: {
        [`container_memory_working_set_bytes{${canary}}`]: "95+0x60",
        [`container_memory_working_set_bytes{${pod("shop-canary-a", "app", "other")}}`]: "99+0x60",
        ...limits("memory", 100, canary),
      },
      found: [{ labels: '{pod="shop-canary-a"}', value: 0.95 }],
    },
  ],
  [
    "restarts",
    {
      query: gaugeOf("restarts"),
      series: { [`kube_pod_container_status_restarts_total{${canary}}`]: "0+2x60" },
      found: [{ labels: '{pod="shop-canary-a"}', value: 10 }],
    },
  ],
  [
    "database-connections",
    {
      query: gaugeOf("database-connections"),
      series: {
        'pg_stat_activity_count{instance="db:9187",state="active"}': "60+0x60",
        'pg_stat_activity_count{instance="db:9187",state="idle"}': "30+0x60",
        'pg_settings_max_connections{instance="db:9187",server="db"}': "100+0x60",
      },
      found: [{ labels: '{instance="db:9187"}', value: 0.9 }],
    },
  ],
  [
    "cpu-throttled",
    {
      query: gaugeOf("cpu-throttled"),
      series: {
        [`container_cpu_cfs_throttled_periods_total{${canary}}`]: "0+300x60",
        [`container_cpu_cfs_periods_total{${canary}}`]: "0+600x60",
        [`container_cpu_cfs_throttled_periods_total{${sidecar}}`]: "0+1x60",
        [`container_cpu_cfs_periods_total{${sidecar}}`]: "0+600x60",
      },
      found: [{ labels: '{pod="shop-canary-a"}', value: 0.5 }],
    },
  ],
  [
    "p95 within the buckets",
    {
      query: quantileOf("p95"),
      // 95 of 100 within 0.2 s exactly, stable's within 0.095 s by interpolation.
      series: { ...stableBuckets, ...canaryBuckets(0, 95, 96, 96 + 4) },
      found: [{ labels: "{}", value: 0.2 / 0.095 }],
    },
  ],
  [
    "p99 beyond the last bucket, which its quantile does not show",
    {
      query: quantileOf("p99"),
      series: { ...stableBuckets, ...canaryBuckets(0, 0, 50, 100) },
      found: [{ labels: "{}", value: (0.4 / 0.099) * 1000 }],
    },
  ],
  [
    "p95 of few requests",
    {
      query: quantileOf("p95"),
      series: { ...stableBuckets, ...canaryBuckets(0, 0, 0, 2) },
      found: [{ labels: "{}", value: 0 }],
    },
  ],
  ["p95 of a track without series", { query: quantileOf("p95"), series: stableBuckets, found: [] }],
  [
    "queue",
    {
      query: gaugeOf("queue", "depth"),
      series: { "depth{}": "20+0x31 60+0x30" },
      found: [{ labels: "{}", value: 3 }],
    },
  ],
])("preset %s answers what it says", async (_, one) => await expectAnswer(one));

const queryOf = (set: CheckSet, inputs: object): string => {
  const question = set.ask(inputs, { ...place, probePath: "/", scheme: "https" });
  return question.kind === "promql" ? question.query : "";
};
const falco = queryOf(checkSets.falco, {});
const events = (name: string, priority: string, more = "") =>
  `falcosecurity_falcosidekick_falco_events_total{k8s_ns_name="prod",k8s_pod_name="${name}",priority_raw="${priority}"${more}}`;
const alive = { 'falcosecurity_falcosidekick_inputs_total{source="requests",status="accepted"}': "0+1x60" };

test.each<[string, Case]>([
  [
    "nothing that Falco saw",
    {
      query: falco,
      series: { ...alive, [events("shop-stable-a", "notice")]: "0+1x60" },
      found: [{ labels: "{}", value: 0 }],
    },
  ],
  [
    "the first event of a rule",
    {
      query: falco,
      series: { ...alive, [events("shop-stable-a", "critical")]: "_x35 1+0x20" },
      found: [{ labels: "{}", value: 1 }],
    },
  ],
  [
    "an event of long ago, and one of another app whose name goes on",
    {
      query: falco,
      series: {
        ...alive,
        [events("shop-stable-a", "error")]: "5+0x60",
        [events("shop-admin-5f6d-x1b2c", "error")]: "0+1x60",
      },
      found: [{ labels: "{}", value: 0 }],
    },
  ],
  ["no Falcosidekick", { query: falco, series: { "up{}": "1+0x60" }, found: [] }],
  [
    "each region that reaches the app",
    {
      query: queryOf(checkSets.synthetics, { instance: "https://shop.*" }),
      series: {
        'probe_success{instance="https://shop.example.org",region="eu"}': "1+0x60",
        'probe_success{instance="https://shop.example.org",region="us"}': "0+0x60",
        'probe_success{instance="https://other.example.org",region="us"}': "0+0x60",
      },
      found: [
        { labels: 'probe_success{instance="https://shop.example.org",region="eu"}', value: 1 },
        { labels: 'probe_success{instance="https://shop.example.org",region="us"}', value: 0 },
      ],
    },
  ],
])("sets falco and synthetics find %s", async (_, one) => await expectAnswer(one));
