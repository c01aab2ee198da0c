import type { ResponseHeaders } from "../../../../components/core/edge/headers";
import { routers } from "../../../../components/core/routers/routers";
import type { Router } from "../../../../components/core/routers/router";
import { findRuleProblems } from "../../../../components/core/routers/gateway/needs/rule-problems";
import { isProbeRule } from "../../../../components/core/routers/gateway/kinds";
import type { HttpRouteRule } from "../../../../components/core/routers/gateway/http-route";
import { applyJsonPatch } from "../../../support/json-patch";
import { settings as plain } from "./gateway/any-route";

const headers: ResponseHeaders = {
  set: { "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer" },
  remove: ["Server"],
};
const settings = { ...plain, traffic: { ...plain.traffic, headers } };
const wanted = [
  { op: "set", name: "x-frame-options", value: "DENY" },
  { op: "set", name: "referrer-policy", value: "no-referrer" },
  { op: "remove", name: "server", value: "" },
];

/** The object with the weight, as it would be in a cluster after a write by the route writer. */
function declared(router: Router, of: typeof plain) {
  const all = router.declare(of, "t").map(({ manifest }) => manifest);
  const route = all.find(({ metadata }) => router.path(of).endsWith(`/${metadata.name}`));
  if (route === undefined) throw new Error("there must be a route");
  return { route: { ...route, metadata: { ...route.metadata, uid: "u", resourceVersion: "1" } }, all };
}

type Route = ReturnType<typeof declared>["route"];

function view(router: Router, route: Route, of: typeof plain) {
  const reading = router.read(route as never, of, []);
  if (reading.kind !== "ours") throw new Error("it must be Sluice's");
  return reading.view;
}

function waysOf(router: Router, route: Route, { all }: Pick<ReturnType<typeof declared>, "all">) {
  const find = (kind: string, _namespace: string, name: string) =>
    all.find(({ kind: one, metadata }) => one === kind && metadata.name === name);
  const read = router.readHeaders?.read(route, { namespace: "shop", namespaces: [], find });
  return read?.ways.map(({ changes }) => changes.map(({ path: _path, ...change }) => change));
}

describe.each(routers.filter(({ can }) => can.headers))("router $name", (router) => {
  test("sets headers for both tracks in each rule of the app, where policies read them", () => {
    const made = declared(router, settings);
    const ways = waysOf(router, made.route, made);
    expect(ways?.length).toBeGreaterThan(0);
    for (const way of ways ?? []) expect(way).toEqual(wanted);
  });

  test("keeps them value for value when the weight moves and when a release is aborted", () => {
    const made = declared(router, settings);
    const first = router.renderStructure(view(router, made.route, settings), {
      settings,
      token: "t",
      epoch: "1-a",
    });
    let route = applyJsonPatch(made.route, first ?? []);
    for (const [weight, epoch] of [
      [5, "2-a"],
      [100, "3-a"],
      [0, "4-a"],
    ] as const) {
      const change = { weight, epoch, guard: "exact" } as const;
      route = applyJsonPatch(route, router.renderWeight(view(router, route, settings), settings, change));
      for (const way of waysOf(router, route, made) ?? []) expect(way).toEqual(wanted);
    }
  });

  test("brings them to a running route, keeps its weight, gives back one that was lost, and takes them away again", () => {
    const without = declared(router, plain);
    const written = (route: Route, of: typeof plain) => {
      const patch = router.renderStructure(view(router, route, of), {
        settings: of,
        token: "t",
        epoch: "2-b",
      });
      return patch === undefined ? undefined : applyJsonPatch(route, patch);
    };
    const start = written(without.route, plain) as Route;
    const raised = applyJsonPatch(
      start,
      router.renderWeight(view(router, start, plain), plain, { weight: 5, epoch: "3-b", guard: "exact" }),
    );
    const made = declared(router, settings);
    const after = written(raised, settings) as Route;
    expect(view(router, after, settings).live.weight).toBe(5);
    for (const way of waysOf(router, after, made) ?? []) expect(way).toEqual(wanted);
    expect(written(after, settings)).toBeUndefined();
    const again = written(after, plain) as Route;
    expect(again.spec).toEqual(raised.spec);
  });
});

test("the gateway's probe rules have the headers of the app's rule, and the proof of the track", () => {
  const router = routers.find(({ name }) => name === "gateway") as Router;
  const { rules } = declared(router, settings).route.spec as { rules: readonly HttpRouteRule[] };
  for (const rule of rules) {
    const [filter, ...more] = rule.filters ?? [];
    expect(more).toEqual([]);
    expect(filter?.responseHeaderModifier?.remove).toEqual(["Server"]);
    expect(filter?.responseHeaderModifier?.set?.map(({ name }) => name)).toEqual([
      ...Object.keys(headers.set),
      ...(isProbeRule(rule) ? ["x-sluice-track"] : []),
    ]);
  }
});

describe("a rule of the configuration with a filter of its own", () => {
  const settingsOf = (modifier: object, all: ResponseHeaders = headers) => {
    const filters = [
      { type: "URLRewrite", urlRewrite: {} },
      { type: "ResponseHeaderModifier", responseHeaderModifier: modifier },
    ];
    return {
      ...plain,
      traffic: { ...plain.traffic, headers: all, rules: [{ filters, backendRefs: [{ name: "shop" }] }] },
    };
  };
  const router = routers.find(({ name }) => name === "gateway") as Router;

  test("keeps what it says, and gets the others in the same filter", () => {
    const modifier = {
      set: [{ name: "x-frame-options", value: "SAMEORIGIN" }],
      add: [{ name: "X-A", value: "1" }],
      remove: ["server", "Via"],
    };
    const { rules } = declared(router, settingsOf(modifier)).route.spec as {
      rules: readonly HttpRouteRule[];
    };
    expect(rules[0]?.filters).toEqual([
      { type: "URLRewrite", urlRewrite: {} },
      {
        type: "ResponseHeaderModifier",
        responseHeaderModifier: {
          set: [modifier.set[0], { name: "Referrer-Policy", value: "no-referrer" }],
          add: modifier.add,
          remove: ["server", "Via"],
        },
      },
    ]);
  });

  test("a filter has no empty list", () => {
    const { rules } = declared(router, settingsOf({}, { set: {}, remove: [] })).route.spec as {
      rules: readonly HttpRouteRule[];
    };
    expect(rules[0]?.filters?.[1]).toEqual({ type: "ResponseHeaderModifier", responseHeaderModifier: {} });
  });

  const many = (count: number) => Array.from({ length: count }, (_, at) => `X-${at}`);
  test.each([
    [13, 15, undefined],
    [14, 15, "16 and 16"],
    [13, 16, "15 and 17"],
  ])("%i more to set and %i more to remove: %s", (set, removed, got) => {
    const modifier = {
      set: many(set).map((name) => ({ name, value: "a" })),
      remove: many(removed).map((name) => `${name}r`),
    };
    const of = settingsOf(modifier);
    const problems = findRuleProblems(of.traffic.rules, "/", of);
    expect(problems.map((one) => [one.at, one.got])).toEqual(
      got === undefined ? [] : [["spec.rules[0].filters", got]],
    );
  });
});
