import type { Found } from "../../../../../components/core/routers/need";
import type { IngressRoute, RouteRule } from "../../../../../components/core/routers/traefik/ingress-route";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import { ownRules, plainRule, routeWith, ruleFor, service, settings, shared } from "./any-ingress-route";

const named = (name: string, ...routes: readonly RouteRule[]): IngressRoute => {
  const { metadata, spec } = routeWith(routes, {});
  return { metadata: { ...metadata, name }, spec };
};

interface World {
  readonly routes?: readonly IngressRoute[];
  readonly former?: readonly IngressRoute[];
  readonly middlewares?: Readonly<Record<string, object>>;
  readonly hidden?: RegExp;
  readonly absent?: RegExp;
}

function judge(world: World, of: typeof settings = settings) {
  const { routes = [], former, middlewares = {}, hidden, absent } = world;
  const list = (items: readonly unknown[]): Found => ({ kind: "found", object: { items } });
  const look = (path: string): Found => {
    if (hidden?.test(path)) return { kind: "hidden" };
    if (absent?.test(path)) return { kind: "absent" };
    if (path.includes("containo")) return former === undefined ? { kind: "absent" } : list(former);
    if (path.endsWith("/middlewares"))
      return list(Object.entries(middlewares).map(([name, spec]) => ({ metadata: { name }, spec })));
    if (path.endsWith("/ingressroutes")) return list(routes);
    const object = routes.find(({ metadata }) => path.endsWith(`/${metadata.name}`));
    return object === undefined ? { kind: "absent" } : { kind: "found", object };
  };
  const found = traefik.needs(of).map((need) => need.judge(need.paths.map(look)));
  return {
    problems: found.flatMap(({ problems }) => problems),
    notes: found.flatMap(({ notes }) => notes),
  };
}

describe("traefik.needs()", () => {
  test("nothing is wrong with the kinds of Traefik and a host of its own", () => {
    const others = [named("shop", ...ownRules(0)), named("x", { match: "Host(`x.y`)" })];
    expect(judge({ routes: others, former: [named("x", { match: "Host(`x.y`)" })] })).toEqual({
      problems: [],
      notes: [],
    });
  });

  test("the route that redirects to https is the app's own, not a rival", () => {
    const redirect = named("shop-redirect", { match: plainRule.match, services: [service("noop@internal")] });
    expect(judge({ routes: [named("shop", ...ownRules(0)), redirect] })).toEqual({ problems: [], notes: [] });
  });

  test.each([
    [{ absent: /ingressroutes$/ }, "must serve IngressRoutes (traefik.io/v1alpha1): got none"],
    [{ absent: /traefik.io/, former: [] }, "got traefik.containo.us, which Traefik 3 does not read"],
  ])("kinds that are not there are refused: %j", (world, text) => {
    expect(judge(world).problems).toEqual([
      expect.objectContaining({ text: expect.stringContaining(text), end: "usage" }),
    ]);
  });

  test.each([
    [plainRule],
    [{ match: "PathPrefix(`/`)", services: [service("shop-canary")] }],
    [{ match: 'Host("a.b", "Shop.Example.org")' }],
  ])("an IngressRoute of traefik.containo.us for the app is refused by name: %j", (rule) => {
    const [problem] = judge({ former: [named("old", rule)] }).problems;
    expect(problem?.text).toContain("must be of traefik.io: got shop/old of traefik.containo.us");
    expect(problem?.end).toBe("refused");
  });

  test("a rule for the same requests is refused; one for a part of them is told", () => {
    const { problems, notes } = judge({
      routes: [
        named("same", { match: "Host( `shop.example.org` )" }),
        named("low", { ...plainRule, priority: 3 }),
        named("part", ruleFor("/api", service("api"))),
      ],
    });
    expect(problems.map(({ text }) => text)).toEqual([
      expect.stringContaining("the requests of shop.example.org: got shop/same; nothing was touched"),
    ]);
    expect(notes).toHaveLength(2);
    expect(notes[1]).toContain(
      "IngressRoute shop/part is for the hosts as well, by Host(`shop.example.org`) && Path",
    );
  });

  test("where other namespaces cannot be listed the own one is searched, and it is told", () => {
    const { problems, notes } = judge({
      routes: [named("same", plainRule)],
      hidden: /v1alpha1\/ingressroutes$/,
    });
    expect(problems).toHaveLength(1);
    expect(notes).toEqual([expect.stringContaining("this account cannot list them")]);
  });
});

describe("traefik.needs() of Middlewares", () => {
  const chain = (...names: readonly string[]) => ({
    chain: { middlewares: names.map((name) => ({ name })) },
  });
  const middlewares = {
    pages: { errors: {} },
    all: chain("all", "hsts", "pages"),
    hsts: {},
    none: { chain: {} },
  };
  const using = (...names: readonly string[]): RouteRule => ({
    ...plainRule,
    middlewares: names.map((name) => ({ name })),
  });

  test.each<[string, RouteRule, number]>([
    ["errors", using("pages"), 1],
    ["errors in a chain, once", using("all", "all"), 1],
    [
      "errors of a Service",
      { ...plainRule, services: [{ ...service("shop"), middlewares: [{ name: "pages" }] }] },
      1,
    ],
    ["others", using("hsts", "none", "gone"), 0],
    ["errors of a rule of others", { ...using("pages"), services: [service("other")] }, 0],
    ["one of another namespace", { ...plainRule, middlewares: [{ name: "pages", namespace: "x" }] }, 0],
  ])("%s", (_, rule, count) => {
    const { problems } = judge({ routes: [named("shop", rule, plainRule)], middlewares }, shared);
    expect(problems.map(({ text }) => text)).toEqual(
      Array.from({ length: count }, () => expect.stringContaining("got pages (errors)")),
    );
  });

  test("Middlewares that may not be read are not looked at", () => {
    const world = { routes: [named("shop", using("pages"))], middlewares, hidden: /middlewares/ };
    expect(judge(world, shared).problems).toEqual([]);
  });
});

describe("traefik.needs() of a route of another owner", () => {
  test.each<[string, readonly RouteRule[], string]>([
    [
      "no rule of the app",
      [ruleFor("/", service("x"))],
      "spec.routes of IngressRoute shop/shop must have a rule with the Service shop: got none",
    ],
    [
      "a rule shared with others",
      [ruleFor("/", service("shop", 1), service("x", 0))],
      'spec.routes[0] of IngressRoute shop/shop must have no Services but "shop", since it leads to it: got shop 1, x 0',
    ],
    [
      "a live split",
      [ruleFor("/", service("shop-stable"), service("shop-canary"))],
      "must be no split that is live already: got shop-stable 1, shop-canary 1",
    ],
  ])("%s is refused", (_, rules, text) => {
    expect(judge({ routes: [named("shop", ...rules)] }, shared).problems).toEqual([
      expect.objectContaining({ text: expect.stringContaining(text), end: "refused" }),
    ]);
  });

  test("one that is not there is a wrong name; one that may not be read is not judged", () => {
    expect(judge({}, shared).problems[0]?.text).toContain(
      "must name a route that is there: got IngressRoute shop/shop",
    );
    expect(judge({ hidden: /ingressroutes\/shop/ }, shared).problems).toEqual([]);
  });

  test("one that fits, and one that the route writer was at, are fine; rules of others are told", () => {
    const fine = named("shop", plainRule, ruleFor("/x", service("x")));
    expect(judge({ routes: [fine] }, shared).problems).toEqual([]);
    expect(judge({ routes: [routeWith(ownRules(5)), named("same", plainRule)] }, shared)).toEqual({
      problems: [],
      notes: [expect.stringContaining("shop/same is for the hosts as well")],
    });
  });
});
