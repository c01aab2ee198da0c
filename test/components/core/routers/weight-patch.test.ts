import { toRouteView } from "../../../../components/core/routers/route-view";
import { renderWeightPatch } from "../../../../components/core/routers/weight-patch";
import { annotations } from "../../../../components/core/settings";
import { routeWith, settings, weightedRule } from "./any-route";

const names = { stable: "shop-stable", canary: "shop-canary" };
const rule = "/spec/rules/0/backendRefs";
const sameNames = [
  { op: "test", path: `${rule}/0/name`, value: "shop-stable" },
  { op: "test", path: `${rule}/1/name`, value: "shop-canary" },
];
const epochPath = "/metadata/annotations/sluice~1epoch";
const zeroPath = "/metadata/annotations/sluice~1zero";
const weights = (stable: number, canary: number) => [
  { op: "add", path: `${rule}/0/weight`, value: stable },
  { op: "add", path: `${rule}/1/weight`, value: canary },
];

describe("renderWeightPatch()", () => {
  test("exact: fails when weights or epoch are no longer those of the view", () => {
    const notes = { [annotations.epoch]: "4-a", [annotations.zero]: "{}" };
    const view = toRouteView(routeWith([weightedRule(95, 5)], { annotations: notes }), settings);
    expect(renderWeightPatch(view, names, { weight: 20, epoch: "5-b", guard: "exact" })).toEqual([
      ...sameNames,
      { op: "test", path: `${rule}/0/weight`, value: 95 },
      { op: "test", path: `${rule}/1/weight`, value: 5 },
      { op: "test", path: epochPath, value: "4-a" },
      ...weights(80, 20),
      { op: "add", path: epochPath, value: "5-b" },
      { op: "remove", path: zeroPath },
    ]);
  });

  test("exact: tests the resourceVersion where there is no epoch, and no weight where there is none", () => {
    const view = toRouteView(routeWith([weightedRule()]), settings);
    expect(renderWeightPatch(view, names, { weight: 1, epoch: "1-b", guard: "exact" })).toEqual([
      ...sameNames,
      { op: "test", path: "/metadata/resourceVersion", value: "7" },
      ...weights(99, 1),
      { op: "add", path: "/metadata/annotations", value: {} },
      { op: "add", path: epochPath, value: "1-b" },
    ]);
  });

  test("names: tests the places alone and says why it is zero", () => {
    const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
    const view = toRouteView(routeWith([weightedRule(95, 5)], { annotations: {} }), settings);
    expect(renderWeightPatch(view, names, { weight: 0, epoch: "5-b", zero, guard: "names" })).toEqual([
      ...sameNames,
      ...weights(100, 0),
      { op: "add", path: epochPath, value: "5-b" },
      { op: "add", path: zeroPath, value: JSON.stringify(zero) },
    ]);
  });
});
