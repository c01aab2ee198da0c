import { readCounters } from "../../../../components/core/evidence/read-counters";
import { linkerd } from "../../../../components/core/sources/linkerd";
import { app, input, podScrape } from "../../../support/sources/fixture";
import { linkerd as fixture } from "../../../support/sources/linkerd";
import { fits } from "../../../support/sources/select";

const canary = { ...podScrape("canary"), ...fixture.counter("canary", { http: 200 }) } as Record<
  string,
  string
>;

test("selectors() of linkerd ask for what comes into the app's pods, and for signs of life", () => {
  const [selector] = linkerd.selectors(input);
  expect(fits(selector, canary)).toBe(true);
  expect(fits(selector, { ...podScrape("canary"), __name__: "up" })).toBe(true);
  for (const other of [
    { direction: "outbound" },
    { target_port: "4191" },
    { route_name: "probe" },
    { pod: "x-0" },
  ])
    expect(fits(selector, { ...canary, ...other })).toBe(false);
  const [timed] = linkerd.selectors({ ...input, boundsSeconds: [0.3], places: { cluster: "eu" } });
  expect(fits(timed, { ...canary, __name__: "response_latency_ms_bucket", le: "300" })).toBe(true);
  expect(fits(timed, { ...canary, __name__: "response_latency_ms_bucket", le: "400" })).toBe(false);
});

test("meaningOf() of linkerd reads responses, buckets in milliseconds, and signs of life", () => {
  expect(linkerd.meaningOf({ __name__: "up" })).toEqual({ kind: "presence" });
  expect(linkerd.meaningOf(canary)).toEqual({ kind: "requests", isTimed: false });
  for (const other of [{ direction: "outbound" }, { target_port: "4191" }, { route_name: "probe" }])
    expect(linkerd.meaningOf({ ...canary, ...other })).toBeUndefined();
  expect(linkerd.meaningOf({ __name__: "response_latency_ms_bucket", le: "300" })).toEqual({
    kind: "bucket",
    boundSeconds: 0.3,
  });
});

test.each([
  ["", ["requests"]],
  ["unexpected", ["requests", "errors"]],
  ["client disconnected", ["gave-up"]],
])("an answer that broke off with error %j after a status of 200 is %j", (error, counters) => {
  const sample = (labels: Record<string, string>) => ({ labels, samples: [[0, 1]] as const });
  const { series } = readCounters([sample({ ...canary, error }), sample({ ...canary, route_name: "b" })], {
    reader: linkerd,
    app,
  });
  expect(series[0]?.counters).toEqual(counters);
});

test("describe() of linkerd leaves an answer without error as it is", () => {
  expect(linkerd.describe?.({})).toEqual({});
});

describe("looks() of linkerd", () => {
  const [histogram, pods, counters] = linkerd.looks(input);

  test("ask for the histogram of the app's pods", () => {
    expect(histogram?.explain([{ __name__: "response_latency_ms_bucket", le: "500" }])).toContain(
      "has the buckets 500",
    );
  });

  test("name the pods that count", () => {
    expect(pods?.explain([])).toBeUndefined();
    expect(pods?.explain([{ pod: "web-0" }, {}])).toContain("found pods none, web-0;");
  });

  test("say whether the proxies are scraped", () => {
    expect(counters?.explain([{}])).toContain("counts nothing that comes in");
    expect(counters?.explain([])).toContain("let Prometheus scrape the proxies");
  });
});
