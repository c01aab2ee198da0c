import { stackKinds } from "../../infra/stack-kinds";

const kindOf = (stack: string) => stackKinds.find(({ matches }) => matches(stack));

test.each([
  ["platform", "platform"],
  ["prod", "<environment>"],
  ["prod-canary-5", "<environment>-canary-<weight>"],
])("stack %s is of kind %s", (stack, name) => {
  expect(kindOf(stack)?.name).toBe(name);
});

test.each([
  ["platform", false],
  ["prod", true],
  ["prod-canary-5", true],
])("stack %s has dynamic resources: %s", (stack, hasProviders) => {
  expect(kindOf(stack)?.hasProviders).toBe(hasProviders);
});

test.each(["prod-canary-500", "platform-canary-5", "Prod"])("%s is the name of no stack", (stack) => {
  expect(() => kindOf(stack)).toThrow(/^Cannot use stack/);
});

test.each(stackKinds.map((kind) => [kind.name, kind] as const))(
  "%s loads what declares it",
  (_name, kind) => {
    expect(kind.load().declare).toBeInstanceOf(Function);
  },
);
