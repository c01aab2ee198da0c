import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cluster } from "../../../components/cluster/api";
import { readLoki, renderLogQl } from "../../../components/prometheus/read-loki";
import { startFakeLoki } from "../../support/fake-loki";
import type { FakeLoki } from "../../support/fake-loki";
import { matrix } from "../../support/fake-prometheus";

const app = { namespace: "prod", app: "shop" };
const noCluster = {} as Cluster;
let server: Server;
let asked: { url: URL; tenant: string | undefined }[] = [];
let answers: { events: string; all: string; status?: number };

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://loki");
    asked.push({ url, tenant: request.headers["x-scope-orgid"] as string | undefined });
    const isRange = url.pathname.endsWith("query_range");
    response.writeHead(isRange ? (answers.status ?? 200) : 200).end(isRange ? answers.events : answers.all);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => (asked = []));
afterAll(() => server.close());

const labels = (track: string) => ({ namespace: "prod", pod: `shop-${track}-abc12-xyz34` });
const vector = (...tracks: readonly string[]) =>
  JSON.stringify({
    status: "success",
    data: {
      resultType: "vector",
      result: tracks.map((track) => ({ metric: labels(track), value: [1000, "7"] })),
    },
  });
const read = async (more: object = {}) =>
  await readLoki(
    noCluster,
    {
      kind: "log",
      name: "panics",
      toleratedRatio: 2,
      lines: "panic",
      except: "probe",
      loki: {
        address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        selector: '{namespace="{{namespace}}"}',
        ...more,
      },
    },
    app,
    ["stable", "canary"],
    1,
    1000,
    1060.5,
  );

test("readLoki() reads how many lines of each pod match, by the second, but the latest ones", async () => {
  answers = {
    events: matrix({
      metric: labels("canary"),
      values: [
        [1010, "2"],
        [1050, "1"],
      ],
    }),
    all: vector("stable", "canary"),
  };
  const { series, unread } = await read({ tenant: "t" });
  expect(unread).toEqual([]);
  expect(series.map(({ track, samples, areIncrements }) => [track, samples, areIncrements])).toEqual([
    ["stable", [[1050, 0]], true],
    [
      "canary",
      [
        [1010, 2],
        [1050, 1],
      ],
      true,
    ],
  ]);
  const range = asked.find(({ url }) => url.pathname === "/loki/api/v1/query_range");
  expect(Object.fromEntries(range?.url.searchParams ?? [])).toMatchObject({
    query: 'sum by (pod, namespace) (count_over_time({namespace="prod"} |~ `panic` !~ `probe` [1s]))',
    start: "1000.000",
    end: "1050.000",
    step: "1",
  });
  expect(range?.tenant).toBe("t");
});

test("readLoki() is blind where a track has no line at all, whatever the other says", async () => {
  answers = { events: matrix(), all: vector("stable", "other") };
  const { series, unread } = await read();
  expect(series.map(({ track }) => track)).toEqual(["stable"]);
  expect(unread[0]?.problem).toMatch(/^no line of canary in 5 min, whatever it says \(http:/);
});

test("readLoki() is blind where Loki does not answer", async () => {
  answers = { events: "parse error", all: vector("stable", "canary"), status: 400 };
  expect((await read()).unread[0]?.problem).toMatch(/^query: HTTP 400: parse error/);
  answers = { events: matrix(), all: "none" };
  expect((await read()).unread[0]?.problem).toMatch(/^parse: /);
  expect((await read({ tokenFrom: "NO_SUCH_VARIABLE" })).unread[0]?.problem).toMatch(/NO_SUCH_VARIABLE/);
});

test("renderLogQl() quotes an expression with a backtick", () => {
  expect(renderLogQl({ lines: "a`b", except: "c" }, "{}").events).toContain('|~ "a`b" !~ `c`');
});

describe("a Loki that evaluates by its documentation", () => {
  const beganSeconds = 1_764_500_000;
  let loki: FakeLoki;
  let nowSeconds = beganSeconds;

  beforeEach(async () => (loki = await startFakeLoki("prod", () => nowSeconds)));
  afterEach(async () => await loki.close());

  const look = async (fromSeconds: number, untilSeconds: number) => {
    nowSeconds = untilSeconds;
    const metric = {
      kind: "log",
      name: "panics",
      toleratedRatio: 2,
      lines: "panic",
      except: "probe",
    } as const;
    const access = { address: loki.url, selector: '{namespace="{{namespace}}"}' };
    const tracks = ["stable", "canary"] as const;
    return await readLoki(noCluster, { ...metric, loki: access }, app, tracks, 5, fromSeconds, untilSeconds);
  };
  const line = (track: string, afterSeconds: number, text: string) => ({
    atSeconds: beganSeconds + afterSeconds,
    pod: `shop-${track}-abc12-xyz34`,
    text,
  });

  test("each line that is an event counts once, however often a second is looked at", async () => {
    const empty = await look(beganSeconds, beganSeconds + 60);
    expect(empty.unread[0]?.problem).toMatch(/^no line of stable and canary in 5 min/);
    loki.bring(
      line("stable", 1, "started"),
      line("canary", 5.2, "panic: a"),
      line("canary", 5.9, "panic: b"),
      line("canary", 6, "panic: of a probe"),
      line("canary", 43.5, "panic: c"),
      line("stable", 58, "panic: too late for this look"),
    );
    const looks = [await look(beganSeconds, beganSeconds + 60), await look(beganSeconds, beganSeconds + 75)];
    expect(looks.map(({ unread }) => unread)).toEqual([[], []]);
    const counted = looks.map(({ series }) =>
      Object.fromEntries(
        series.map(({ track, samples }) => [
          track,
          samples.filter(([, count]) => count > 0).map(([at, count]) => [at - beganSeconds, count]),
        ]),
      ),
    );
    const canary = [
      [6, 2],
      [44, 1],
    ];
    expect(counted).toEqual([
      { stable: [], canary },
      { stable: [[58, 1]], canary },
    ]);
  });

  test("a night without a run is asked for by the hour, and nothing of it is lost", async () => {
    const hours = 9;
    const every = Array.from({ length: hours * 12 }, (_, nth) => line("canary", nth * 300 + 0.5, "panic"));
    loki.bring(...every, line("stable", hours * 3600, "well"), line("canary", hours * 3600, "well"));
    const { series, unread } = await look(beganSeconds, beganSeconds + hours * 3600 + 20);
    expect(unread).toEqual([]);
    const samples = series.find(({ track }) => track === "canary")?.samples ?? [];
    expect(samples.reduce((sum, [, count]) => sum + count, 0)).toBe(every.length);
    const ranges = loki.asked.filter(({ path }) => path.endsWith("/query_range"));
    expect(ranges).toHaveLength(hours + 1);
  });
});
