import { weightStage } from "../../../components/core/stage/exposure";
import { findAffectedStacks, readStack } from "../../../cli/preview/affected-stacks";

const known = {
  environments: [
    { environment: "prod", stages: [weightStage(5), weightStage(100)] },
    { environment: "staging", stages: [weightStage(100)] },
  ],
  others: ["platform"],
  folder: "",
};
const all = ["prod", "prod-canary-5", "prod-canary-100", "staging", "staging-canary-100", "platform"];

test.each([
  ["an environment's file", ["Pulumi.prod.yaml"], ["prod", "prod-canary-5", "prod-canary-100"]],
  ["a stage's file", ["Pulumi.prod-canary-5.yaml"], ["prod-canary-5"]],
  ["a file of a stage that there is not", ["Pulumi.prod-canary-7.yaml"], []],
  ["the platform's file", ["Pulumi.platform.yaml"], ["platform"]],
  ["the project's file", ["Pulumi.yaml"], all],
  ["program code", ["infra/stage.ts"], all],
  ["a policy", ["policies/headers/leaks.ts"], all],
  ["the lock file", ["package-lock.json"], all],
  ["a file nobody knows", ["values.json"], all],
  [
    "documents and tests",
    ["docs/how-to/ci.md", "README.md", "test/a.test.ts", ".github/workflows/x.yml"],
    [],
  ],
  ["nothing", [], []],
  [
    "two environments",
    ["Pulumi.staging.yaml", "Pulumi.prod-canary-5.yaml"],
    ["prod-canary-5", "staging", "staging-canary-100"],
  ],
])("%s affects its stacks", (_name, files, stacks) => {
  expect(findAffectedStacks(files, known).map(({ stack }) => stack)).toEqual(stacks);
});

test("what affects a stack is named, the rest counted", () => {
  const [first] = findAffectedStacks(["Pulumi.prod.yaml", "infra/a.ts", "infra/b.ts"], known);
  expect(first).toEqual({ stack: "prod", why: "Pulumi.prod.yaml and 2 more" });
});

test("in a repository of several projects only the project's own files count", () => {
  const inFolder = { ...known, folder: "deploy/" };
  expect(findAffectedStacks(["app/main.go", "docs/x.md"], inFolder)).toEqual([]);
  expect(findAffectedStacks(["deploy/Pulumi.staging.yaml"], inFolder)).toHaveLength(2);
});

test("shared values affect the environments that use them, packages of a folder above all of a project without its own", () => {
  const [prod, staging] = known.environments;
  const environments = [
    { ...prod, defaults: { file: "../../defaults/prod.yaml" } },
    staging,
  ] as typeof known.environments;
  const shop = { ...known, environments, folder: "services/shop/" };
  const names = (file: string, more = {}) =>
    findAffectedStacks([file], { ...shop, ...more }).map(({ stack }) => stack);
  expect(names("defaults/prod.yaml")).toEqual(["prod", "prod-canary-5", "prod-canary-100"]);
  expect(names("defaults/other.yaml")).toEqual([]);
  expect(names("package-lock.json")).toEqual([]);
  expect(names("package-lock.json", { packagesAbove: true })).toEqual(all);
  expect(names("services/cart/package.json", { packagesAbove: true })).toEqual([]);
  expect(names("package.json", { packagesAbove: true, others: [] })).not.toContain("platform");
});

test("without a platform stack nothing affects it", () => {
  expect(findAffectedStacks(["Pulumi.platform.yaml"], { ...known, others: [] })).toEqual([]);
});

test.each([
  ["prod", { environment: "prod" }],
  ["prod-canary-5", { environment: "prod", key: "5" }],
  ["platform", undefined],
  ["shop/prod-canary-5", { environment: "shop/prod", key: "5" }],
  ["shop/platform", undefined],
])("readStack(%s)", (stack, read) => {
  expect(readStack(stack)).toEqual(read);
});
