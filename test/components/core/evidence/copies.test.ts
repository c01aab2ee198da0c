import { dropCopies } from "../../../../components/core/evidence/copies";
import type { RawMetric } from "../../../../components/core/sources/source";
import { counter, kept } from "./support";
import type { Count } from "./support";

const count: Count = (at) => 1000 + 7.3 * at;
const errors: Count = (at) => 20 + at / 3;

/** Good and failed requests of one scrape. */
const scraped = (
  labels: Record<string, string>,
  how: Parameters<typeof counter>[2] = {},
  of = count,
): RawMetric[] => [counter(labels, of, how), counter({ ...labels, code: "500" }, errors, how)];

const left = (metrics: readonly RawMetric[]) => {
  const { ids, notes } = kept(metrics);
  return { series: ids.length, notes };
};

describe("one count in several series is read once", () => {
  test.each([
    [
      "two jobs that scrape the same address",
      { job: "a", instance: "10.0.0.1:80" },
      { job: "b", instance: "10.0.0.1:80" },
      {},
    ],
    [
      "two jobs that scrape a pod at different moments",
      { job: "a", pod: "p", instance: "10.0.0.1:80" },
      { job: "b", pod: "p", instance: "10.0.0.1:9090" },
      { from: 2.5 },
    ],
    [
      "two jobs with intervals of their own",
      { job: "a", pod: "p" },
      { job: "b", pod: "p" },
      { from: 1, every: 15 },
    ],
    [
      "replicas of Prometheus",
      { pod: "p", prometheus_replica: "prometheus-0" },
      { pod: "p", prometheus_replica: "prometheus-1" },
      { from: 2 },
    ],
    ["replicas by a label that nobody knows", { pod: "p", ha: "x" }, { pod: "p", ha: "y" }, { from: 2 }],
    [
      "a pod that one job names and the other does not",
      { job: "a", instance: "10.0.0.1:80" },
      { job: "b", instance: "10.0.0.1:80", pod: "p", namespace: "shop" },
      { from: 1 },
    ],
    [
      "agents on two machines that scrape one pod",
      { pod: "p", node: "n1" },
      { pod: "p", node: "n2" },
      { from: 2 },
    ],
    [
      "a store that writes for two tenants",
      { pod: "p", tenant_id: "a" },
      { pod: "p", tenant_id: "b" },
      { from: 2 },
    ],
    ["no label of the process at all", { job: "a" }, { job: "b" }, { from: 2 }],
    [
      "a name and an address of one router",
      { job: "static", instance: "router.infra:9100" },
      { job: "pods", instance: "10.0.0.7:9100" },
      { from: 3 },
    ],
  ])("%s", (_, one, other, how) => {
    const { series, notes } = left([...scraped(one), ...scraped(other, how)]);
    expect(series).toBe(2);
    expect(notes).toHaveLength(1);
  });

  test("and it says which labels told them apart, and which series are used", () => {
    const { notes, ids } = kept([
      ...scraped({ job: "b", pod: "p" }),
      ...scraped({ job: "a", pod: "p", endpoint: "http" }),
    ]);
    expect(notes).toEqual([
      'the same requests are counted 2 times, in series that differ in endpoint ("http", none) and job ("a", "b"): those with endpoint="http", job="a" are used',
    ]);
    expect(ids.every((id) => id.includes('job="a"'))).toBe(true);
  });

  test("a sum over one pod is a copy that says less", () => {
    const { ids } = kept([...scraped({}), ...scraped({ pod: "p" }, { from: 2 })]);
    expect(ids.every((id) => id.includes('pod="p"'))).toBe(true);
  });

  test("and it says so of labels that the used ones lack", () => {
    const { notes } = kept([
      ...scraped({ job: "a", pod: "p", endpoint: "http" }),
      ...scraped({ pod: "p", prometheus: "k8s" }),
    ]);
    expect(notes).toEqual([expect.stringContaining('those with endpoint="http", job="a", prometheus=""')]);
  });

  test("a series without a sample is no reason to drop another", () => {
    const [one] = scraped({ job: "a", pod: "p" });
    const entry = (labels: Record<string, string>, samples: [number, number][]) => ({
      labels,
      request: {},
      target: labels,
      track: "canary" as const,
      meaning: { kind: "requests" as const, isTimed: false },
      samples,
    });
    const entries = dropCopies([
      entry({ job: "a", pod: "p" }, []),
      entry({ job: "b", pod: "p" }, [...(one?.samples ?? [])] as [number, number][]),
    ]).entries;
    expect(entries.map(({ labels }) => labels["job"])).toEqual(["b"]);
  });

  test("the copy that is still scraped is kept", () => {
    const { ids } = kept([
      ...scraped({ job: "a", pod: "p" }, { until: 200 }),
      ...scraped({ job: "b", pod: "p" }),
    ]);
    expect(ids.every((id) => id.includes('job="b"'))).toBe(true);
  });

  test("idle counters that are scraped twice are one, too", () => {
    const idle: Count = () => 0;
    expect(left([counter({ job: "a", pod: "p" }, idle), counter({ job: "b", pod: "p" }, idle)]).series).toBe(
      1,
    );
  });
});

describe("counts that are two stay two", () => {
  const faster: Count = (at) => 1000 + 9.1 * at;

  test.each([
    ["pods that count alike", { pod: "p", job: "a" }, { pod: "q", job: "b" }, count],
    ["routers that count alike", { instance: "10.0.0.1:80" }, { instance: "10.0.0.2:80" }, count],
    ["routers by their names", { instance: "one:80", job: "a" }, { instance: "other:80", job: "a" }, count],
    ["machines that count alike", { node: "n1", job: "a" }, { node: "n2", job: "b" }, count],
    ["a pod that moved to another machine", { pod: "p", node: "n1" }, { pod: "p", node: "n2" }, faster],
    ["tenants of a store", { pod: "p", tenant: "x" }, { pod: "p", tenant: "y" }, faster],
    ["the same pod's name in two regions", { pod: "p", region: "x" }, { pod: "p", region: "y" }, count],
    ["two processes of a pod", { pod: "p", container: "app" }, { pod: "p", container: "proxy" }, faster],
    ["tenants of a pod", { pod: "p", customer: "x" }, { pod: "p", customer: "y" }, faster],
    ["two jobs of different services", { job: "a" }, { job: "b" }, faster],
  ])("%s", (_, one, other, of) => {
    const { series, notes } = left([...scraped(one), ...scraped(other, { from: 2 }, of)]);
    expect([series, notes]).toEqual([4, []]);
  });

  test("idle counters that nobody says are one", () => {
    const idle: Count = () => 0;
    expect(left([counter({ pod: "p", x: "1" }, idle), counter({ pod: "p", x: "2" }, idle)]).series).toBe(2);
    expect(left([counter({ job: "a" }, idle), counter({ job: "b" }, idle)]).series).toBe(2);
  });

  test("jobs that count nothing alike", () => {
    const other = counter({ job: "b", pod: "p", method: "POST" }, count);
    expect(left([counter({ job: "a", pod: "p", method: "GET" }, count), other]).series).toBe(2);
  });
});

describe("parts of one scrape are no copies, however evenly they count", () => {
  const all: Count = (at) => 2000 + 15 * at;
  const workers = (bad: number): RawMetric[] =>
    ["0", "1"].flatMap((worker, nth) => [
      counter({ pod: "p", worker }, (at) => (all(at) + nth) / 2),
      counter({ pod: "p", worker, code: "500" }, (at) => nth * bad * at),
    ]);

  test("workers that take turns are both read", () => {
    expect(left(workers(0))).toEqual({ series: 4, notes: [] });
  });

  test("so that the errors of one worker are seen", () => {
    const { series } = kept(workers(0.3));
    const failed = series.filter(({ counters }) => counters.includes("errors"));
    expect(Math.max(...failed.map(({ samples }) => samples.at(-1)?.[1] ?? 0))).toBe(90);
  });

  test("a label of two stores, whose values are the same at the same moments, tells of copies", () => {
    const twice = ["x", "y"].flatMap((ha) => scraped({ pod: "p", ha }));
    expect(left(twice).series).toBe(2);
  });
});

test("of two copies the one without holes is read", () => {
  const whole = scraped({ job: "z", instance: "10.0.0.1:80", pod: "p" });
  const torn = scraped({ job: "a", instance: "10.0.0.1:80", pod: "p" }).map((one) => ({
    ...one,
    samples: one.samples.filter((_, i) => i % 7 > 1),
  }));
  const { ids } = kept([...torn, ...whole]);
  expect(ids).toHaveLength(2);
  expect(ids.every((id) => id.includes('job="z"'))).toBe(true);
});
