import { hasMatch } from "../../../../../../components/core/stage/exposure";
import {
  findCallRule,
  renderCallRules,
} from "../../../../../../components/core/routers/gateway/rules/call-rules";
import type { HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { backend, routeWith, settings } from "../any-route";

const pair = [backend("shop-stable", 80), backend("shop-canary", 20)];

const rule = (matches: readonly object[] | undefined, backendRefs = pair, more: object = {}): HttpRouteRule =>
  ({ ...(matches === undefined ? {} : { matches }), backendRefs, ...more }) as HttpRouteRule;

const health = { service: "grpc.health.v1.Health", method: "Check" };

/** Rules for the user's; those with stable are the app's. */
const render = (...rules: readonly HttpRouteRule[]) =>
  renderCallRules(
    settings,
    rules,
    rules.filter(({ backendRefs = [] }) => backendRefs.includes(pair[0] as never)),
    "t",
  );

const probeRule = (key: string, service: string, weight: number, more: object = {}) => ({
  matches: [
    {
      method: { type: "Exact", ...health },
      headers: [{ type: "Exact", name: "x-sluice-probe", value: key }],
    },
  ],
  backendRefs: [{ ...backend(service), weight }],
  ...more,
});

test("renderCallRules() takes health calls alone, and adds a rule that leads nowhere", () => {
  expect(render(rule(undefined))).toEqual([
    probeRule("t-stable", "shop-stable-probe", 1),
    probeRule("t-canary", "shop-canary-probe", 1),
    probeRule("t-nobody", "shop-stable-probe", 0),
  ]);
});

test("renderCallRules() keeps filters and name of the app's rule, but no copies", () => {
  const auth = { type: "ExtensionRef", extensionRef: { group: "g", kind: "Auth", name: "a" } };
  const [stable, , nobody] = render(
    rule(undefined, pair, { name: "all", filters: [auth, { type: "RequestMirror" }] }),
  );
  expect(stable).toEqual(
    probeRule("t-stable", "shop-stable-probe", 1, { name: "all-stable-probe", filters: [auth] }),
  );
  expect(nobody?.name).toBe("all-nobody-probe");
});

const old = [backend("old")];

test.each<[string, readonly HttpRouteRule[], boolean]>([
  ["by its service", [rule([{ method: { service: "grpc.health.v1.Health" } }])], true],
  ["by its service and method", [rule([{ method: { type: "Exact", ...health } }])], true],
  ["by an expression", [rule([{ method: { type: "RegularExpression", service: "grpc[.].*" } }])], true],
  ["by one of two matches", [rule([{ method: { service: "shop.Carts" } }, {}])], true],
  ["but for another service", [rule([{ method: { service: "shop.Carts" } }])], false],
  ["but for another method", [rule([{ method: { method: "Watch" } }])], false],
  [
    "but by an expression of no meaning",
    [rule([{ method: { type: "RegularExpression", service: "(" } }])],
    false,
  ],
  ["but with a header that nobody sends", [rule([{ headers: [{ name: "x-v", value: "1" }] }])], false],
  [
    "while another owner's is for less",
    [rule([{ method: { service: "grpc.health.v1.Health" } }]), rule(undefined, old)],
    true,
  ],
  [
    "but another owner's says more",
    [rule(undefined), rule([{ method: { service: "grpc.health.v1.Health" } }], old)],
    false,
  ],
  [
    "but another owner's says the method",
    [rule([{ method: { service: health.service } }]), rule([{ method: health }], old)],
    false,
  ],
  ["but another owner's comes before", [rule(undefined, old), rule(undefined)], false],
])("a rule of the app takes health calls %s", (_, rules, isTaken) => {
  expect(render(...rules)).toHaveLength(isTaken ? 3 : 0);
});

test("renderCallRules() adds none where the route has no room for them, and for those of a match", () => {
  const others = (many: number) =>
    Array.from({ length: many }, (_value, nth) => rule([{ method: { service: `s${nth}` } }], old));
  expect(render(rule(undefined), ...others(11))).toHaveLength(3);
  expect(render(rule(undefined), ...others(12))).toEqual([]);
});

test("findCallRule() reads the headers off a live route, and needs the rule that leads nowhere", () => {
  const written = render(rule(undefined));
  const at = (rules: readonly HttpRouteRule[]) =>
    findCallRule(routeWith([rule(undefined), ...rules]), "shop", "canary");
  expect(at(written)).toEqual({
    send: { "x-sluice-probe": "t-canary" },
    refused: { "x-sluice-probe": "t-nobody" },
  });
  expect(at(written.slice(0, 2))).toBeUndefined();
  expect(at(written.slice(2))).toBeUndefined();
});

test("hasMatch() of settings without stages is false", () => {
  expect(hasMatch({})).toBe(false);
});
