import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cluster } from "../../../components/cluster/api";
import { readLoki, renderLogQl } from "../../../components/prometheus/read-loki";
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
    start: "1000",
    end: "1050",
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
