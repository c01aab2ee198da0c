import { readWafCounts } from "../../../../components/core/edge/waf-hits";
import type { RawMetric } from "../../../../components/core/sources/source";

const app = { namespace: "shop", app: "shop" };
const name = "sluice_waf_rule_hits_total";

const series = (
  labels: Record<string, string>,
  samples: RawMetric["samples"],
  track = "canary",
): RawMetric => ({ labels: { __name__: name, track, pod: `shop-${track}-1`, ...labels }, samples });

const count = (...metrics: readonly RawMetric[]) => readWafCounts(metrics, app, 100).hits;

test.each<[string, RawMetric["samples"], number | undefined]>([
  [
    "rises",
    [
      [90, 3],
      [110, 5],
      [120, 9],
    ],
    6,
  ],
  [
    "begins later: it began with 0",
    [
      [110, 2],
      [120, 3],
    ],
    3,
  ],
  [
    "begins again with the container",
    [
      [90, 7],
      [110, 8],
      [120, 2],
    ],
    3,
  ],
  [
    "stands",
    [
      [90, 7],
      [110, 7],
    ],
    undefined,
  ],
  [
    "ended before",
    [
      [80, 7],
      [90, 9],
    ],
    undefined,
  ],
])("a counter that %s", (_name, samples, wanted) => {
  expect(count(series({ rule: "942100", path: "/a", target: "ARGS:q" }, samples))[0]?.count).toBe(wanted);
});

test("pods of a track are added, one that two jobs scrape counts once, and others' are not read", () => {
  const labels = { rule: "942100", path: "/a", target: "" };
  const samples: RawMetric["samples"] = [
    [90, 0],
    [110, 2],
  ];
  expect(
    count(
      series(labels, samples),
      series({ ...labels, job: "other" }, samples),
      series({ ...labels, pod: "shop-canary-2" }, samples),
      series(labels, [[110, 1]], "stable"),
      { labels: { __name__: name, pod: "other-1", ...labels }, samples },
      { labels: { __name__: name, ...labels }, samples },
    ),
  ).toEqual([
    { track: "canary", ...labels, count: 4 },
    { track: "stable", ...labels, count: 1 },
  ]);
});

test("decisions are added over reasons; a track without a firewall has none", () => {
  const decisions = (reason: string, pod: Record<string, string>): RawMetric => ({
    labels: { __name__: "sluice_waf_decisions_total", track: "canary", reason, ...pod },
    samples: [
      [90, 1],
      [110, 3],
    ],
  });
  const { decided, hits } = readWafCounts(
    [
      decisions("rules", { instance: "10.0.0.1:8881" }),
      decisions("method", { instance: "10.0.0.1:8881" }),
      decisions("rules", {}),
    ],
    app,
    100,
  );
  expect([decided, hits]).toEqual([{ canary: 6 }, []]);
});
