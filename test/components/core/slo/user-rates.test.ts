import { findUnasked, usualUnaskedRoutes } from "../../../../components/core/evidence/labels/unasked";
import { readOutcome } from "../../../../components/core/evidence/labels/status";
import { sourceOf } from "../../../../components/core/sources/sources";
import { userRates } from "../../../../components/core/slo/user-rates";
import { endings, input } from "../../../support/sources/fixture";
import { fixtures } from "../../../support/sources/fixtures";
import { countTimes } from "../../../support/sources/count";
import { fits } from "../../../support/sources/select";

const isCall = (ending: (typeof endings)[number]): boolean => ending !== "left" && "grpc" in ending;

describe.each(fixtures)("rules by $name", (fixture) => {
  const source = sourceOf(fixture);
  const rates = userRates(source, input, usualUnaskedRoutes);
  const rows = (["stable", "canary"] as const).flatMap((track) =>
    endings.flatMap((ending) => {
      const counter = fixture.counter(track, ending);
      if (counter === undefined) return [];
      const labels = { ...fixture.scrape(track), ...counter };
      const described = { ...labels, ...source.describe?.(labels) };
      const isFailed =
        readOutcome(described, { hasHttp: !isCall(ending), hasGoodCalls: true })?.class === "5xx";
      return [[`${track} ${JSON.stringify(ending)}`, labels, isFailed] as const];
    }),
  );

  test("each ending is counted once, and failed where the verdict says so", () => {
    const counted = rows.map(([name, labels]) => [name, ...countTimes(rates, labels)]);
    expect(counted).toEqual(rows.map(([name, , isFailed]) => [name, 1, isFailed ? 1 : 0]));
  });

  test("some fail, and some do not", () => {
    expect(new Set(rows.map(([, , isFailed]) => isFailed))).toEqual(new Set([true, false]));
  });

  test("requests of nobody's share are left out", () => {
    const counted = fixture.others.filter(
      (labels) => countTimes(rates, { ...fixture.scrape("canary"), ...labels })[0] > 0,
    );
    expect(counted).toEqual([]);
  });
});

test.each([
  [{ handler: "/metrics" }, 0],
  [{ endpoint: "/readyz", path: "/orders" }, 0],
  [{ url: "http://shop.prod:8080/healthz/?verbose" }, 0],
  [{ rpc_service: "grpc.health.v1.Health" }, 0],
  [{ route: "/grpc.health.v1.Health/Check" }, 0],
  [{ http_route: "/orders", user_agent: "kube-probe/1.36" }, 0],
  [{ http_user_agent: "Datadog Agent/7" }, 0],
  [{ http_route: "/internal/jobs/health", user_agent: "curl" }, 0],
  [{ http_route: "/orders", user_agent: "Mozilla/5.0 kube-probe" }, 1],
  // No value goes on in the next one.
  [{ http_route: "/internal/jobs", path: "/health-plans" }, 1],
  [{ http_route: "/shop/healthz" }, 1],
  [{ user_agent: "/metrics" }, 1],
  [{ handler: "prometheus" }, 1],
  [{}, 1],
])("requests with %j are counted %d times", (labels, times) => {
  const routes = [...usualUnaskedRoutes, "/internal/*/health"];
  const rates = userRates({ rates: () => [{ selector: "x{}", failed: [] }], countsIn: "pod" }, input, routes);
  expect(countTimes(rates, { __name__: "x", ...labels })[0]).toBe(times);
  expect(findUnasked(labels, routes) === undefined).toBe(times === 1);
});

test("the label of the status that a person names is the only one that is read", () => {
  const query = { requests: 'x_total{app="{{app}}"}', track: { label: "t" }, countedBy: "pod" } as const;
  const ratesOf = (more: object) => sourceOf({ source: "query", query: { ...query, ...more } }).rates(input);
  const track =
    't=~"stable|app-stable|app-stable-(?:[a-z0-9]+-[a-z0-9]{5}|[a-z0-9]{15})|canary|app-canary|app-canary-(?:[a-z0-9]+-[a-z0-9]{5}|[a-z0-9]{15})",t!~"app-(stable|canary)-probe-.+"';
  expect(ratesOf({ status: "outcome" })).toEqual([
    { selector: `x_total{app="app",${track}}`, failed: ['outcome=~"5..|2|4|12|13|14|15"'] },
  ]);
  const [call] = ratesOf({ status: "outcome", protocol: "grpc" });
  for (const name of ["UNKNOWN", "DeadlineExceeded", "data_loss", "14"]) {
    expect(fits(`{${call.failed[0]}}`, { outcome: name })).toBe(true);
  }
  expect(fits(`{${call.failed[0]}}`, { outcome: "NotFound" })).toBe(false);
  expect(ratesOf({ requests: "x_total" })[0].selector).toBe(`x_total{${track}}`);
});
