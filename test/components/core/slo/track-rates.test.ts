import { usualUnaskedRoutes } from "../../../../components/core/evidence/labels/unasked";
import { sourceOf } from "../../../../components/core/sources/sources";
import { trackRates } from "../../../../components/core/slo/track-rates";
import { userRates } from "../../../../components/core/slo/user-rates";
import type { UserRates } from "../../../../components/core/slo/user-rates";
import type { Labels } from "../../../../components/core/sources/source";
import type { Track } from "../../../../components/core/track";
import { endings, input } from "../../../support/sources/fixture";
import { fixtures } from "../../../support/sources/fixtures";
import { countTimes } from "../../../support/sources/count";

const tracks = ["stable", "canary"] as const;

const told = fixtures.filter((fixture) => sourceOf(fixture).byAddress === undefined);

test("only a source that counts by address does not tell the track", () => {
  expect(fixtures.filter((fixture) => !told.includes(fixture)).map(({ name }) => name)).toEqual([
    "envoy-gateway",
  ]);
  const [envoy] = fixtures.filter((fixture) => !told.includes(fixture));
  expect(trackRates(sourceOf(envoy as (typeof fixtures)[number]), input, [], "canary")).toBeUndefined();
});

describe.each(told)("selectors of a track by $name", (fixture) => {
  const source = sourceOf(fixture);
  const of = (track: Track) => trackRates(source, input, usualUnaskedRoutes, track);
  const all = userRates(source, input, usualUnaskedRoutes);

  test.each(tracks)("count each request of %s once, and none of the other track", (track) => {
    const rows = tracks.flatMap((one) =>
      endings.flatMap((ending) => {
        const counter = fixture.counter(one, ending);
        return counter === undefined ? [] : [{ one, labels: { ...fixture.scrape(one), ...counter } }];
      }),
    );
    const rates = of(track) as UserRates;
    const counted = rows.map(({ labels }) => countTimes(rates, labels));
    expect(counted).toEqual(
      rows.map(({ one, labels }) => (one === track ? countTimes(all, labels) : [0, 0])),
    );
    expect(counted.filter(([requests]) => requests === 1).length).toBeGreaterThan(5);
  });
});

const requests = (source: "traefik" | "istio", more: object, labels: Labels) =>
  tracks.map((track) => {
    const rates = trackRates(sourceOf({ source }), { ...input, ...more }, [], track) as UserRates;
    const name = `${source === "traefik" ? "traefik_service" : "istio"}_requests_total`;
    return countTimes(rates, { __name__: name, ...labels })[0];
  });

test.each([
  ["an Ingress", { router: "nginx" }, "prod-app-app-stable-http@kubernetesingressnginx", [1, 0]],
  ["a canary Ingress", { router: "nginx" }, "prod-app-app-stable-http-canary@kubernetesingressnginx", [0, 1]],
  ["an IngressRoute", { router: "traefik" }, "prod-app-canary-80@kubernetescrd", [0, 1]],
  [
    "a Service taken over",
    { router: "traefik", stableService: "shop" },
    "prod-shop-80@kubernetescrd",
    [1, 0],
  ],
])("Traefik's names for %s tell the track", (_name, more, service, counted) => {
  expect(requests("traefik", more, { service })).toEqual(counted);
});

test("Istio's counts of a Service taken over are stable's, whatever pod answered", () => {
  const labels = {
    reporter: "source",
    destination_service_namespace: "prod",
    destination_service_name: "app",
  };
  for (const workload of ["app-stable", "app-canary"]) {
    const more = { stableService: "app" };
    expect(requests("istio", more, { ...labels, destination_workload: workload })).toEqual([1, 0]);
  }
  expect(requests("istio", {}, { ...labels, destination_workload: "app-canary" })).toEqual([0, 1]);
});
