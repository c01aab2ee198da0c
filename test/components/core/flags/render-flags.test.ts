import type { FlagDefinition } from "../../../../components/core/flags/flag";
import { renderFlags } from "../../../../components/core/flags/render-flags";
import { definitionOf, liveOf, recordOf } from "../../../support/flags";

const rendered = (percent: number, definition: Partial<FlagDefinition> = {}, change = {}) => {
  const live = liveOf({ percent, definition: definitionOf(definition), ...change });
  const file = JSON.parse(renderFlags(recordOf({ "new-search": live }))) as {
    readonly flags: Readonly<Record<string, { readonly targeting?: unknown }>>;
  };
  return file.flags["new-search"];
};

test("a flag at 0 % is off for everybody, and says owner, last day and write", () => {
  expect(rendered(0)).toEqual({
    state: "ENABLED",
    variants: { on: true, off: false },
    defaultVariant: "off",
    metadata: { owner: "search", expires: "2027-03-01", epoch: 1 },
  });
});

test.each([
  [
    "half a percent",
    0.5,
    {},
    {
      if: [
        true,
        {
          fractional: [
            ["on", 50],
            ["off", 9950],
          ],
        },
        "off",
      ],
    },
  ],
  ["everybody", 100, {}, { if: [true, "on", "off"] }],
  [
    "the allow list alone",
    0,
    { allow: ["anna"] },
    { if: [{ in: [{ var: "targetingKey" }, ["anna"]] }, "on", "off"] },
  ],
  [
    "the allow list and a share of who fits one rule",
    25,
    { allow: ["anna"], targeting: [{ attribute: "email", endsWith: "@example.org" }] },
    {
      if: [
        { in: [{ var: "targetingKey" }, ["anna"]] },
        "on",
        { ends_with: [{ var: "email" }, "@example.org"] },
        {
          fractional: [
            ["on", 2500],
            ["off", 7500],
          ],
        },
        "off",
      ],
    },
  ],
  [
    "everybody who fits all rules",
    100,
    {
      targeting: [
        { attribute: "plan", equals: "pro" },
        { attribute: "country", in: ["de", "fr"] },
        { attribute: "path", startsWith: "/beta" },
        { attribute: "version", semver: ">=2.1.0" },
        { attribute: "build", semver: "1.0.0" },
      ],
    },
    {
      if: [
        {
          and: [
            { "===": [{ var: "plan" }, "pro"] },
            { in: [{ var: "country" }, ["de", "fr"]] },
            { starts_with: [{ var: "path" }, "/beta"] },
            { sem_ver: [{ var: "version" }, ">=", "2.1.0"] },
            { sem_ver: [{ var: "build" }, "=", "1.0.0"] },
          ],
        },
        "on",
        "off",
      ],
    },
  ],
] as const)("%s", (_, percent, definition, targeting) => {
  expect(rendered(percent, definition)?.targeting).toEqual(targeting);
});

test("a flag that is switched off has no targeting, so that the allow list does not have it either", () => {
  const killed = { who: "anna@desk", by: "person", reason: "slow", atSeconds: 1, percent: 25 } as const;
  expect(rendered(0, { allow: ["anna"] }, { killed })).not.toHaveProperty("targeting");
});

test("flags stand in order of their names, whatever came first", () => {
  const [a, b] = [liveOf(), liveOf({ epoch: 2 })];
  expect(renderFlags(recordOf({ b, a }))).toBe(renderFlags(recordOf({ a, b })));
});
