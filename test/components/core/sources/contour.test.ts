import { contour } from "../../../../components/core/sources/contour";
import { contour as fixture } from "../../../support/sources/contour";
import { app, input } from "../../../support/sources/fixture";
import { countTimes } from "../../../support/sources/count";
import { fits } from "../../../support/sources/select";

const name = "envoy_cluster_upstream_rq";
const canary = fixture.counter("canary", { http: 200 }) as Record<string, string>;

test("selectors() and trackOf() of contour go by the cluster", () => {
  const [selector] = contour.selectors({ ...input, places: { cluster: "eu" } });
  expect(fits(selector, { ...canary, cluster: "eu" })).toBe(true);
  expect(fits(selector, { ...canary, cluster: "us" })).toBe(false);
  expect(contour.trackOf(canary, app)).toBe("canary");
  expect(contour.trackOf({ envoy_cluster_name: "prod_app-stable_http" }, app)).toBeUndefined();
  expect(contour.trackOf({}, app)).toBeUndefined();
});

test("selectors() of contour ask for buckets in milliseconds along with the counter", () => {
  const [selector] = contour.selectors({ ...input, boundsSeconds: [0.25] });
  const bucket = { ...canary, __name__: `${name}_time_bucket`, le: "250" };
  expect(fits(selector, canary)).toBe(true);
  expect(fits(selector, bucket)).toBe(true);
  expect(fits(selector, { ...bucket, le: "0.25" })).toBe(false);
  expect(contour.meaningOf(bucket)).toEqual({ kind: "bucket", boundSeconds: 0.25 });
});

test("rates() of contour select one track and its errors", () => {
  const rates = { counters: contour.rates(input, "canary"), unasked: [] };
  expect(countTimes(rates, canary)).toEqual([1, 0]);
  expect(countTimes(rates, fixture.counter("stable", { http: 200 }) ?? {})).toEqual([0, 0]);
  expect(countTimes(rates, fixture.counter("canary", { http: 503 }) ?? {})).toEqual([1, 1]);
});

test("remark() of contour says that other routes count too", () => {
  expect(contour.remark?.([])).toContain("requests of other routes to the tracks' Services count too");
});

test("looks() of contour say which buckets and clusters there are", () => {
  const [histogram, clusters] = contour.looks(input);
  expect(histogram?.explain([{ __name__: `${name}_time_bucket`, le: "500" }])).toContain(
    "has the buckets 500",
  );
  expect(clusters?.explain([])).toBeUndefined();
  expect(clusters?.explain([{ envoy_cluster_name: "prod_myapp_80" }, {}])).toBe(
    `${name} is there, but not of the tracks' Services: found clusters prod_myapp_80`,
  );
});

test.each([
  [[], `there is no ${name}, nor any other counter of Envoy's clusters`],
  [[name], `${name} is there, but of no cluster with the app in its name`],
  [
    [`${name}_total`],
    `there is no ${name}: found ${name}_total; let Prometheus scrape Envoy's /stats/prometheus without a filter`,
  ],
])("looks() of contour say which counters there are: %j", (names, expected) => {
  const counters = contour.looks(input)[2];
  const found = [...names.map((one) => ({ __name__: one })), ...(names.length > 0 ? [{}] : [])];
  expect(counters?.explain(found as Record<string, string>[])).toBe(expected);
});
