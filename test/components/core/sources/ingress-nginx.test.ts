import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ingressNginx } from "../../../../components/core/sources/ingress-nginx";
import { input } from "../../../support/sources/fixture";
import { ingressNginx as fixture } from "../../../support/sources/ingress-nginx";
import { fits } from "../../../support/sources/select";

const ok = { http: 200 };

/** Scrape of the running controller 1.11.0 with `--metrics-per-host=false`: its requests and one histogram. */
const counted = readFileSync(join(__dirname, "../../../support/sources/ingress-nginx-1.11.0.txt"), "utf8")
  .trim()
  .split("\n")
  .map((line) => {
    const [, name = "", labels = "", value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text] as const);
    const read: Readonly<Record<string, string>> = { __name__: name, ...Object.fromEntries(pairs) };
    return { labels: read, value: Number(value) };
  });

test("a scrape of the running controller is read as it counted: both tracks, and nobody's", () => {
  const app = { ...input, namespace: "t-nginx", app: "scholarlink", boundsSeconds: [0.005] };
  const [selector] = ingressNginx.selectors(app);
  const taken = counted.filter(({ labels }) => fits(selector, labels));
  const read = taken.map(({ labels, value }) => [
    ingressNginx.trackOf(labels, app),
    ingressNginx.meaningOf(labels)?.kind,
    value,
  ]);
  expect(read).toEqual([
    ["stable", "requests", 56_130],
    ["canary", "requests", 13_258],
    ["canary", "bucket", 13_034],
    ["canary", "timed", 13_258],
  ]);
  const others = counted.filter(({ labels }) => labels["service"] === "");
  expect(others).toHaveLength(2);
  expect(others.map(({ labels }) => ingressNginx.trackOf(labels, app))).toEqual([undefined, undefined]);
});

test("the fixture has the labels of that scrape, and the host", () => {
  const of = (canary: string): readonly string[] =>
    Object.keys(counted.find(({ labels }) => labels["canary"] === canary)?.labels ?? {});
  const names = Object.keys(fixture.counter("canary", ok) ?? {});
  expect(names.filter((name) => name !== "host").toSorted()).toEqual(
    of("t-nginx-scholarlink-canary-8080").toSorted(),
  );
});

test("selectors() and trackOf() of ingress-nginx tell the canary by its own label, since it keeps stable's Service", () => {
  const [selector, renamed] = ingressNginx.selectors(input);
  for (const track of ["stable", "canary"] as const) {
    const labels = fixture.counter(track, ok) ?? {};
    expect(fits(selector, labels)).toBe(true);
    expect(ingressNginx.trackOf(labels, input)).toBe(track);
    const { namespace, service, ...rest } = labels as Record<string, string>;
    const scraped = {
      ...rest,
      namespace: "ingress-nginx",
      service: "metrics",
      exported_namespace: namespace ?? "",
      exported_service: service ?? "",
    };
    expect(fits(renamed ?? "", scraped)).toBe(true);
    expect(fits(selector, scraped)).toBe(false);
    expect(ingressNginx.trackOf(scraped, input)).toBe(track);
  }
});

test("trackOf() of ingress-nginx takes no label `canary` for stable, and another canary for nobody's", () => {
  const { canary: _, ...labels } = fixture.counter("stable", ok) as Record<string, string>;
  expect(ingressNginx.trackOf(labels, input)).toBe("stable");
  expect(ingressNginx.trackOf({ ...labels, canary: "prod-other-canary-80" }, input)).toBeUndefined();
  expect(ingressNginx.trackOf({}, input)).toBeUndefined();
});

test("selectors() of ingress-nginx ask for the buckets along with the counter", () => {
  const [selector] = ingressNginx.selectors({ ...input, boundsSeconds: [0.25], places: { cluster: "eu" } });
  const bucket = { ...fixture.histogram?.labels("canary", ok), cluster: "eu" };
  const name = "nginx_ingress_controller_request_duration_seconds";
  expect(fits(selector, { ...bucket, __name__: `${name}_bucket`, le: "0.25" })).toBe(true);
  expect(fits(selector, { ...bucket, __name__: `${name}_bucket`, le: "0.5" })).toBe(false);
  expect(fits(selector, { ...bucket, __name__: `${name}_count`, cluster: "us" })).toBe(false);
  expect(ingressNginx.meaningOf({ __name__: `${name}_count` })).toEqual({ kind: "timed" });
});

test("remark() of ingress-nginx says where classes of status hide who gave up", () => {
  expect(ingressNginx.remark?.([{ status: "200" }, {}])).toBeUndefined();
  expect(ingressNginx.remark?.([{ status: "4xx" }])).toContain("--report-status-classes");
});

describe("looks() of ingress-nginx", () => {
  const [histogram, services, counters] = ingressNginx.looks(input);
  const name = "nginx_ingress_controller_requests";

  test("ask for the histogram of stable's Service", () => {
    expect(histogram?.query).toContain('exported_service="app-stable"');
    const found = [{ __name__: "nginx_ingress_controller_request_duration_seconds_bucket", le: "5" }];
    expect(histogram?.explain(found)).toContain("has the buckets 5");
  });

  test("name Services of the namespace", () => {
    expect(services?.explain([{ service: "shop" }, { exported_service: "blog" }])).toBe(
      `${name} is there, but not of the app's Ingress: found Services blog, shop`,
    );
    expect(services?.explain([])).toBeUndefined();
  });

  test.each([
    [[], `there is no ${name}, nor any other counter of ingress-nginx`],
    [[name], `${name} is there, but of no Service of the app's namespace`],
    [
      ["nginx_ingress_controller_connect_duration_seconds_count"],
      `there is no ${name}: found nginx_ingress_controller_connect_duration_seconds_count; let the controller count requests (no --exclude-socket-metrics of requests)`,
    ],
  ])("say which counters there are: %j", (names, expected) => {
    expect(
      counters?.explain([
        ...names.map((one) => ({ __name__: one })),
        ...(names.length > 0 ? [{}] : []),
      ] as Record<string, string>[]),
    ).toBe(expected);
  });
});
