import * as fc from "fast-check";
import { rulesOf } from "../../../../../components/core/routers/traefik/ingress-route";
import type { IngressRoute, RouteRule } from "../../../../../components/core/routers/traefik/ingress-route";
import { traefikService } from "../../../../../components/core/routers/traefik/kinds";
import { narrowToMirror, priorityOf } from "../../../../../components/core/routers/traefik/match";
import { declareMirror } from "../../../../../components/core/routers/traefik/mirror";
import { renderStructurePatch } from "../../../../../components/core/routers/traefik/structure-patch";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import { renderWeightPatch } from "../../../../../components/core/routers/traefik/weight-patch";
import type { Around, WeightChange } from "../../../../../components/core/routers/router";
import { matchWeight, mirrorWeight } from "../../../../../components/core/stage/exposure";
import type { MatchTerms } from "../../../../../components/core/stage/match-terms";
import { copiedMethods } from "../../../../../components/core/stage/mirror-terms";
import type { MirrorTerms } from "../../../../../components/core/stage/mirror-terms";
import { applyJsonPatch } from "../../../../support/json-patch";
import { ownRules, plainRule, routeWith, ruleFor, service, settings, viewOf } from "./any-ingress-route";

const terms: MirrorTerms = { percent: 20, repeatable: ["GET", "HEAD"] };
const toMirror: WeightChange = { weight: mirrorWeight, mirror: terms, epoch: "5-b", guard: "exact" };
const toZero: WeightChange = { weight: 0, epoch: "6-c", guard: "names" };
const beta: MatchTerms = { on: "header", name: "x-beta", by: "exact", value: "1" };
const configured = {
  ...settings,
  port: 80,
  stages: [{ key: "mirror", exposure: { mirror: terms }, soakSeconds: 60 }],
};

const write = (seen: IngressRoute, change: WeightChange): IngressRoute =>
  applyJsonPatch(seen, renderWeightPatch(viewOf(seen), settings, change));

const mirroredRule: RouteRule = {
  ...plainRule,
  ...narrowToMirror(plainRule, terms),
  services: [{ kind: "TraefikService", name: "shop-mirror" }],
};

test("a mirror has a rule ahead of the app's, which the write of 0 and the next weight drop", () => {
  const others = [ruleFor("/old", service("old"))];
  const route = write(routeWith([...ownRules(0), ...others]), toMirror);
  expect(rulesOf(route)).toEqual([...ownRules(0), ...others, mirroredRule]);
  expect(priorityOf(mirroredRule)).toBe(priorityOf(plainRule) + 1);
  const { live } = viewOf(route);
  expect(live).toMatchObject({ weight: mirrorWeight, epoch: "5-b" });
  expect([live.foreign, live.damage]).toEqual([undefined, undefined]);
  expect(rulesOf(write(route, toZero))).toEqual([...ownRules(0), ...others]);
  const raised = write(route, { weight: 5, epoch: "6-c", guard: "exact" });
  expect(rulesOf(raised)).toEqual([...ownRules(5), ...others]);
  expect(raised.metadata.annotations).not.toHaveProperty(["sluice.dev/mirror"]);
  const matched = write(route, { weight: matchWeight, match: beta, epoch: "6-c", guard: "exact" });
  expect(viewOf(matched).live).toMatchObject({ weight: matchWeight });
  expect(rulesOf(matched)).not.toContainEqual(mirroredRule);
});

test("only methods that the user stated are copied, and no stream, upgrade or request of Sluice's", () => {
  const matcher = "&& !HeaderRegexp(`Upgrade`, `.+`) && !HeaderRegexp(`Content-Type`, `^application/grpc`)";
  expect(narrowToMirror({ match: "Host(`a`)" }, terms).match).toBe(
    `(Host(\`a\`)) && (Method(\`GET\`) || Method(\`HEAD\`)) ${matcher} && !HeaderRegexp(\`x-sluice-probe\`, \`.+\`)`,
  );
  expect(narrowToMirror({ match: "Host(`a`)", syntax: "v2" }, terms).match).toContain("!HeadersRegexp(");
  const methods = fc.subarray([...copiedMethods], { minLength: 1 });
  fc.assert(
    fc.property(methods, (repeatable) => {
      const { match } = narrowToMirror(plainRule, { ...terms, repeatable });
      const named = [...match.matchAll(/Method\(`(\w+)`\)/g)].map(([, method]) => method);
      expect(named).toEqual(repeatable);
    }),
  );
});

test("a match or mirror is written with its terms alone", () => {
  const seen = routeWith(ownRules(0));
  const writing = (change: Partial<WeightChange>) => () => write(seen, { ...toMirror, ...change });
  expect(writing({ weight: 5 })).toThrow("a match or mirror must have its terms and no weight");
  expect(writing({ weight: matchWeight })).toThrow(RangeError);
  expect(writing({ match: beta })).toThrow(RangeError);
  const { mirror: _, ...without } = toMirror;
  expect(() => write(seen, without)).toThrow(RangeError);
});

test("the structure keeps a mirror, for hosts that changed as well", () => {
  const route = write(routeWith(ownRules(0)), toMirror);
  const structured = (of: typeof settings) => {
    const patch = renderStructurePatch(viewOf(route, of), { settings: of, token: "t", epoch: "7-d" });
    return patch && applyJsonPatch(route, patch);
  };
  expect(structured(settings)).toBeUndefined();
  const hosts = ["shop.example.org", "b.example.org"];
  const other = { ...settings, traffic: { ...settings.traffic, hosts } };
  const moved = structured(other) as IngressRoute;
  expect(rulesOf(moved).at(-1)?.match).toContain("b.example.org");
  expect(viewOf(moved, other).live).toMatchObject({ weight: mirrorWeight });
});

const declared = declareMirror(configured).map(({ manifest }) => manifest);
const object = declared.find(({ kind }) => kind === "TraefikService");

test("stable answers what a mirror copies, and a copy without an answer holds nothing for long", () => {
  expect(declareMirror({ ...configured, stages: [] })).toEqual([]);
  expect(traefik.declare(configured, "t").map(({ manifest }) => manifest)).toEqual(
    expect.arrayContaining(declared),
  );
  expect(declared.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
    ["Service", "shop-canary-mirror"],
    ["ServersTransport", "shop-mirror"],
    ["TraefikService", "shop-mirror"],
  ]);
  expect(object?.spec).toEqual({
    mirroring: {
      name: "shop-stable",
      port: 80,
      maxBodySize: 1_048_576,
      mirrors: [{ name: "shop-canary-mirror", port: 80, percent: 20, serversTransport: "shop-mirror" }],
    },
  });
});

test("the object of a mirror reaches nobody by itself, unless another owner changed it", () => {
  const metadata = { name: "shop-mirror", namespace: "shop", uid: "m", resourceVersion: "1" };
  const { mirroring } = (object as { readonly spec: { readonly mirroring: object } }).spec;
  const seen = (spec: unknown, name = "shop-mirror") => {
    const around: Around[] = [
      { kind: traefikService, objects: [{ metadata: { ...metadata, name }, spec }], place: "" },
      { kind: traefikService, objects: undefined, place: "hidden" },
    ];
    return viewOf(routeWith(ownRules(0)), settings, around).live.foreign?.rules ?? [];
  };
  const copy = { name: "shop-canary-mirror", percent: 5 };
  expect(seen({ mirroring })).toEqual([]);
  expect(seen({ mirroring }, "other")).toHaveLength(1);
  expect(seen({ mirroring: { ...mirroring, name: "shop-canary" } })).toMatchObject([{ weight: 100 }]);
  expect(seen({ mirroring: { ...mirroring, mirrors: [copy, copy] } })).toHaveLength(1);
  expect(seen({ mirroring, weighted: { services: [service("shop-canary")] } })).toHaveLength(2);
  expect(seen(undefined)).toEqual([]);
});

test("a rule of another owner's that looks like a mirror's is none of Sluice's", () => {
  const route = write(routeWith(ownRules(0)), toMirror);
  const changed = { ...mirroredRule, services: [service("shop-canary")] };
  const routes = [...ownRules(0), changed];
  const { live } = viewOf({ ...route, spec: { routes } });
  expect(live.foreign).toMatchObject({ written: 0, rules: [{ weight: 100, own: true }] });
});
