import { contour } from "../../../../components/core/sources/contour";
import { ingressNginx } from "../../../../components/core/sources/ingress-nginx";
import { nginxGatewayFabric } from "../../../../components/core/sources/nginx-gateway-fabric";
import { istio } from "../../../../components/core/sources/istio";
import { query } from "../../../../components/core/sources/query";
import { trackOfQueried } from "../../../../components/core/sources/queried-track";
import { traefik } from "../../../../components/core/sources/traefik";

const app = { namespace: "prod", app: "shop", stableService: "front" };

/** As Traefik 3.7.9, and before 3.7.6, names the service of a backend. */
const newer = (service: string) =>
  `httproute-prod-public-gw-infra-web-ep-web-0-1f0a9c77d1e2b3c4d5e6-svc-prod-${service}-0@kubernetesgateway`;
const older = (service: string) => `prod-${service}-http-80@kubernetesgateway`;

test("sources of a canary Ingress take the user's Service for stable, and its upstream's canary for the canary", () => {
  const byIngress = (service: string) => ({ service: `prod-public-${service}@kubernetesingressnginx` });
  expect(traefik.trackOf(byIngress("front-http"), app)).toBe("stable");
  expect(traefik.trackOf(byIngress("front-http-canary"), app)).toBe("canary");
  expect(traefik.trackOf(byIngress("shop-stable-80"), app)).toBeUndefined();
  const [selector] = traefik.selectors({
    ...app,
    route: "public",
    router: "nginx",
    gateway: { name: "", namespace: "" },
  });
  expect(selector).toContain("prod-public-front-");
  const labels = { namespace: "prod", service: "front" };
  expect(ingressNginx.trackOf(labels, app)).toBe("stable");
  expect(ingressNginx.trackOf({ ...labels, canary: "prod-shop-canary-http" }, app)).toBe("canary");
  expect(ingressNginx.trackOf({ ...labels, service: "shop-stable" }, app)).toBeUndefined();
});

test.each([
  ["stable's under its own name", "front", "stable"],
  ["the canary's", "shop-canary", "canary"],
  ["the name that stable's has by default", "shop-stable", undefined],
  ["the probes'", "shop-canary-probe", undefined],
])("sources take a Service that stands for stable by its name: %s", (_, service, track) => {
  const [selector] = traefik.selectors({
    ...app,
    route: "public",
    gateway: { name: "web", namespace: "infra" },
  });
  const pattern = new RegExp(`^(?:${/=~"([^"]+)"/.exec(selector)?.[1]})$`);
  for (const name of [newer(service), older(service)]) {
    expect(pattern.test(name)).toBe(track !== undefined);
    expect(traefik.trackOf({ service: name }, app)).toBe(track);
  }
  expect(traefik.trackOf({ service: `prod-${service}-http@kubernetescrd` }, app)).toBe(track);
  expect(istio.trackOf({ destination_service_name: service }, app)).toBe(track);
  expect(nginxGatewayFabric.trackOf({ nginx_upstream_name: `prod_${service}_80` }, app)).toBe(track);
  expect(query.trackOf({ track: service }, app)).toBe(track);
  expect(trackOfQueried({ service }, app)).toBe(track ?? "foreign");
});

test.each([
  [traefik, "traefik", "prod-(front|shop-canary)"],
  [istio, "istio", 'destination_service_name=~"shop|(front|shop-canary)"'],
])("sources ask for a Service that stands for stable: %#", (source, router, terms) => {
  const gateway = { name: "web", namespace: "infra" };
  const [selector] = source.selectors({ ...app, route: "public", router, gateway });
  expect(selector).toContain(terms);
});

test.each([
  [traefik, "traefik"],
  [traefik, "nginx"],
  [istio, "istio"],
  [ingressNginx, "nginx"],
  [nginxGatewayFabric, "gateway"],
  [contour, "gateway"],
  [query, "gateway"],
])("rules of Prometheus ask for a Service that stands for stable: %#", (source, router) => {
  const gateway = { name: "web", namespace: "infra" };
  const input = { ...app, route: "public", router, gateway };
  for (const rates of [source.rates(input), source.rates(input, "stable")]) {
    expect(rates.map(({ selector }) => selector).join("\n")).toContain("front");
  }
});
