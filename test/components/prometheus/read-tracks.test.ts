import { sources } from "../../../components/core/sources/sources";
import { createPrometheus } from "../../../components/prometheus/client";
import { noTracks, readTracks } from "../../../components/prometheus/read-tracks";
import type { MetricsTransport } from "../../../components/prometheus/transport";
import { matrix, traefikLabels } from "../../support/fake-prometheus";

const input = {
  source: sources.traefik,
  namespace: "prod",
  app: "app",
  route: "app",
  gateway: { name: "web", namespace: "infra" },
  rule: 2,
} as const;

/** A Prometheus whose answer depends on the query's text and time. */
function fakeOf(answer: (query: string, at: number) => { status?: number; body: string }) {
  const asked: { query: string; at: number }[] = [];
  const transport: MetricsTransport = {
    name: "fake",
    get: (pathAndQuery) => {
      const parameters = new URL(pathAndQuery, "http://fake").searchParams;
      const one = { query: parameters.get("query") ?? "", at: Number(parameters.get("time")) };
      asked.push(one);
      const { status = 200, body } = answer(one.query, one.at);
      return Promise.resolve({ status, body });
    },
  };
  return { asked, prometheus: createPrometheus({ transport }) };
}

const stable = (at: number) => ({
  metric: traefikLabels("stable", "200"),
  values: [[at, "7"]] as [number, string][],
});

test("readTracks() asks once where the range is short and the series are there", async () => {
  const { asked, prometheus } = fakeOf((_, at) => ({ body: matrix(stable(at - 1)) }));
  const { series, problems } = await readTracks(prometheus, input, 1000, 1030);
  expect(problems).toEqual([]);
  expect(series.map(({ track }) => track)).toEqual(["stable", "canary"]);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.query).toMatch(/\[31s\]$/);
});

test("readTracks() asks hour by hour after a long time, and joins the answers", async () => {
  const { asked, prometheus } = fakeOf((_, at) => ({ body: matrix(stable(at)) }));
  const { series } = await readTracks(prometheus, input, 0, 3 * 3600);
  expect(asked.map(({ at }) => at)).toEqual([3600, 7200, 10_800]);
  expect(series[0]?.samples).toEqual([
    [3600, 7],
    [7200, 7],
    [10_800, 7],
  ]);
});

test("readTracks() reads at most a day back", async () => {
  const { asked, prometheus } = fakeOf((_, at) => ({ body: matrix(stable(at)) }));
  await readTracks(prometheus, input, 0, 100 * 3600);
  expect(asked).toHaveLength(24);
  expect(asked[0]?.at).toBe(77 * 3600);
});

test("readTracks() looks under the label that a scrape with its own service label makes", async () => {
  const { service, ...rest } = traefikLabels("stable", "200");
  const renamed = {
    metric: { ...rest, service: "scraped", exported_service: service ?? "" },
    values: [[5, "7"]] as [number, string][],
  };
  const { asked, prometheus } = fakeOf((query) => ({
    body: query.includes("exported_") ? matrix(renamed) : matrix(),
  }));
  const { series } = await readTracks(prometheus, input, 0, 10);
  expect(asked).toHaveLength(2);
  expect(series[0]).toMatchObject({ track: "stable", samples: [[5, 7]] });
});

test("readTracks() returns neither series nor problem where nothing was ever counted", async () => {
  const { prometheus } = fakeOf(() => ({ body: matrix() }));
  expect(await readTracks(prometheus, input, 0, 10)).toEqual(noTracks);
});

test("readTracks() returns no half answers and names query, problem and address", async () => {
  const { asked, prometheus } = fakeOf((_, at) =>
    at < 5000
      ? { body: matrix(stable(at)) }
      : { status: 422, body: '{"errorType":"execution","error":"too many"}' },
  );
  const { series, problems } = await readTracks(prometheus, input, 0, 9000);
  expect(series).toEqual([]);
  expect(problems).toEqual([
    {
      query: expect.stringMatching(/^traefik_service_requests_total/),
      problem: "query: HTTP 422: execution: too many (fake)",
    },
  ]);
  expect(asked).toHaveLength(2);
});
