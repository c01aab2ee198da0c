import { checkRoute } from "../../../../components/core/gate/check-route";
import { factsOf, factsWithout, routeOf } from "../../../support/gate";

test.each([
  [
    "an older generation",
    { currentGeneration: false },
    "route status must be of the current generation: got an older one",
  ],
  ["a router that refused it", { accepted: false }, "route condition Accepted must be True: got False"],
  [
    "a backend not found",
    { backendsResolved: false },
    "route condition ResolvedRefs must be True: got False",
  ],
])("checkRoute() refuses %s with the router's words", (_, change, text) => {
  const facts = (problem?: string) =>
    factsOf({ route: routeOf(0, { ...change, ...(problem ? { problem } : {}) }) });
  expect(checkRoute(facts()).problems[0]?.text).toBe(text);
  expect(checkRoute(facts("BackendNotFound")).problems[0]?.text).toBe(`${text} (BackendNotFound)`);
});

test("checkRoute() refuses a missing route with the way out", () => {
  expect(checkRoute(factsWithout("route")).problems).toEqual([
    { text: "route must exist: got none", wayOut: "pulumi up --refresh on the base stack creates it again" },
  ]);
});
