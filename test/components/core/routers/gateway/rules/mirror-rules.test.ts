import * as fc from "fast-check";
import { gateway } from "../../../../../../components/core/routers/gateway/gateway";
import { refsOf, rulesOf, weightOf } from "../../../../../../components/core/routers/gateway/http-route";
import type { HttpRoute, HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { fitsPath, matchesOf } from "../../../../../../components/core/routers/gateway/rules/matches";
import { findProbeRule } from "../../../../../../components/core/routers/gateway/probe";
import { renderStructurePatch } from "../../../../../../components/core/routers/gateway/write/structure-patch";
import { renderWeightPatch } from "../../../../../../components/core/routers/gateway/write/weight-patch";
import { findLost } from "../../../../../../components/core/routers/find-lost";
import type { WeightChange } from "../../../../../../components/core/routers/router";
import { matchWeight, mirrorWeight } from "../../../../../../components/core/stage/exposure";
import { copiedMethods } from "../../../../../../components/core/stage/mirror-terms";
import type { MirrorTerms } from "../../../../../../components/core/stage/mirror-terms";
import { applyJsonPatch } from "../../../../../support/json-patch";
import { backend, ownRules, ruleFor, settings, viewOf, writtenRoute } from "../any-route";

const terms: MirrorTerms = { percent: 20, repeatable: ["GET", "HEAD"] };
const toMirror: WeightChange = { weight: mirrorWeight, mirror: terms, epoch: "5-b", guard: "exact" };
const toZero: WeightChange = { weight: 0, epoch: "6-c", guard: "names" };
const probeHeader = "x-sluice-probe";

const write = (seen: HttpRoute, change: WeightChange, of = settings): HttpRoute =>
  applyJsonPatch(seen, renderWeightPatch(viewOf(seen), of, change));

const mirrored = (others: readonly HttpRouteRule[] = [], mirror = terms): HttpRoute =>
  write(writtenRoute([...ownRules(0), ...others]), { ...toMirror, mirror });

type Headers = Readonly<Record<string, string>>;

/** Names of the Services that answer a request, and of those that get a copy, by the order of the Gateway API. */
function deliver(route: HttpRoute, method: string, path = "/", headers: Headers = {}) {
  const fitting = rulesOf(route).flatMap((rule, at) =>
    matchesOf(rule)
      .filter((match) => fitsPath(match, path) && (match.method ?? method) === method)
      .filter(({ headers: wanted = [] }) =>
        wanted.every(({ name, value }) => headers[name.toLowerCase()] === value),
      )
      .map((match) => ({
        rule,
        rank: [match.path.value.length, match.method === undefined ? 0 : 1, match.headers?.length ?? 0, -at],
      })),
  );
  const [best] = fitting.toSorted((a, b) => {
    const place = a.rank.findIndex((part, index) => part !== b.rank[index]);
    return (b.rank[place] as number) - (a.rank[place] as number);
  });
  const rule = best?.rule ?? {};
  return {
    answered: refsOf(rule)
      .filter((ref) => weightOf(ref) > 0)
      .map(({ name }) => name),
    copied: (rule.filters ?? []).flatMap(({ requestMirror }) => requestMirror?.backendRef?.name ?? []),
  };
}

const byStable = { answered: ["shop-stable"], copied: [] };
const andCopied = { answered: ["shop-stable"], copied: ["shop-canary-mirror"] };

describe("a mirror", () => {
  test("copies the methods that may be repeated, and stable answers everything", () => {
    const route = mirrored([ruleFor("/old", backend("old"))]);
    for (const method of ["GET", "HEAD"]) expect(deliver(route, method)).toEqual(andCopied);
    for (const method of ["POST", "PUT", "DELETE"]) expect(deliver(route, method)).toEqual(byStable);
    expect(deliver(route, "GET", "/old")).toEqual({ answered: ["old"], copied: [] });
    expect(rulesOf(route).slice(0, 4)).toEqual([...ownRules(0), ruleFor("/old", backend("old"))]);
    const { live } = viewOf(route);
    expect(live).toMatchObject({ weight: mirrorWeight, epoch: "5-b" });
    expect([live.foreign, live.damage]).toEqual([undefined, undefined]);
  });

  test("copies neither upgraded connections nor calls, whose POST may be repeated", () => {
    const route = mirrored([], { percent: 100, repeatable: ["GET", "POST"] });
    expect(deliver(route, "POST")).toEqual(andCopied);
    expect(deliver(route, "GET", "/", { upgrade: "websocket" })).toEqual(byStable);
    for (const end of ["", "+proto", "+json"])
      expect(deliver(route, "POST", "/a.B/C", { "content-type": `application/grpc${end}` })).toEqual(
        byStable,
      );
    expect(rulesOf(mirrored([], { percent: 100, repeatable: ["HEAD"] }))).toHaveLength(3 + 3);
  });

  test("leaves Sluice's own requests to their rules, which a method would come before", () => {
    const route = mirrored();
    for (const track of ["stable", "canary"] as const) {
      const { send = {} } = findProbeRule(route, "shop", track) ?? {};
      expect(Object.keys(send)).toEqual([probeHeader]);
      for (const method of ["GET", "HEAD", "POST"])
        expect(deliver(route, method, "/", send)).toEqual({ answered: [`shop-${track}-probe`], copied: [] });
    }
  });

  test("says no share where all is copied: an older definition of the kind has no field for it", () => {
    const filterOf = (percent: number) =>
      rulesOf(mirrored([], { ...terms, percent })).flatMap(({ filters = [] }) =>
        filters.flatMap(({ requestMirror }) => requestMirror ?? []),
      );
    const ref = { group: "", kind: "Service", name: "shop-canary-mirror", port: 80 };
    expect(filterOf(20)).toEqual([{ backendRef: ref, percent: 20 }]);
    expect(filterOf(100)).toEqual([{ backendRef: ref }]);
    const route = writtenRoute(ownRules(0));
    const patch = renderWeightPatch(viewOf(route), settings, toMirror);
    expect(findLost(patch, applyJsonPatch(route, patch))).toEqual([]);
    const pruned = JSON.parse(
      JSON.stringify(applyJsonPatch(route, patch)).replace(',"percent":20', ""),
    ) as HttpRoute;
    expect(findLost(patch, pruned)).not.toEqual([]);
  });

  test("is dropped by the write of 0, by the next weight and by a match, in the same write", () => {
    const others = [ruleFor("/old", backend("old"))];
    expect(rulesOf(write(mirrored(others), toZero))).toEqual([...ownRules(0), ...others]);
    const raised = write(mirrored(others), { weight: 5, epoch: "6-c", guard: "exact" });
    expect(rulesOf(raised)).toEqual([...ownRules(5), ...others]);
    expect(raised.metadata.annotations).toEqual({ "sluice.dev/epoch": "6-c" });
    const match = { on: "header", name: "x-beta", by: "exact", value: "1" } as const;
    const matched = write(mirrored(), { weight: matchWeight, match, epoch: "6-c", guard: "exact" });
    expect(viewOf(matched).live.weight).toBe(matchWeight);
    expect(deliver(matched, "GET")).toEqual(byStable);
    expect(rulesOf(matched)).toHaveLength(4);
    expect(rulesOf(write(mirrored(), { ...toMirror, epoch: "7-d" }))).toEqual(rulesOf(mirrored()));
  });

  test("whatever is copied: no write of 0 leaves any of it, and no user meets the canary", () => {
    const methods = fc.subarray([...copiedMethods], { minLength: 1 });
    const anyTerms = fc.record({ percent: fc.integer({ min: 1, max: 100 }), repeatable: methods });
    fc.assert(
      fc.property(anyTerms, fc.constantFrom(...copiedMethods), (mirror, method) => {
        const route = mirrored([ruleFor("/old", backend("old"))], mirror);
        const wanted = mirror.repeatable.includes(method) ? andCopied : byStable;
        expect(deliver(route, method)).toEqual(wanted);
        const { live } = viewOf(route);
        expect([live.weight, live.foreign]).toEqual([mirrorWeight, undefined]);
        expect(write(route, toZero).spec.rules).toEqual([...ownRules(0), ruleFor("/old", backend("old"))]);
      }),
    );
  });

  test("is refused where rules have names, and where it would take requests of others", () => {
    const named = ownRules(0).map((rule, at) => (at === 0 ? { ...rule, name: "api" } : rule));
    expect(() => write(writtenRoute(named), toMirror)).toThrow(/a mirror of "shop".*no names.*got api$/);
    const byHeader = {
      matches: [{ headers: [{ name: "x-tenant", value: "1" }] }],
      backendRefs: [backend("old")],
    };
    expect(() => mirrored([byHeader])).toThrow(/a method comes before them: got spec\.rules\[3\]$/);
    const byParameter = { ...byHeader, matches: [{ queryParams: [{ name: "tenant", value: "1" }] }] };
    expect(() => mirrored([byParameter])).toThrow(RangeError);
    const elsewhere = {
      matches: [{ ...byHeader.matches[0], path: { type: "PathPrefix", value: "/old" } }],
      backendRefs: [backend("old")],
    };
    expect(deliver(mirrored([elsewhere]), "GET", "/old", { "x-tenant": "1" }).answered).toEqual(["old"]);
  });

  test("of somebody else is foreign beside Sluice's, and ends with the write of 0", () => {
    const route = mirrored();
    const at = rulesOf(route).findIndex(({ filters = [] }) =>
      filters.some(({ type }) => type === "RequestMirror"),
    );
    const rule = rulesOf(route)[at] as HttpRouteRule;
    const put = (changed: HttpRouteRule): HttpRoute => ({
      ...route,
      spec: { ...route.spec, rules: rulesOf(route).map((one, nth) => (nth === at ? changed : one)) },
    });
    const copy = (percent: number) => ({
      type: "RequestMirror",
      requestMirror: { backendRef: backend("shop-canary-mirror"), percent },
    });
    for (const changed of [
      { ...rule, filters: [copy(90)] },
      { ...rule, filters: [...(rule.filters ?? []), copy(20)] },
      { ...rule, backendRefs: refsOf(rule).map((ref) => ({ ...ref, filters: [copy(1)] })) },
      { ...rule, backendRefs: [backend("shop-canary", 1)] },
    ]) {
      const { live } = viewOf(put(changed));
      expect(live.foreign).toMatchObject({ written: 0, rules: [{ own: true }] });
      expect(rulesOf(write(put(changed), toZero))).toEqual(ownRules(0));
    }
    const without = { ...route, metadata: { ...route.metadata, annotations: { "sluice.dev/epoch": "5-b" } } };
    expect(viewOf(without).live.weight).toBe(20);
  });

  test("goes with the write of 0 where the app's rule lost stable", () => {
    const [first, ...rest] = rulesOf(mirrored());
    const canary = { group: "", kind: "Service", ...backend("shop-canary", 0) };
    const lost = { ...mirrored(), spec: { rules: [{ ...first, backendRefs: [canary] }, ...rest] } };
    expect(viewOf(lost).live.damage).toBeDefined();
    expect(viewOf(lost).live.weight).toBe(mirrorWeight);
    expect(rulesOf(write(lost, toZero))).toHaveLength(3);
  });

  test("another owner's rule for the same method is left alone", () => {
    const get = { matches: [{ method: "GET" }], backendRefs: [backend("old")] };
    const head = { matches: [{ method: "GET" }, { method: "HEAD" }], backendRefs: [backend("old")] };
    for (const rule of [get, head]) {
      const route = mirrored([rule]);
      expect(rulesOf(write(route, toZero))).toEqual([...ownRules(0), rule]);
    }
  });
});

describe("the structure beside a mirror", () => {
  const structured = (route: HttpRoute, of: typeof settings) => {
    const patch = renderStructurePatch(viewOf(route), { settings: of, token: "t", epoch: "7-d" });
    return patch && applyJsonPatch(route, patch);
  };

  test("is as configured: nothing is written", () => {
    expect(structured(mirrored([ruleFor("/old", backend("old"))]), settings)).toBeUndefined();
  });

  test("keeps the mirror for rules that changed", () => {
    const rules = [{ matches: [{ path: { value: "/v2" } }] }];
    const changed = { ...settings, traffic: { ...settings.traffic, rules } };
    const after = structured(mirrored(), changed) as HttpRoute;
    expect(deliver(after, "GET", "/v2")).toEqual(andCopied);
    expect(deliver(after, "POST", "/v2")).toEqual(byStable);
    expect(viewOf(after).live).toMatchObject({ weight: mirrorWeight });
  });

  test("has the Service of copies, where a stage mirrors", () => {
    const stages = [{ key: "mirror", exposure: { mirror: terms }, soakSeconds: 60 }];
    const names = (of: typeof settings) =>
      gateway.declare(of, "t").map(({ manifest }) => manifest.metadata.name);
    expect(names({ ...settings, stages } as typeof settings)).toEqual(["shop", "shop-canary-mirror"]);
    expect(names(settings)).toEqual(["shop"]);
  });
});
