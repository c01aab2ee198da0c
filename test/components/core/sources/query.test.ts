import { readCounters } from "../../../../components/core/evidence/read-counters";
import { openQuery, query, splitSelector, usualQuery } from "../../../../components/core/sources/query";
import { sourceOf } from "../../../../components/core/sources/sources";
import { app, input } from "../../../support/sources/fixture";
import { byBackendTerms, byPodTerms } from "../../../support/sources/query";

test("sourceOf() opens source query by what is said, and any other as it is", () => {
  expect(sourceOf({ source: "query", query: byPodTerms }).countsIn).toBe("pod");
  expect(sourceOf({ source: "query" })).toBe(query);
  expect(sourceOf({ source: "traefik", query: byPodTerms })).toBe(sourceOf({ source: "traefik" }));
});

test.each([
  ["a", { name: "a", matchers: "" }],
  [' a:b_total { x="}", } ', { name: "a:b_total", matchers: 'x="}"' }],
  ['{__name__="a"}', undefined],
  ["sum(a)", undefined],
])("splitSelector() of %s", (text, expected) => {
  expect(splitSelector(text)).toEqual(expected);
});

test("selectors() of query are the person's own, with names filled in and places added", () => {
  expect(query.selectors(input)).toEqual(['http_requests_total{namespace="prod"}']);
  const places = { cluster: "eu" };
  expect(query.selectors({ ...input, places })).toEqual([
    'http_requests_total{namespace="prod",cluster=~"eu|"}',
  ]);
  expect(openQuery(byBackendTerms).selectors(input)).toEqual(["envoy_cluster_upstream_rq{}"]);
});

test("selectors() of query ask for the buckets of a histogram with the same labels, in its unit", () => {
  const terms = {
    ...byPodTerms,
    durations: { histogram: "h", perSecond: 1000, boundsSeconds: [0.25] },
  } as const;
  const timed = { ...input, boundsSeconds: [0.25] };
  expect(openQuery(terms).selectors(timed)).toEqual([
    String.raw`{__name__=~"http_server_requests_seconds_count|h_(bucket|count)",le=~"|250(\\.0)?",namespace="prod"}`,
  ]);
  expect(query.selectors(timed)).toEqual(['http_requests_total{namespace="prod"}']);
});

test.each([
  ["canary", "canary"],
  ["app-canary", "canary"],
  ["app-stable-5f6d8b9c7d-x1b2c", "stable"],
  ["app-stable-5f6d8b9c7dx1b2c", "stable"],
  ["app-canary-debug-5f6d8b9c7d-x1b2c", undefined],
  ["app-canary-probe", undefined],
  ["app-canary-probe-abcde", undefined],
  ["my-app-canary", undefined],
  ["", undefined],
])("trackOf() by query takes %s for %s where nothing is said", (value, expected) => {
  expect(query.trackOf({ track: value }, app)).toBe(expected);
});

test("trackOf() by query takes the person's expressions for whole values", () => {
  const { trackOf } = openQuery(byBackendTerms);
  expect(trackOf({ envoy_cluster_name: "prod_app-canary_80" }, app)).toBe("canary");
  expect(trackOf({ envoy_cluster_name: "xprod_app-canary_80" }, app)).toBeUndefined();
  expect(trackOf({}, app)).toBeUndefined();
});

test("meaningOf() of query takes the named counter for requests, and for timed ones where it is the histogram's", () => {
  const { meaningOf } = openQuery(byPodTerms);
  expect(meaningOf({ __name__: "http_server_requests_seconds_count" })).toEqual({
    kind: "requests",
    isTimed: true,
  });
  expect(meaningOf({ __name__: "http_server_requests_seconds_bucket", le: "1" })).toEqual({
    kind: "bucket",
    boundSeconds: 1,
  });
  expect(query.meaningOf({ __name__: "http_requests_total" })).toEqual({ kind: "requests", isTimed: false });
  expect(query.meaningOf({ __name__: "other" })).toBeUndefined();
});

/** Reading of a single counter of a canary, and the doubts. */
function read(terms: Partial<typeof byPodTerms>, labels: Record<string, string>) {
  const all = { ...usualQuery, ...terms };
  const metric = {
    labels: { __name__: "http_requests_total", track: "canary", ...labels },
    samples: [
      [0, 1],
      [5, 2],
    ] as const,
  };
  const { series, doubts } = readCounters([metric], { reader: openQuery(all), app });
  return { counters: series[0]?.counters, route: series[0]?.answer?.route, doubts: doubts.length };
}

test.each([
  [{ status: "rc" }, { rc: "503" }, ["requests", "errors"], 0],
  [{ status: "rc" }, { rc: "fine" }, ["untold"], 1],
  [{ status: "rc" }, {}, ["untold"], 1],
  [{}, { http_code: "502" }, ["requests", "errors"], 0],
  [{ status: "rc", protocol: "grpc" }, { rc: "13" }, ["requests", "errors"], 0],
  [{ status: "rc", protocol: "grpc" }, { rc: "200" }, ["untold"], 1],
  [{ protocol: "grpc" }, { code: "Unavailable" }, ["requests", "errors"], 0],
  [{ status: "rc", protocol: "http" }, { rc: "5xx" }, ["requests", "errors"], 0],
] as const)("query of %j reads %j as %j", (terms, labels, counters, doubts) => {
  expect(read(terms, labels)).toMatchObject({ counters, doubts });
});

test("query reads the route from the label that is named", () => {
  expect(read({ route: "view" }, { code: "200", view: "/a" }).route).toBe("/a");
  expect(read({ route: "view" }, { code: "200" }).route).toBe("");
});

describe("looks() of query", () => {
  const [values, name] = query.looks(input);

  test("name the values of the label of the track", () => {
    expect(values?.query).toBe('count by (track) (http_requests_total{namespace="prod"})');
    expect(values?.explain([{ track: "blue" }, {}])).toBe(
      'http_requests_total has series, but their label track names no track: found "", "blue"',
    );
    expect(values?.explain([])).toBeUndefined();
  });

  test("say whether there is the metric at all", () => {
    expect(name?.explain([{}])).toBe(
      'http_requests_total is there, but no series fits http_requests_total{namespace="prod"}',
    );
    expect(name?.explain([])).toBe("there is no http_requests_total");
  });

  test("ask for the histogram where one is named", () => {
    const [histogram] = openQuery(byPodTerms).looks(input);
    const found = [{ __name__: "http_server_requests_seconds_bucket", le: "5" }];
    expect(histogram?.explain(found)).toContain("has the buckets 5");
  });
});
