import type { HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { needCopies } from "../../../../../../components/core/routers/gateway/needs/need-copies";
import type { Found } from "../../../../../../components/core/routers/need";
import { backend, settings } from "../any-route";

const copies = { filters: [{ type: "RequestMirror", requestMirror: { backendRef: backend("audit") } }] };
const toApp: HttpRouteRule = { backendRefs: [backend("shop")] };
const classOf = (name: string, controllerName?: string) => ({
  metadata: { name },
  ...(controllerName === undefined ? {} : { spec: { controllerName } }),
});
const classes = {
  items: [
    classOf("traefik", "traefik.io/gateway-controller"),
    classOf("eg", "gateway.envoyproxy.io/x"),
    classOf("bare"),
  ],
};
const found = (object: unknown): Found => ({ kind: "found", object });
const gatewayOf = (gatewayClassName?: string) =>
  found(gatewayClassName === undefined ? {} : { spec: { gatewayClassName } });

const needsOf = (rules?: readonly HttpRouteRule[]) =>
  needCopies({
    ...settings,
    traffic: { ...settings.traffic, ...(rules === undefined ? {} : { rules }) },
  } as typeof settings);

test("rules without copies need nothing", () => {
  expect(needsOf()).toEqual([]);
  expect(needsOf([toApp, { filters: [{ type: "URLRewrite" }], ...toApp }])).toEqual([]);
});

test.each<[string, HttpRouteRule, Found, Found, boolean]>([
  ["Traefik", { ...toApp, ...copies }, found(classes), gatewayOf("traefik"), true],
  [
    "Traefik, of a backend",
    { backendRefs: [{ ...backend("shop"), ...copies }] },
    found(classes),
    gatewayOf("traefik"),
    true,
  ],
  ["another controller", { ...toApp, ...copies }, found(classes), gatewayOf("eg"), false],
  ["a Gateway without class", { ...toApp, ...copies }, found(classes), gatewayOf(), false],
  ["a Gateway that may not be read", { ...toApp, ...copies }, found(classes), { kind: "hidden" }, false],
  [
    "classes that may not be listed",
    { ...toApp, ...copies },
    { kind: "hidden" },
    gatewayOf("traefik"),
    false,
  ],
])("a filter for copies behind %s", (_name, rule, list, gateway, isRefused) => {
  const [need] = needsOf([toApp, rule]);
  expect(need?.paths).toHaveLength(2);
  const { problems } = need!.judge([list, gateway]);
  expect(problems.map(({ path }) => path)).toEqual(isRefused ? ["sluice:traffic.rules[1].filters"] : []);
  for (const { text } of problems)
    expect(text).toMatch(/behind Traefik, .* with 500: got one in rules\[1\]$/);
});
