import { base } from "../support/base-program";
import { findRegistered as find } from "../support/pulumi-mocks";

test("declareBase() writes no rule of a user's route before both tracks are there", async () => {
  const all = await base({ traffic: "{ hosts: [a.b], from: { object: public } }" });
  expect(all.filter(({ type }) => type.endsWith("HTTPRoute"))).toEqual([]);
  const parts = ["scholarlink-stable", "scholarlink-canary"].map((name) => find(all, "Deployment", name));
  expect(find(all, "RouteRules", "scholarlink-rules").dependsOn).toEqual(
    expect.arrayContaining(parts.map(({ type, name }) => `${type} ${name}`)),
  );
});
