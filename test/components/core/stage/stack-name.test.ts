import { splitStackName, stageStack } from "../../../../components/core/stage/stack-name";

test.each([
  ["prod", { environment: "prod" }],
  ["canary", { environment: "canary" }],
  ["prod-canary-5", { environment: "prod", key: "5" }],
  ["eu-1-canary-mirror", { environment: "eu-1", key: "mirror" }],
  ["prod-canary", { environment: "prod", key: "" }],
  ["prod-canary-5-canary-5", { environment: "prod", key: "5-canary-5" }],
  ["prod-canary5", { environment: "prod-canary5" }],
])("splitStackName() splits %s", (name, parts) => {
  expect(splitStackName(name)).toEqual(parts);
});

test("stageStack() writes what splitStackName() reads", () => {
  expect(splitStackName(stageStack("prod", "20"))).toEqual({ environment: "prod", key: "20" });
});
