import { nameRules } from "../../../../../../components/core/routers/gateway/rules/rule-names";
import { probeHeader } from "../../../../../../components/core/routers/gateway/probe-header";
import type { HttpRoute, HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";

const settings = { app: "shop", namespace: "prod" };
const metadata = { name: "shop", namespace: "prod", uid: "u", resourceVersion: "1" };
const routeOf = (rules?: readonly HttpRouteRule[]): HttpRoute => ({
  metadata,
  spec: rules === undefined ? {} : { rules },
});
const probe = (name?: string): HttpRouteRule => ({
  ...(name === undefined ? {} : { name }),
  matches: [{ headers: [{ name: probeHeader, value: "t" }] }],
  backendRefs: [{ name: "shop-stable" }],
});
const own = { backendRefs: [{ name: "shop-stable" }, { name: "shop-canary" }] };

test("nameRules() tells the app's rule, the probe rules and those of others apart", () => {
  const rules = [probe("p"), probe(), { ...own, name: "shop" }, { name: "admin", backendRefs: [] }, {}];
  expect(nameRules(routeOf(rules), settings)).toEqual({
    own: ["shop"],
    probes: ["p", undefined],
    others: ["admin"],
  });
});

test("nameRules() has none where the rules have none", () => {
  expect(nameRules(routeOf([own]), settings)).toEqual({ own: [], probes: [], others: [] });
  expect(nameRules(routeOf(), settings)).toEqual({ own: [], probes: [], others: [] });
});
