import { mapTraffic } from "../../../../../components/core/convert/flagger/traffic";
import type { JsonObject } from "../../../../../components/core/revision/revision";
import { read } from "../support/read";

const ingress = read(
  "{ kind: Ingress, metadata: { name: web }, spec: { ingressClassName: public, rules: [{ host: a.example.org }] } }",
);
const map = (spec: JsonObject, inputs = ingress) => mapTraffic({ spec }, inputs, "web");

test("mapTraffic() takes the Ingress of provider nginx, and does without it", () => {
  const routed = map({ provider: "nginx", ingressRef: { name: "web" } });
  expect(routed).toMatchObject({
    traffic: { router: "nginx", ingress: { class: "public" } },
    hosts: ["a.example.org"],
  });
  const missing = map({ ingressRef: {} }, []);
  expect(missing).toMatchObject({ traffic: { router: "nginx" }, hosts: [] });
  expect(missing.fates.at(-1)?.verdict).toBe("approximate");
});

test.each([
  ["smi:v1alpha2", "linkerd", "approximate"],
  ["gatewayapi:v1", undefined, "exact"],
  ["kubernetes", undefined, "approximate"],
  [undefined, undefined, "approximate"],
])("mapTraffic() puts an HTTPRoute in the place of what provider %s has", (provider, source, verdict) => {
  const routed = map(provider === undefined ? {} : { provider });
  expect([routed.traffic, routed.source, routed.hosts]).toEqual([{}, source, ["a.example.org"]]);
  expect(routed.fates[0]?.verdict).toBe(verdict);
});

test("mapTraffic() makes a VirtualService of Sluice's own for provider istio, for its Gateways and callers inside", () => {
  const service = { hosts: ["web.example.org"], gateways: ["istio-system/public", "mesh", 1] };
  const routed = map({ provider: "istio", service });
  expect([routed.traffic, routed.hosts, routed.source]).toEqual([
    { router: "istio", gateways: [{ name: "public", namespace: "istio-system" }, { name: "mesh" }] },
    ["web.example.org", "web"],
    "istio",
  ]);
  const inside = map({ provider: "istio", service: { hosts: ["web"] } }, []);
  expect([inside.traffic, inside.hosts]).toEqual([{ router: "istio", gateway: { name: "mesh" } }, ["web"]]);
  const one = map({ provider: "istio", service: { gateways: ["public"] } });
  expect([one.traffic, one.hosts]).toEqual([
    { router: "istio", gateway: { name: "public" } },
    ["a.example.org"],
  ]);
  expect(one.fates.find(({ at }) => at === "spec service retries")?.verdict).toBe("lost");
});

test("mapTraffic() takes one Gateway or several", () => {
  const gateways = (...gatewayRefs: readonly JsonObject[]) => map({ service: { gatewayRefs } }).traffic;
  expect(gateways({ name: "a", namespace: "infra" })).toEqual({ gateway: { name: "a", namespace: "infra" } });
  expect(gateways({ name: "a" }, {})).toEqual({ gateways: [{ name: "a" }, { name: "gateway" }] });
});
