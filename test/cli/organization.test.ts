import { fullStackName, readEnvironmentName } from "../../cli/organization";

test.each([
  ["prod", undefined, { environment: "prod" }],
  ["prod", "acme", { environment: "prod", org: "acme" }],
  ["acme/prod", undefined, { environment: "prod", org: "acme" }],
  ["acme/prod", "acme", { environment: "prod", org: "acme" }],
  ["acme/shop/prod", undefined, { environment: "prod", org: "acme" }],
  ["/prod", undefined, { environment: "prod" }],
])("readEnvironmentName(%j, %j)", (text, org, expected) => {
  expect(readEnvironmentName(text, org)).toEqual(expected);
});

test("readEnvironmentName() refuses two organisations", () => {
  expect(() => readEnvironmentName("acme/prod", "other")).toThrow(
    'Cannot use environment "acme/prod": --org must be the organisation in its name, acme: got other',
  );
});

test("fullStackName() names the organisation where there is one", () => {
  expect([fullStackName("prod", undefined), fullStackName("prod-canary-5", "acme")]).toEqual([
    "prod",
    "acme/prod-canary-5",
  ]);
});
