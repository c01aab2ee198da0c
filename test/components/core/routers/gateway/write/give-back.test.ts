import { gateway } from "../../../../../../components/core/routers/gateway/gateway";
import type { PatchOperation } from "../../../../../../components/core/routers/json-patch";
import type { HttpRoute } from "../../../../../../components/core/routers/gateway/http-route";
import { applyJsonPatch } from "../../../../../support/json-patch";
import { backend, routeWith, ruleFor, settings as plainSettings } from "../any-route";

const settings = {
  ...plainSettings,
  traffic: { ...plainSettings.traffic, isShared: true, service: "front", stableService: "front" },
};
const users = [
  ruleFor("/", backend("front", 1)),
  ruleFor("/old", backend("old", 9), backend("older", 1)),
  ruleFor("/both", backend("front", 1), backend("other", 0)),
];

const giveBack = (route: HttpRoute, part: "rules" | "marks") =>
  gateway.takeover.giveBack(route as never, settings, part) as readonly PatchOperation[] | undefined;

function written(): HttpRoute {
  const route = routeWith(users);
  const reading = gateway.read(route, settings, []);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  const structure = { settings, token: "t", epoch: "5-b" };
  return applyJsonPatch(route, gateway.renderStructure(reading.view, structure) ?? []);
}

test("a route that was taken over becomes what it was, rule by rule, and in the end without a mark", () => {
  const given = applyJsonPatch(written(), giveBack(written(), "rules") ?? []);
  const [plain, others, both] = given.spec.rules ?? [];
  expect([plain, others]).toEqual(users.slice(0, 2));
  expect(both?.backendRefs).toEqual([backend("front", 100), backend("other", 0)]);
  expect(giveBack(given, "rules")).toBeUndefined();
  const forgotten = applyJsonPatch(given, giveBack(given, "marks") ?? []);
  expect(Object.keys(forgotten.metadata.annotations ?? {})).toEqual([]);
  expect(giveBack(forgotten, "marks")).toBeUndefined();
  expect(giveBack(routeWith(users), "marks")).toBeUndefined();
});
