import {
  describeForeign,
  explainWays,
  findForeignRules,
} from "../../../../components/core/routers/foreign-rules";
import { grpcRoute, httpRoute } from "../../../../components/core/routers/gateway/kinds";
import type { HttpRouteRule } from "../../../../components/core/routers/gateway/http-route";
import { ingress } from "../../../../components/core/routers/ingress";
import type { RoutedKind, RouterObject } from "../../../../components/core/routers/routed-kind";
import { backend, ownRules, routeWith, settings } from "./gateway/any-route";

const canary = backend("shop-canary");
const stable = backend("shop-stable");
const mirror = (percent?: number | { numerator: number; denominator?: number }) => ({
  type: "RequestMirror",
  requestMirror: {
    backendRef: canary,
    ...(typeof percent === "number" ? { percent } : percent === undefined ? {} : { fraction: percent }),
  },
});

const found = (kind: RoutedKind, object: RouterObject) => findForeignRules(kind, object, settings, false);

describe("findForeignRules() in a route", () => {
  test.each<[string, readonly HttpRouteRule[], readonly number[]]>([
    ["no rules", [], []],
    ["other Services", [{ backendRefs: [stable, backend("old")] }], []],
    ["the canary alone", [{ backendRefs: [canary] }], [100]],
    ["the canary alone without weight", [{ backendRefs: [backend("shop-canary", 0)] }], []],
    ["a share", [{ backendRefs: [backend("shop-canary", 1), backend("old", 3)] }], [25]],
    ["the canary twice", [{ backendRefs: [canary, canary, stable, stable] }], [50]],
    ["a Service of that name elsewhere", [{ backendRefs: [{ ...canary, namespace: "other" }] }], []],
    ["the app's namespace by name", [{ backendRefs: [{ ...canary, namespace: "shop" }] }], [100]],
    ["another kind of that name", [{ backendRefs: [{ ...canary, group: "x.io", kind: "Thing" }] }], []],
    ["copies", [{ filters: [mirror()], backendRefs: [backend("old")] }], [100]],
    ["a share of copies", [{ filters: [mirror(20)], backendRefs: [backend("old")] }], [20]],
    ["a fraction of copies", [{ filters: [mirror({ numerator: 1, denominator: 4 })] }], [25]],
    ["a fraction in percent", [{ filters: [mirror({ numerator: 7 })] }], [7]],
    ["copies by a backend", [{ backendRefs: [{ ...backend("old"), filters: [mirror(5)] }] }], [5]],
    [
      "other filters",
      [{ filters: [{ type: "URLRewrite" }, { requestMirror: {} }], backendRefs: [stable] }],
      [],
    ],
    [
      "copies to others",
      [{ filters: [{ requestMirror: { backendRef: { ...canary, kind: "Thing" } } }] }],
      [],
    ],
    ["our own probe rules", ownRules(5).slice(1), []],
    [
      "a probe rule that lost its header",
      [{ ...ownRules(5)[2], matches: [{ path: { type: "PathPrefix", value: "/" } }] }],
      [100],
    ],
    [
      "a probe rule with a way around its header",
      [{ ...ownRules(5)[2], matches: [...(ownRules(5)[2]?.matches ?? []), {}] }],
      [100],
    ],
    [
      "a probe rule with any value",
      [
        {
          matches: [{ headers: [{ type: "RegularExpression", name: "x-sluice-probe", value: ".*" }] }],
          backendRefs: [canary],
        },
      ],
      [100],
    ],
  ])("%s", (_, rules, weights) => {
    expect(found(httpRoute, routeWith(rules)).map(({ weight }) => weight)).toEqual(weights);
    expect(found(grpcRoute, routeWith(rules)).map(({ weight }) => weight)).toEqual(weights);
  });

  test("names object, place, writer and the command that ends it for a person", () => {
    const managedFields = [
      { manager: "kubectl-edit", time: "2026-01-03T00:00:00Z", fieldsV1: { "f:spec": { "f:rules": {} } } },
    ];
    const rules = [{ backendRefs: [stable] }, { filters: [mirror(), mirror()], backendRefs: [canary] }];
    const [rule] = found(httpRoute, routeWith(rules, { name: "other", managedFields }));
    expect(rule && describeForeign(rule)).toBe(
      "HTTPRoute shop/other spec.rules[1] sends 100 % of what it takes to the canary, written by kubectl-edit at 2026-01-03T00:00:00Z",
    );
    const at = "/spec/rules/1";
    expect(rule?.command).toBe(
      `kubectl --context prod-eu -n shop patch httproutes other --type json -p '${JSON.stringify([
        { op: "test", path: `${at}/backendRefs/0/name`, value: "shop-canary" },
        { op: "replace", path: `${at}/backendRefs/0/name`, value: "shop-stable" },
        { op: "test", path: `${at}/filters/1/requestMirror/backendRef/name`, value: "shop-canary" },
        { op: "remove", path: `${at}/filters/1` },
        { op: "test", path: `${at}/filters/0/requestMirror/backendRef/name`, value: "shop-canary" },
        { op: "remove", path: `${at}/filters/0` },
      ])}'`,
    );
    const [unknown] = found(httpRoute, routeWith([{ backendRefs: [canary] }]));
    expect(unknown && describeForeign({ ...unknown, weight: 33.333 })).toBe(
      "HTTPRoute shop/shop spec.rules[0] sends 33.3 % of what it takes to the canary",
    );
  });

  test("takes of the app's own rule only copies", () => {
    const route = routeWith([{ ...ownRules(20)[0], filters: [mirror(3)] }, ...ownRules(20).slice(1)]);
    const isOurs = ({ at }: { at: string }) => at === "spec.rules[0]";
    expect(findForeignRules(httpRoute, route, settings, true, isOurs)).toMatchObject([
      { weight: 3, own: true },
    ]);
  });
});

describe("findForeignRules() in an Ingress", () => {
  const metadata = { name: "old", namespace: "shop", uid: "u", resourceVersion: "1" };
  const to = (name: string) => ({ service: { name } });
  const nginx = (notes: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(notes).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
    );
  const paths = [{ backend: to("shop-stable") }, { backend: to("shop-canary") }];

  test.each([
    ["nothing", undefined, []],
    ["a rule without paths", { rules: [{}, { http: {} }] }, []],
    [
      "a backend that is no Service",
      { defaultBackend: { resource: {} }, rules: [{ http: { paths: [{}] } }] },
      [],
    ],
    ["the default backend", { defaultBackend: to("shop-canary") }, ["spec.defaultBackend"]],
    ["a path", { rules: [{ http: { paths } }] }, ["spec.rules[0].http.paths[1]"]],
    ["other Services", { defaultBackend: to("shop-stable") }, []],
  ])("%s", (_, spec, rules) => {
    const object = { metadata, ...(spec === undefined ? {} : { spec }) };
    expect(found(ingress, object).map(({ rule }) => rule)).toEqual(rules);
  });

  test.each([
    [{ canary: "true", "canary-weight": "0" }, []],
    [{ canary: "true" }, []],
    [{ canary: "true", "canary-weight": "20" }, [20]],
    [{ canary: "true", "canary-weight": "20", "canary-weight-total": "1000" }, [2]],
    [{ canary: "true", "canary-weight": "20", "canary-weight-total": "50" }, [20]],
    [{ canary: "true", "canary-weight": "no number" }, [100]],
    [{ canary: "true", "canary-weight": "0", "canary-by-header": "x-beta" }, [100]],
    [{ canary: "true", "canary-by-cookie": "beta" }, [100]],
    [{ canary: "false", "canary-weight": "0" }, [100]],
  ])("a canary Ingress of nginx with %j", (notes, weights) => {
    const object = {
      metadata: { ...metadata, annotations: nginx(notes) },
      spec: { rules: [{ http: { paths } }] },
    };
    expect(found(ingress, object).map(({ weight }) => weight)).toEqual(weights);
  });
});

describe("explainWays()", () => {
  const rules = found(httpRoute, routeWith([{ backendRefs: [canary] }], { name: "other" }));

  test.each([
    ["nothing where no way is left", [], [], []],
    ["each rule with the command that ends it", rules, [], ["HTTPRoute shop/other spec.rules[0]"]],
    ["kinds that nobody could look through", [], ["ingresses"], ["could not be looked for in ingresses"]],
    ["both", rules, ["ingresses"], ["HTTPRoute", "ingresses"]],
  ])("says %s", (_, left, unseen, texts) => {
    const told = explainWays({ rules: left, unseen });
    expect(told.map(({ text }) => text)).toEqual(texts.map((text) => expect.stringContaining(text)));
    if (left.length > 0) expect(told[0]?.fix).toMatch(/^kubectl .* sends its requests to stable$/);
  });
});
