import { needAnswers } from "../../../../../../components/core/routers/gateway/needs/need-answers";
import type { HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { backend, routeWith, settings } from "../any-route";

const errorPages = { metadata: { name: "pages" }, spec: { errors: { status: ["500-599"] } } };
const list = [
  errorPages,
  { metadata: { name: "auth" }, spec: { forwardAuth: {} } },
  { metadata: { name: "all" }, spec: { chain: { middlewares: [{ name: "auth" }, { name: "pages" }] } } },
];
const filter = (name: string, kind = "Middleware", group = "traefik.io") => ({
  type: "ExtensionRef",
  extensionRef: { group, kind, name },
});

function judge(live: readonly HttpRouteRule[] | undefined, rules?: readonly HttpRouteRule[]) {
  const need = needAnswers({
    ...settings,
    traffic: { ...settings.traffic, ...(rules === undefined ? {} : { rules }) },
  } as typeof settings);
  expect(need.paths[1]).toBe("/apis/traefik.io/v1alpha1/namespaces/shop/middlewares");
  const { problems } = need.judge([
    live === undefined ? { kind: "absent" } : { kind: "found", object: routeWith(live) },
    { kind: "found", object: { items: list } },
  ]);
  return problems.map(({ text }) => text);
}

const refused = [
  'Cannot route traffic to "shop": the app\'s rules must be without a Middleware that replaces error answers: got pages (errors)',
];
const toApp = (more: object): HttpRouteRule => ({ backendRefs: [backend("shop-stable")], ...more });

test.each<[string, HttpRouteRule]>([
  ["of a rule", toApp({ filters: [filter("pages")] })],
  ["in a chain", toApp({ filters: [filter("all")] })],
  ["of a backend", { backendRefs: [{ ...backend("shop-stable"), filters: [filter("pages")] }] }],
])("error pages %s are refused, live or configured", (_, rule) => {
  expect(judge([rule])).toEqual(refused);
  expect(judge(undefined, [rule])).toEqual(refused);
});

test.each<[string, HttpRouteRule]>([
  ["another Middleware", toApp({ filters: [filter("auth")] })],
  ["one that is not there", toApp({ filters: [filter("gone")] })],
  ["a filter of another kind", toApp({ filters: [filter("pages", "Filter")] })],
  ["one of another group", toApp({ filters: [filter("pages", "Middleware", "x.io")] })],
  ["error pages of somebody else's rule", { filters: [filter("pages")], backendRefs: [backend("docs")] }],
  ["no filter", toApp({})],
])("nothing is wrong with %s", (_, rule) => {
  expect(judge([rule], [rule])).toEqual([]);
});
