import { checkRoute } from "../../../../components/core/gate/check-route";
import { factsOf, factsWithout, routeOf } from "../../../support/gate";

const told = { text: "route must be taken: got False", fix: "look at it" };

test.each(["pending", "refused"] as const)(
  "checkRoute() refuses what is %s, in the router's words",
  (kind) => {
    const { problems } = checkRoute(factsOf({ route: routeOf(0, { readiness: { kind, ...told } }) }));
    expect(problems).toEqual([told]);
  },
);

test("checkRoute() says of what is not reported that it cannot be verified, and refuses nothing", () => {
  const finding = checkRoute(
    factsOf({ route: routeOf(0, { readiness: { kind: "not-reported", ...told } }) }),
  );
  expect(finding).toEqual({ problems: [], fine: `cannot be verified: ${told.text}` });
});

test("checkRoute() refuses a route whose own rule was edited", () => {
  const route = routeOf(0, { damage: { ...told, restorable: true } });
  expect(checkRoute(factsOf({ route })).problems).toEqual([told]);
});

test("checkRoute() refuses a missing route with the way out", () => {
  expect(checkRoute(factsWithout("route")).problems).toEqual([
    { text: "route must exist: got none", fix: "pulumi up --refresh on the base stack creates it again" },
  ]);
});
