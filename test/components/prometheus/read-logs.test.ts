import type { Cluster } from "../../../components/cluster/api";
import { readPodLogs } from "../../../components/prometheus/read-logs";
import type { LogMetric } from "../../../components/core/evidence/metric-rule";

const metric: LogMetric = {
  kind: "log",
  name: "panics",
  toleratedRatio: 2,
  lines: "panic",
  except: "sluice-probe",
};
const app = { namespace: "prod", app: "shop" };
const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const line = (seconds: number, text = "panic: x"): string => `${at(seconds)} ${text}\n`;

interface Container {
  readonly startedAt: number;
  readonly restartCount?: number;
  readonly lines: string;
  readonly before?: string;
}

/** A cluster whose pods have logs, which a test changes. */
function clusterOf(containers: Record<string, Container>) {
  const asked: string[] = [];
  let status = 200;
  const cluster = {
    call: async () =>
      await Promise.resolve({
        items: Object.entries(containers).map(([name, { startedAt, restartCount = 0 }]) => ({
          metadata: { name, uid: name, labels: { "sluice.dev/track": name.split("-")[1] } },
          spec: { containers: [{ name: "app" }] },
          status: {
            containerStatuses: [
              {
                name: "app",
                restartCount,
                state: { running: { startedAt: at(startedAt) } },
                ...(restartCount > 0 && { lastState: { terminated: { startedAt: at(1) } } }),
              },
            ],
          },
        })),
      }),
    raw: async (_: string, path: string) => {
      asked.push(path);
      const url = new URL(path, "http://fake");
      const one = containers[url.pathname.split("/").at(-2) as string] as Container;
      const text = url.searchParams.has("previous") ? (one.before ?? "") : one.lines;
      const since = Date.parse(url.searchParams.get("sinceTime") ?? at(0)) / 1000;
      const kept = text
        .split("\n")
        .filter((each) => each !== "" && Date.parse(each.split(" ")[0] as string) / 1000 >= since)
        .map((each) => `${each}\n`)
        .join("");
      const body = kept.slice(0, Number(url.searchParams.get("limitBytes")));
      return await Promise.resolve({ status, body });
    },
  } as unknown as Cluster;
  return { cluster, asked, answer: (next: number) => (status = next) };
}
const both = ["stable", "canary"] as const;
const start = { startedAt: 900 };

test("readPodLogs() counts the lines of each track's pods, and asks for what is new", async () => {
  const containers = {
    "shop-stable-1": { ...start, lines: line(950, "ready") + line(1001.5) },
    "shop-canary-1": {
      ...start,
      lines: line(950, "ready") + line(1002.5) + line(1003, "panic sluice-probe"),
    },
  };
  const { cluster, asked } = clusterOf(containers);
  const first = await readPodLogs(cluster, metric, app, both, 1000, 1010);
  expect(first.unread).toEqual([]);
  expect(
    first.series.map(({ track, counters, areIncrements, samples }) => [
      track,
      counters,
      areIncrements,
      samples,
    ]),
  ).toEqual([
    [
      "stable",
      ["event:panics"],
      true,
      [
        [1002, 1],
        [1010, 0],
      ],
    ],
    [
      "canary",
      ["event:panics"],
      true,
      [
        [1003, 1],
        [1010, 0],
      ],
    ],
  ]);
  containers["shop-canary-1"].lines += line(1012.2);
  const second = await readPodLogs(cluster, metric, app, both, 1000, 1020);
  expect(second.series[1]?.samples).toEqual([
    [1003, 1],
    [1013, 1],
    [1020, 0],
  ]);
  expect(decodeURIComponent(asked.at(-1) as string)).toContain("sinceTime=1970-01-01T00:16:43Z");
});

test("readPodLogs() is blind where a log was rotated, is too long, or may not be read, and reads the others", async () => {
  const containers = {
    "shop-stable-1": { ...start, lines: line(950, "ready") },
    "shop-canary-1": { ...start, lines: line(1005) },
  };
  const problemOf = async (cluster: Cluster, until: number) => {
    const { series, unread } = await readPodLogs(cluster, metric, app, both, 1000, until);
    return [series.length, unread[0]?.problem];
  };
  const rotated = clusterOf(containers);
  expect(await problemOf(rotated.cluster, 1010)).toEqual([
    2,
    "log of shop-canary-1/app begins later than was asked for: these are its first lines, or it was rotated; the next look knows",
  ]);
  const long = clusterOf({
    ...containers,
    "shop-canary-1": { startedAt: 1001, lines: line(1002).repeat(100_000) },
  });
  expect(await problemOf(long.cluster, 1010)).toEqual([
    1,
    "log of shop-canary-1/app: more than 2 MiB in one look",
  ]);
  const denied = clusterOf(containers);
  denied.answer(403);
  expect(await problemOf(denied.cluster, 1010)).toEqual([
    0,
    "log of shop-stable-1/app: HTTP 403 (and 1 more)",
  ]);
});

test("readPodLogs() reads the run before a restart to its end", async () => {
  const containers: Record<string, Container> = {
    "shop-canary-1": { ...start, lines: line(950, "ready") + line(1002) },
  };
  const { cluster } = clusterOf(containers);
  await readPodLogs(cluster, metric, app, ["canary"], 1000, 1010);
  containers["shop-canary-1"] = {
    startedAt: 1015,
    restartCount: 1,
    before: line(950, "ready") + line(1002) + line(1014),
    lines: line(1016),
  };
  const { series, unread } = await readPodLogs(cluster, metric, app, ["canary"], 1000, 1020);
  expect(unread).toEqual([]);
  expect(series.map(({ samples }) => samples)).toEqual([
    [
      [1003, 1],
      [1015, 1],
      [1020, 0],
    ],
    [
      [1017, 1],
      [1020, 0],
    ],
  ]);
});

test("readPodLogs() is blind where a track with traffic has no log, or no pod can be listed", async () => {
  const { cluster } = clusterOf({ "shop-stable-1": { ...start, lines: line(950, "ready") } });
  const { unread } = await readPodLogs(cluster, metric, app, both, 1000, 1010);
  expect(unread).toEqual([
    { metric: "panics", query: "lines that match panic", problem: "no container of canary has a log" },
  ]);
  const away = { call: () => Promise.reject(new Error("away")) } as unknown as Cluster;
  expect((await readPodLogs(away, metric, app, both, 1000, 1010)).unread[0]?.problem).toBe("away");
});

test("readPodLogs() forgets what was read an hour ago", async () => {
  const containers: Record<string, Container> = { "shop-canary-1": { ...start, lines: line(1002) } };
  const { cluster } = clusterOf(containers);
  await readPodLogs(cluster, metric, app, [], 1000, 1010, new AbortController().signal);
  delete containers["shop-canary-1"];
  expect((await readPodLogs(cluster, metric, app, [], 1000, 1020)).series).toHaveLength(1);
  expect((await readPodLogs(cluster, metric, app, [], 5000, 5010)).series).toEqual([]);
});
