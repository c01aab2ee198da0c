import { istio } from "../../../../../components/core/routers/istio/istio";
import type { HttpRule, VirtualService } from "../../../../../components/core/routers/istio/virtual-service";
import type { Found } from "../../../../../components/core/routers/need";
import type { Settings } from "../../../../../components/core/settings";
import { ownRules, plainRule, routeWith, ruleFor, settings, shared, to } from "./any-virtual-service";

function named(
  name: string,
  rules: readonly HttpRule[] | undefined,
  more: Partial<VirtualService["spec"]> & { readonly namespace?: string } = {},
): VirtualService {
  const { namespace = "shop", ...spec } = more;
  const made = routeWith(rules, {}, spec);
  return { ...made, metadata: { ...made.metadata, name, namespace } };
}

interface World {
  readonly routes?: readonly VirtualService[];
  readonly hidden?: RegExp;
  readonly absent?: RegExp;
  readonly older?: boolean;
}

function judge({ routes = [], hidden, absent, older = false }: World, of: typeof settings = settings) {
  const list = (items: readonly unknown[]): Found => ({ kind: "found", object: { items } });
  const look = (path: string): Found => {
    if (hidden?.test(path)) return { kind: "hidden" };
    if (absent?.test(path)) return { kind: "absent" };
    if (path.includes("v1beta1")) return older ? list([]) : { kind: "absent" };
    if (path.includes("/gateways/")) return { kind: "found", object: {} };
    if (path.endsWith("/namespaces/shop/virtualservices"))
      return list(routes.filter(({ metadata }) => metadata.namespace === "shop"));
    if (path.endsWith("/virtualservices")) return list(routes);
    const object = routes.find(({ metadata }) => path.endsWith(`/${metadata.name}`));
    return object === undefined ? { kind: "absent" } : { kind: "found", object };
  };
  const found = istio.needs(of).map((need) => need.judge(need.paths.map(look)));
  return {
    problems: found.flatMap(({ problems }) => problems),
    notes: found.flatMap(({ notes }) => notes),
  };
}

const texts = (world: World, of?: typeof settings) => judge(world, of).problems.map(({ text }) => text);

describe("istio.needs()", () => {
  test("nothing is wrong with Istio's kinds and a host of its own", () => {
    const routes = [named("shop", ownRules(0)), named("x", [{ route: [to("x")] }], { hosts: ["x.y"] })];
    expect(judge({ routes })).toEqual({ problems: [], notes: [] });
    expect(judge({})).toEqual({ problems: [], notes: [] });
  });

  test.each([
    [{ absent: /virtualservices/ }, "must serve VirtualServices (networking.istio.io/v1): got none"],
    [{ absent: /v1\/.*virtualservices/, older: true }, "got v1beta1, of an Istio before 1.22"],
    [
      { absent: /gateways/ },
      'must name a Gateway (networking.istio.io/v1) of the cluster, or "mesh": got "gateway/sluice"',
    ],
  ])("what is not there is refused: %j", (world, text) => {
    expect(judge(world).problems).toEqual([
      expect.objectContaining({ text: expect.stringContaining(text), end: "usage" }),
    ]);
  });

  test.each([
    [{ listener: "https" }, "got https"],
    [{ port: 443 }, "got 443"],
  ])("a part of a Gateway cannot be meant: %j", (part, text) => {
    const gateway: Settings["traffic"]["gateway"] = { ...settings.traffic.gateway, ...part };
    const of = { ...settings, traffic: { ...settings.traffic, gateway } };
    expect(texts({}, of)).toEqual([expect.stringContaining(text)]);
  });

  test("the mesh is no Gateway to look for", () => {
    const gateway = { name: "mesh", namespace: "shop" };
    const of = { ...settings, traffic: { ...settings.traffic, gateway } };
    expect(judge({ absent: /gateways/ }, of).problems).toEqual([]);
    const routes = [named("inside", [{ route: [to("x")] }], { gateways: [] })];
    expect(texts({ routes }, of)).toEqual([expect.stringContaining("got shop/inside; nothing was touched")]);
  });
});

describe("istio.needs() of other VirtualServices", () => {
  test("one of the same host that takes every request, or leads to the app, is refused; a part is told", () => {
    const routes = [
      named("all", [plainRule], { hosts: ["Shop.example.org"] }),
      named("app", [ruleFor("/a", to("shop-stable"))], { gateways: ["other/x", "gateway/sluice"] }),
      named("part", [ruleFor("/api", to("api"))]),
      named("mesh", [plainRule], { gateways: ["mesh", "here"] }),
      { ...named("bare", [plainRule]), spec: { http: [plainRule] } },
      { ...named("inside", [plainRule]), spec: { hosts: ["shop.example.org"], http: [plainRule] } },
    ];
    const { problems, notes } = judge({ routes });
    expect(problems.map(({ text }) => text)).toEqual([
      expect.stringContaining("may take the app's requests of shop.example.org: got shop/all;"),
      expect.stringContaining("got shop/app; nothing was touched"),
    ]);
    expect(notes).toEqual([expect.stringContaining("VirtualService shop/part is for the hosts as well")]);
  });

  test("the Gateways of somebody else's route are those that it names", () => {
    const mine = named("shop", [plainRule], { gateways: ["edge"] });
    const routes = [mine, named("rival", [plainRule], { gateways: ["shop/edge"] })];
    expect(texts({ routes }, shared)).toEqual([expect.stringContaining("got shop/rival;")]);
    expect(texts({ routes: [named("rival", [plainRule])] }, shared)).toHaveLength(2);
  });

  test("one of another namespace that leads to the canary is refused with the line that ends it", () => {
    const host = "shop-canary.shop.svc.cluster.local";
    const away = named("edge", [{ route: [to(host)] }], { namespace: "infra", hosts: ["b.c"] });
    const [problem] = judge({ routes: [away] }).problems;
    expect(problem?.text).toContain("got VirtualService infra/edge spec.http[0] sends 100 %");
    expect(problem?.fix).toContain("kubectl --context prod-eu -n infra patch virtualservices edge");
  });

  test("where other namespaces cannot be listed the own one is searched, and it is told", () => {
    const { problems, notes } = judge({
      routes: [named("all", [plainRule])],
      hidden: /v1\/virtualservices$/,
    });
    expect(problems).toHaveLength(1);
    expect(notes).toEqual([expect.stringContaining("this account cannot list them")]);
  });

  test("rules for TCP and TLS that lead to the app stay as they are, and it is told", () => {
    const more = { tls: [{ route: [to("shop")] }], tcp: [{ route: [to("x")] }, {}] };
    expect(judge({ routes: [named("shop", ownRules(0), more)] })).toEqual({
      problems: [],
      notes: ["spec.tls[0] of the VirtualService leads to shop and is not split: it stays as it is"],
    });
  });
});

describe("istio.needs() of a route of somebody else's making", () => {
  const subset = { destination: { host: "shop", subset: "v1" } };
  test.each<[string, readonly HttpRule[] | undefined, string]>([
    [
      "no rule of the app",
      undefined,
      "spec.http of VirtualService shop/shop must have a rule with the Service",
    ],
    [
      "a rule shared with others",
      [{ route: [to("shop", 90), to("x", 10)] }],
      'spec.http[0] of VirtualService shop/shop must have no destinations but "shop", since it leads to it: got shop 90, x 10',
    ],
    [
      "a live split",
      [{ route: [to("shop", 90), to("shop-canary", 10)] }],
      "be no split that is live already",
    ],
    ["a subset", [{ route: [subset] }], "to no subset of it: the tracks are told apart by their Services"],
    [
      "requests of some callers",
      [{ match: [{ sourceNamespace: "web" }], route: [to("shop")] }],
      "must be for requests from anywhere, since Sluice's own come by the gateway: got match.sourceNamespace",
    ],
  ])("%s is refused", (_, rules, text) => {
    expect(judge({ routes: [named("shop", rules)] }, shared).problems).toEqual([
      expect.objectContaining({ text: expect.stringContaining(text), end: "refused" }),
    ]);
  });

  test("one to which another delegates, and one that delegates the app, are refused", () => {
    const { hosts: _, ...spec } = routeWith([plainRule]).spec;
    expect(texts({ routes: [{ ...named("shop", []), spec }] }, shared)).toEqual([
      expect.stringContaining("must name hosts: got none: another VirtualService delegates to it"),
    ]);
    const delegates = [{ match: [{ uri: { prefix: "/" } }], delegate: { name: "shop-routes" } }];
    expect(texts({ routes: [named("shop", delegates)] }, shared)).toEqual([
      expect.stringContaining("must have a rule with the Service shop: got none"),
    ]);
  });

  test("one that fits, one that the route writer was at, and one that may not be read are fine", () => {
    const fine = named("shop", [ruleFor("/x", to("x")), plainRule]);
    expect(judge({ routes: [fine] }, shared).problems).toEqual([]);
    expect(judge({ routes: [routeWith(ownRules(5))] }, shared)).toEqual({ problems: [], notes: [] });
    expect(judge({ hidden: /virtualservices\/shop/ }, shared).problems).toEqual([]);
  });

  test("one that is not there is a wrong name", () => {
    expect(texts({}, shared)).toEqual([
      expect.stringContaining("must name a route that is there: got VirtualService shop/shop"),
    ]);
  });
});
