import { istio } from "../../../../../components/core/routers/istio/istio";
import type { HttpRule, VirtualService } from "../../../../../components/core/routers/istio/virtual-service";
import type { PatchOperation } from "../../../../../components/core/routers/json-patch";
import { applyJsonPatch } from "../../../../support/json-patch";
import { routeWith, ruleFor, settings as plain, to, viewOf } from "./any-virtual-service";

/** Settings of a service that was taken over: its Service `front` stands for stable. */
const settings = {
  ...plain,
  traffic: { ...plain.traffic, isShared: true, service: "front", stableService: "front" },
};
const users: readonly HttpRule[] = [
  ruleFor("/old", to("old", 90), to("older", 10)),
  ruleFor("/both", to("front", 100), to("other", 0)),
  { name: "all", route: [to("front.shop.svc.cluster.local")] },
];
const structure = { settings, token: "t", epoch: "5-b" };

const written = (): VirtualService => {
  const route = routeWith(users, { note: "theirs" });
  return applyJsonPatch(route, istio.renderStructure(viewOf(route, settings), structure) ?? []);
};
const giveBack = (route: VirtualService, part: "rules" | "marks") =>
  istio.takeover.giveBack(route, settings, part) as readonly PatchOperation[] | undefined;

test("stable's Service keeps its name in a VirtualService, and the canary joins it at weight 0", () => {
  expect(written().spec.http?.at(-1)?.route).toEqual([
    to("front.shop.svc.cluster.local", 100),
    to("shop-canary.shop.svc.cluster.local", 0),
  ]);
  expect(istio.renderStructure(viewOf(written(), settings), structure)).toBeUndefined();
});

test("a VirtualService that was taken over becomes what it was, rule by rule, and in the end without a mark", () => {
  const given = applyJsonPatch(written(), giveBack(written(), "rules") ?? []);
  const [others, both, all, ...more] = given.spec.http ?? [];
  expect([others, all, more]).toEqual([users[0], users[2], []]);
  expect(both?.route).toEqual([to("front", 100), to("other", 0)]);
  expect(giveBack(given, "rules")).toBeUndefined();
  const forgotten = applyJsonPatch(given, giveBack(given, "marks") ?? []);
  expect(forgotten.metadata.annotations).toEqual({ note: "theirs" });
  expect(giveBack(forgotten, "marks")).toBeUndefined();
});
