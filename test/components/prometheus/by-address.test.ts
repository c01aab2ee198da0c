import type { Cluster } from "../../../components/cluster/api";
import { openSource } from "../../../components/prometheus/source";
import { clusterWith, settingsWith } from "../../support/evidence";

const now = 1_763_000_300;
const settings = settingsWith("");
const envoy = { ...settings, analysis: { ...settings.analysis, source: "envoy-gateway" } } as const;

const counted = (kind: string, address: string, values: readonly number[]) => ({
  metric: {
    __name__: `envoy_cluster_endpoint_rq_${kind}`,
    envoy_cluster_name: "httproute/default/scholarlink/rule/2",
    envoy_endpoint_address: `${address}:8080`,
    instance: "envoy:19001",
  },
  values: values.map((value, i) => [now - 10 + 5 * i, value] as const),
});

const stored = [counted("success", "10.0.0.1", [1, 5]), counted("error", "10.0.0.2", [0, 3])];

const pod = (track: string, ip: string) => ({
  metadata: { labels: { "sluice.dev/track": track }, creationTimestamp: "2025-11-13T00:00:00Z" },
  status: { podIPs: [{ ip }] },
});

function clusterOf(list: () => Promise<unknown>): Cluster {
  return { ...clusterWith(stored).cluster, call: list } as unknown as Cluster;
}

test("a source by address asks the cluster whose pods they are", async () => {
  const cluster = clusterOf(() =>
    Promise.resolve({ items: [pod("stable", "10.0.0.1"), pod("canary", "10.0.0.2")] }),
  );
  const { series, doubts, problems } = await openSource(cluster, envoy).read(now - 60, now);
  expect([doubts, problems]).toEqual([[], []]);
  expect(series.map(({ track, counters }) => [track, counters])).toEqual([
    ["stable", ["requests"]],
    ["canary", ["requests", "errors"]],
  ]);
  const terms = { rules: [], tickSeconds: 5, tracks: ["stable", "canary"] } as const;
  const evidence = await openSource(cluster, envoy).readEvidence(terms, now - 60, now);
  expect(evidence.series.map(({ track }) => track)).toEqual(["stable", "canary"]);
});

test("where pods cannot be listed there is no data, and why", async () => {
  const cluster = clusterOf(() => Promise.reject(new Error("pods is forbidden")));
  const { series, problems } = await openSource(cluster, envoy).read(now - 60, now);
  expect(series).toEqual([]);
  expect(problems[0]?.problem).toContain("pods is forbidden");
});
