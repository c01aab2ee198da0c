import type { HttpRoute, RouteCondition } from "../../../../components/core/routers/http-route";
import { RouteShapeError, toRouteView } from "../../../../components/core/routers/route-view";
import { annotations } from "../../../../components/core/settings";
import { routeWith, settings, weightedRule } from "./any-route";

const liveOf = (object: HttpRoute) => toRouteView(object, settings).live;
const split = [weightedRule(95, 5)];
const reported = (conditions?: readonly RouteCondition[], gateway = "sluice"): HttpRoute["status"] => ({
  parents: [{ parentRef: { name: gateway }, ...(conditions === undefined ? {} : { conditions }) }],
});
const accepted: RouteCondition = { type: "Accepted", status: "True", observedGeneration: 3 };
const resolved: RouteCondition = { type: "ResolvedRefs", status: "True", observedGeneration: 3 };

describe("toRouteView() of the weights", () => {
  test.each([
    [95, 5, 5],
    [1, 3, 75],
    [undefined, undefined, 50],
    [0, 0, 0],
  ])("stable %s and canary %s is %s %%", (stable, canary, weight) => {
    expect(liveOf(routeWith([weightedRule(stable, canary)])).weight).toBe(weight);
  });

  test.each([
    [undefined, "no rules"],
    [[{}, { backendRefs: [{ name: "shop-canary" }, { name: "b", weight: 3 }] }], "[] [shop-canary=1, b=3]"],
  ])("refuses %j and says what is there", (rules, got) => {
    expect(() => liveOf(routeWith(rules))).toThrow(RouteShapeError);
    expect(() => liveOf(routeWith(rules))).toThrow(`: got ${got}; delete the route`);
  });
});

describe("toRouteView() of the annotations", () => {
  const reason = { attempt: 3, kind: "abort", reason: "by hand" };

  test.each([
    [undefined, { epoch: "" }],
    [{ [annotations.epoch]: "4-abc", [annotations.zero]: "" }, { epoch: "4-abc" }],
    [{ [annotations.zero]: "{" }, { epoch: "" }],
    [{ [annotations.zero]: JSON.stringify(reason) }, { epoch: "", zeroReason: reason }],
  ])("%j", (notes, live) => {
    const { epoch, zeroReason } = liveOf(routeWith(split, notes === undefined ? {} : { annotations: notes }));
    expect({ epoch, ...(zeroReason === undefined ? {} : { zeroReason }) }).toEqual(live);
  });
});

describe("toRouteView() of the last writer of spec.rules", () => {
  const fieldsV1 = { "f:spec": { "f:rules": {} } };

  test.each([
    ["nobody", [], undefined],
    ["somebody else's fields", [{ manager: "traefik", fieldsV1: { "f:status": {} } }, {}], undefined],
    [
      "the newest entry",
      [
        { manager: "sluice", time: "2026-01-02T00:00:00Z", fieldsV1 },
        { manager: "kubectl", time: "2026-01-03T00:00:00Z", fieldsV1 },
        { manager: "older", fieldsV1 },
      ],
      { manager: "kubectl", at: "2026-01-03T00:00:00Z" },
    ],
    ["an entry that says little", [{ fieldsV1 }, { fieldsV1 }], { manager: "unknown", at: "unknown" }],
  ])("%s", (_, managedFields, lastWriter) => {
    expect(liveOf(routeWith(split, { managedFields })).lastWriter).toEqual(lastWriter);
  });
});

describe("toRouteView() of what the router reports", () => {
  const good = { accepted: true, backendsResolved: true, currentGeneration: true };
  const unreported = {
    accepted: false,
    backendsResolved: false,
    currentGeneration: false,
    problem: "no router has reported on it for gateway sluice",
  };

  test.each<[string, HttpRoute["status"], object]>([
    ["no status", undefined, unreported],
    ["another gateway's status", reported([accepted, resolved], "other"), unreported],
    ["no conditions", reported(), { ...unreported, problem: undefined }],
    ["both conditions", reported([accepted, resolved]), good],
    [
      "an older generation",
      reported([accepted, { type: "ResolvedRefs", status: "True" }]),
      { ...good, currentGeneration: false },
    ],
    [
      "a false condition",
      reported([accepted, { ...resolved, status: "False", reason: "BackendNotFound", message: "no such" }]),
      { ...good, backendsResolved: false, problem: "ResolvedRefs=False (BackendNotFound): no such" },
    ],
    [
      "a false condition without words",
      reported([{ ...accepted, status: "False" }, resolved]),
      { ...good, accepted: false, problem: "Accepted=False (no reason): " },
    ],
  ])("%s", (_, status, expected) => {
    const {
      accepted: isAccepted,
      backendsResolved,
      currentGeneration,
      problem,
    } = liveOf(routeWith(split, {}, status));
    expect({ accepted: isAccepted, backendsResolved, currentGeneration, problem }).toEqual({
      problem: undefined,
      ...expected,
    });
  });

  test("a route without generation is current when both conditions are there", () => {
    const { generation: _, ...metadata } = routeWith(split).metadata;
    const object = { ...routeWith(split, {}, reported([accepted, resolved])), metadata };
    expect(liveOf(object).currentGeneration).toBe(true);
  });
});
