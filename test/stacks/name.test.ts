import * as fc from "fast-check";
import { formatStackName, parseStackName } from "../../stacks/name";

describe("parseStackName()", () => {
  test.each([
    { name: "prod", want: { kind: "base", environment: "prod" } },
    { name: "eu-1-staging", want: { kind: "base", environment: "eu-1-staging" } },
    { name: "canary", want: { kind: "base", environment: "canary" } },
    { name: "prod-canary-1", want: { kind: "stage", environment: "prod", key: "1" } },
    { name: "prod-canary-100", want: { kind: "stage", environment: "prod", key: "100" } },
    { name: "eu-1-canary-5", want: { kind: "stage", environment: "eu-1", key: "5" } },
  ])("reads $name", ({ name, want }) => {
    expect(parseStackName(name)).toEqual(want);
  });

  test.each([
    {
      name: "prod-canary-0",
      message: 'end in a whole percent from 1 to 100, or the name of a match or mirror, after "-canary-"',
    },
    { name: "prod-canary-101", message: "from 1 to 100" },
    { name: "prod-canary-05", message: "from 1 to 100" },
    { name: "prod-canary-5.5", message: "from 1 to 100" },
    { name: "prod-canary-", message: "from 1 to 100" },
    { name: "prod-canary", message: 'for example "prod-canary-5"' },
    { name: "prod-canary-Five", message: "from 1 to 100" },
    { name: "prod-canary-5-canary-5", message: "from 1 to 100" },
    { name: "Prod", message: 'be "<environment>" or "<environment>-canary-<weight>"' },
    { name: "prod_eu", message: 'be "<environment>"' },
    { name: "-prod", message: 'be "<environment>"' },
    { name: "-canary-5", message: 'be "<environment>"' },
    { name: "", message: 'be "<environment>"' },
    { name: "platform", message: '"platform" is reserved' },
    { name: "platform-canary-5", message: '"platform" is reserved' },
  ])('refuses "$name"', ({ name, message }) => {
    expect(() => parseStackName(name)).toThrow(`Cannot use stack "${name}": stack name must `);
    expect(() => parseStackName(name)).toThrow(message);
    expect(() => parseStackName(name)).toThrow(`got ${name}`);
  });

  test("reads back what formatStackName() writes", () => {
    const environment = fc
      .stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
      .filter((name) => !/-canary(-|$)/.test(name) && name !== "platform");
    const name = fc.oneof(
      fc.record({ kind: fc.constant("base" as const), environment }),
      fc.record({
        kind: fc.constant("stage" as const),
        environment,
        key: fc.integer({ min: 1, max: 100 }).map(String),
      }),
    );
    fc.assert(fc.property(name, (each) => expect(parseStackName(formatStackName(each))).toEqual(each)));
  });
});
