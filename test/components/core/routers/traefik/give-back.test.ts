import type { IngressRoute, RouteRule } from "../../../../../components/core/routers/traefik/ingress-route";
import type { PatchOperation } from "../../../../../components/core/routers/json-patch";
import { traefik } from "../../../../../components/core/routers/traefik/traefik";
import { matchWeight } from "../../../../../components/core/stage/exposure";
import { applyJsonPatch } from "../../../../support/json-patch";
import { routeWith, ruleFor, service, settings as plain, viewOf } from "./any-ingress-route";

/** Settings of a service that was taken over: its Service `front` stands for stable. */
const settings = {
  ...plain,
  traffic: { ...plain.traffic, isShared: true, service: "front", stableService: "front" },
};
const users: readonly RouteRule[] = [
  ruleFor("/", service("front")),
  ruleFor("/old", service("old", 9), service("older", 1)),
  ruleFor("/both", service("front"), service("other", 0)),
];
const structure = { settings, token: "t", epoch: "5-b" };
const match = { on: "header", name: "x-beta", by: "exact", value: "1" } as const;

const written = (rules = users): IngressRoute => {
  const route = routeWith(rules, { note: "theirs" });
  return applyJsonPatch(route, traefik.renderStructure(viewOf(route, settings), structure) ?? []);
};
const giveBack = (route: IngressRoute, part: "rules" | "marks") =>
  traefik.takeover.giveBack(route, settings, part) as readonly PatchOperation[] | undefined;

test("stable's Service keeps its name in an IngressRoute, and the canary joins it at weight 0", () => {
  const [own, others] = written().spec.routes ?? [];
  expect(own?.services).toEqual([service("front", 100), service("shop-canary", 0)]);
  expect(others).toEqual(users[1]);
  expect(traefik.renderStructure(viewOf(written(), settings), structure)).toBeUndefined();
});

test("a write of weight 0 gives it what others sent to the canary", () => {
  const route = written(users.slice(0, 1));
  const rules = [...(route.spec.routes ?? []), ruleFor("/beta", service("shop-canary"))];
  const odd = { ...route, spec: { routes: rules } };
  const toZero = { weight: 0, epoch: "6-c", guard: "names" } as const;
  const after = applyJsonPatch(odd, traefik.renderWeight(viewOf(odd, settings), settings, toZero));
  expect(after.spec.routes?.at(-1)?.services).toEqual([service("front")]);
});

test("an IngressRoute that was taken over becomes what it was, rule by rule, and in the end without a mark", () => {
  const given = applyJsonPatch(written(), giveBack(written(), "rules") ?? []);
  const [plainRule, others, both, ...more] = given.spec.routes ?? [];
  expect([plainRule, others, more]).toEqual([users[0], users[1], []]);
  expect(both?.services).toEqual([service("front", 100), service("other", 0)]);
  expect(giveBack(given, "rules")).toBeUndefined();
  const forgotten = applyJsonPatch(given, giveBack(given, "marks") ?? []);
  expect(forgotten.metadata.annotations).toEqual({ note: "theirs" });
  expect(giveBack(forgotten, "marks")).toBeUndefined();
});

test("the rule of a match goes as well", () => {
  const route = written(users.slice(0, 2));
  const change = { weight: matchWeight, match, epoch: "6-c", guard: "names" } as const;
  const matched = applyJsonPatch(route, traefik.renderWeight(viewOf(route, settings), settings, change));
  expect(matched.spec.routes).toHaveLength((route.spec.routes?.length ?? 0) + 1);
  const given = applyJsonPatch(matched, giveBack(matched, "rules") ?? []);
  expect(given.spec.routes).toEqual(users.slice(0, 2));
});
