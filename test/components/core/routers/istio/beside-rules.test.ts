import * as fc from "fast-check";
import { istio } from "../../../../../components/core/routers/istio/istio";
import { rulesOf } from "../../../../../components/core/routers/istio/virtual-service";
import type { HttpRule, VirtualService } from "../../../../../components/core/routers/istio/virtual-service";
import type { Found } from "../../../../../components/core/routers/need";
import type { WeightChange } from "../../../../../components/core/routers/router";
import { matchWeight, mirrorWeight } from "../../../../../components/core/stage/exposure";
import type { MatchTerms } from "../../../../../components/core/stage/match-terms";
import type { MirrorTerms } from "../../../../../components/core/stage/mirror-terms";
import { applyJsonPatch } from "../../../../support/json-patch";
import { ownRules, plainRule, routeWith, ruleFor, settings, shared, to, viewOf } from "./any-virtual-service";

const beta: MatchTerms = { on: "header", name: "X-Beta", by: "exact", value: "1" };
const copies: MirrorTerms = { percent: 20, repeatable: ["GET", "HEAD", "POST"] };
const toMatch: WeightChange = { weight: matchWeight, match: beta, epoch: "5-b", guard: "exact" };
const toMirror: WeightChange = { weight: mirrorWeight, mirror: copies, epoch: "5-b", guard: "exact" };
const toZero: WeightChange = { weight: 0, epoch: "6-c", guard: "names" };

const write = (seen: VirtualService, change: WeightChange, of = settings, live = seen): VirtualService =>
  applyJsonPatch(live, istio.renderWeight(viewOf(seen, of), of, change));

const structured = (route: VirtualService, of = settings) => {
  const patch = istio.renderStructure(viewOf(route, of), { settings: of, token: "t", epoch: "7-d" });
  return patch && applyJsonPatch(route, patch);
};

const { name: _, ...unnamed } = ownRules(0)[2] as HttpRule;
const [stableProbe, canaryProbe, own] = ownRules(0) as [HttpRule, HttpRule, HttpRule];
const before = ruleFor("/old", to("old"));
const behind = ruleFor("/more", to("more"));

const matched: HttpRule = {
  ...unnamed,
  match: [{ headers: { "x-beta": { exact: "1" } } }],
  route: [to("shop-canary")],
};
const mirrored: HttpRule = {
  ...unnamed,
  match: [
    { method: { exact: "GET" }, withoutHeaders: { upgrade: { regex: ".*" } } },
    { method: { exact: "HEAD" } },
    { method: { exact: "POST" }, withoutHeaders: { "content-type": { prefix: "application/grpc" } } },
  ],
  route: [to("shop-stable")],
  mirror: { host: "shop-canary-mirror", port: { number: 80 } },
  mirrorPercentage: { value: 20 },
};

test.each<[string, WeightChange, HttpRule]>([
  ["a match", toMatch, matched],
  ["a mirror", toMirror, mirrored],
])(
  "%s has a rule directly ahead of the app's, which the write of 0 and the next weight drop",
  (_what, change, rule) => {
    const all = [before, stableProbe, canaryProbe, own, behind];
    const route = write(routeWith(all), change);
    expect(rulesOf(route)).toEqual([before, stableProbe, canaryProbe, rule, own, behind]);
    const { live } = viewOf(route);
    expect(live).toMatchObject({ weight: change.weight, epoch: "5-b" });
    expect([live.foreign, live.damage]).toEqual([undefined, undefined]);
    expect(rulesOf(write(route, toZero))).toEqual(all);
    const raised = write(route, { weight: 5, epoch: "6-c", guard: "exact" });
    expect(rulesOf(raised)).toEqual([before, stableProbe, canaryProbe, ownRules(5)[2], behind]);
    const other = change === toMatch ? toMirror : toMatch;
    expect(viewOf(write(route, { ...other, epoch: "6-c" })).live).toMatchObject({ weight: other.weight });
    expect(
      structured(routeWith([stableProbe, canaryProbe, rule, own, behind], route.metadata.annotations)),
    ).toBeUndefined();
    const moved = structured(route) as VirtualService;
    expect(rulesOf(moved)).toEqual([stableProbe, canaryProbe, before, rule, own, behind]);
  },
);

test("a cookie is looked for in its header by an expression", () => {
  const terms: MatchTerms = { on: "cookie", name: "beta", by: "exact", value: "on" };
  const [, , rule] = rulesOf(write(routeWith(ownRules(0)), { ...toMatch, match: terms }));
  expect(rule?.match).toEqual([{ headers: { cookie: { regex: "^(?:.*; ?)?beta=on(?:;.*)?$" } } }]);
});

const api: HttpRule = { ...ruleFor("/api", to("shop")), timeout: "3s", retries: { attempts: 2 } } as HttpRule;

test("each of a user's rules that lead to the app has one of its own, with everything of it", () => {
  const given = structured(routeWith([api, before, plainRule], {}), shared) as VirtualService;
  const at = write(given, toMatch, shared);
  const rules = rulesOf(at).slice(4);
  expect(
    rules.map(({ match, route = [] }) => [match?.[0]?.uri, route.map(({ destination }) => destination.host)]),
  ).toEqual([
    [{ prefix: "/api" }, ["shop-canary"]],
    [{ prefix: "/api" }, ["shop-stable", "shop-canary"]],
    [{ prefix: "/old" }, ["old"]],
    [undefined, ["shop-canary"]],
    [undefined, ["shop-stable", "shop-canary"]],
  ]);
  expect(rules[0]).toMatchObject({ timeout: "3s", retries: { attempts: 2 } });
  expect(rulesOf(write(at, toZero, shared))).toEqual(rulesOf(given));
  const back = istio.takeover.giveBack(at, shared, "rules");
  expect(back === undefined || back === "remove" ? back : rulesOf(applyJsonPatch(at, back))).toEqual([
    { ...api, route: [to("shop-stable")] },
    before,
    { ...plainRule, route: [to("shop-stable")] },
  ]);
});

test("a mirror's rule that another writer changed is drift, and goes with the write of 0", () => {
  const route = write(routeWith(ownRules(0)), toMirror);
  const changed = { ...mirrored, mirrorPercentage: { value: 100 } };
  const seen = { ...route, spec: { ...route.spec, http: [stableProbe, canaryProbe, changed, own] } };
  expect(viewOf(seen).live.foreign?.rules.map(({ rule }) => rule)).toEqual(["spec.http[2]"]);
  expect(rulesOf(write(seen, toZero))).toEqual(ownRules(0));
  const taken = { ...mirrored, mirror: undefined, mirrorPercentage: undefined } as unknown as HttpRule;
  const without = { ...route, spec: { ...route.spec, http: [stableProbe, canaryProbe, taken, own] } };
  expect(viewOf(without).live.weight).toBe(0);
  expect(rulesOf(write(without, toZero))).toEqual(ownRules(0));
});

test("rules without conditions or destinations are nobody's match", () => {
  const route = write(routeWith(ownRules(0)), toMatch);
  const redirect = { match: matched.match, redirect: {} } as HttpRule;
  const seen = {
    ...route,
    spec: { ...route.spec, http: [stableProbe, canaryProbe, redirect, own, { redirect: {} } as HttpRule] },
  };
  expect(viewOf(seen).live.weight).toBe(0);
});

test("a takeover tells how the canary joins", () => {
  expect(istio.takeover.step("shop", "route")).toBe(
    "Service shop-canary joins the VirtualService at weight 0",
  );
});

test("a rule to the canary beside a match is another owner's", () => {
  const route = write(routeWith(ownRules(0)), toMatch);
  const strange = { ...ruleFor("/x", to("shop-canary")) };
  const seen = { ...route, spec: { ...route.spec, http: [...rulesOf(route), strange] } };
  expect(viewOf(seen).live.foreign?.rules.map(({ rule }) => rule)).toEqual(["spec.http[4]"]);
});

const header = (rule: HttpRule, name: string): HttpRule => ({
  ...rule,
  match: [{ headers: { [name]: { exact: "a" } } }],
});

test.each<[string, HttpRule, WeightChange, string]>([
  ["the header of a match", header(own, "X-BETA"), toMatch, "match.headers.x-beta"],
  ["a method", { ...own, match: [{ method: { exact: "GET" } }] }, toMirror, "match.method"],
  [
    "what a mirror leaves out",
    { ...own, match: [{ withoutHeaders: { Upgrade: {} } }] },
    toMirror,
    "match.withoutHeaders.upgrade",
  ],
  ["copies", { ...own, mirror: { host: "log" } }, toMirror, "copies"],
  ["more copies", { ...own, mirrors: [{ destination: { host: "log" } }] }, toMirror, "copies"],
])("a rule of the app with %s is refused before it is told", (_what, rule, change, got) => {
  expect(() => write(routeWith([stableProbe, canaryProbe, rule]), change)).toThrow(`got ${got}`);
  expect(() => write(routeWith([stableProbe, canaryProbe, header(own, "x-other")]), change)).not.toThrow();
  // A mirror of a route of another owner is refused by the configuration.
  if (change.match === undefined) return;
  const exposure = { match: beta };
  const of = { ...shared, stages: [{ key: "first", exposure, soakSeconds: 60 }] };
  const users = routeWith([{ ...rule, route: [to("shop")] }], {});
  const found = istio
    .needs(of)
    .flatMap(
      (need) =>
        need.judge(
          need.paths.map((path): Found =>
            path.endsWith("/virtualservices/shop") ? { kind: "found", object: users } : { kind: "hidden" },
          ),
        ).problems,
    );
  expect(found).toMatchObject([{ text: expect.stringContaining(`got ${got}`) }]);
});

test("a mirror has its Service, and is refused where no copy would be counted", () => {
  const stages = [{ key: "mirror", exposure: { mirror: copies }, soakSeconds: 60 }];
  expect(
    istio
      .declare({ ...settings, stages }, "t")
      .map(({ manifest }) => [manifest.kind, manifest.metadata.name]),
  ).toEqual([
    ["VirtualService", "shop"],
    ["Service", "shop-canary-mirror"],
  ]);
  expect(istio.declare({ ...shared, stages }, "t")).toEqual([]);
  const judge = (source: string) =>
    istio
      .needs({ ...settings, stages, analysis: { source } } as never)
      .map((need) => need.judge(need.paths.map(() => ({ kind: "hidden" }))));
  expect(judge("istio").flatMap(({ problems }) => problems)).toMatchObject([
    {
      path: "sluice:stages[].mirror",
      text: expect.stringContaining('got "istio", whose proxies count none'),
    },
  ]);
  expect(judge("query").flatMap(({ problems }) => problems)).toEqual([]);
  expect(
    judge("query")
      .flatMap(({ notes }) => notes)
      .join(),
  ).toContain("is experimental");
});

test("after a write of 0 nothing of a match or mirror is left, whatever others wrote meanwhile", () => {
  const change = fc.constantFrom(toMatch, toMirror);
  const rules = fc.shuffledSubarray([before, behind, header(ruleFor("/z", to("z")), "x-beta")]);
  fc.assert(
    fc.property(change, rules, rules, fc.boolean(), (to0, front, back, isShared) => {
      const of = isShared && to0 === toMatch ? shared : settings;
      const raised = write(routeWith([...front, ...ownRules(0), ...back]), to0, of);
      expect(viewOf(raised, of).live.weight).toBe(to0.weight);
      const after = write(raised, toZero, of);
      expect(rulesOf(after)).toEqual([...front, ...ownRules(0), ...back]);
      expect(viewOf(after, of).live.weight).toBe(0);
      expect(after.metadata.annotations).not.toHaveProperty(["sluice.dev/match"]);
    }),
    { numRuns: 60 },
  );
});
