import { planChecks } from "../../stacks/settings/plan-checks";
import { readPlatform } from "../../stacks/platform";

const file = "Pulumi.platform.yaml";
const least = "config:\n  sluice:cluster: { context: prod-eu, uid: 5e0a34c2 }\n";

describe("readPlatform()", () => {
  test("fills in defaults", () => {
    expect(readPlatform(file, least)).toEqual({
      cluster: { context: "prod-eu", uid: "5e0a34c2" },
      policies: {
        enforcement: "audit",
        checks: {},
        namespaces: [],
        except: ["kube-system", "kube-public", "kube-node-lease"],
        parameters: {},
      },
      environments: [],
      access: [],
    });
  });

  test("leaves keys of other projects alone", () => {
    expect(() => readPlatform(file, `${least}  other:key: 1\n`)).not.toThrow();
  });

  test.each([
    ["no file", undefined, "Pulumi.platform.yaml must exist: got nothing\n  → see docs/how-to/platform.md"],
    ["no YAML", "config: [", "the file must be YAML"],
    ["no configuration", "", "sluice:cluster must be a mapping of context, inCluster, uid: got nothing"],
    [
      "an unknown key",
      `${least}  sluice:polices: {}\n`,
      'sluice:polices must be a known key, such as "policies"',
    ],
    [
      "rules about images without a controller",
      `${least}  sluice:images: { config: policies.json, controller: opa }\n`,
      'sluice:images.controller must be "kyverno" or "policy-controller": got "opa"',
    ],
    [
      "a wrong value in a list",
      `${least}  sluice:access: [{ namespace: prod, viewers: [everyone] }]\n`,
      'sluice:access[0].viewers[0] must be "group:<name>"',
    ],
    [
      "a namespace of two environments",
      `${least}  sluice:environments: [{ namespace: a-b }, { namespace: a, branches: [b] }]\n`,
      'sluice:environments[1].namespace must make namespaces of its own, and not "a-b" once more: got "a"',
    ],
    [
      "a namespace that is too long",
      `${least}  sluice:environments: [{ namespace: ${"n".repeat(60)}, branches: [more] }]\n`,
      `sluice:environments[0].namespace must make names of at most 63 characters, and not "${"n".repeat(60)}-more"`,
    ],
    [
      "a quota that is none",
      `${least}  sluice:environments: [{ namespace: prod, quota: { pods: many } }]\n`,
      'sluice:environments[0].quota.pods must be a quantity such as "100m" or "128Mi": got "many"',
    ],
    [
      "a wrong enforcement",
      `${least}  sluice:policies: { checks: { probes: maybe } }\n`,
      'sluice:policies.checks.probes must be "audit" or "deny" or "off": got "maybe"',
    ],
  ])("refuses %s", (_name, text, message) => {
    expect(() => readPlatform(file, text)).toThrow(message);
  });
});

describe("planChecks()", () => {
  const known = [
    { id: "a", parameters: {} },
    { id: "b", parameters: { least: "2" } },
  ];
  const config = { ...readPlatform(file, least).policies };

  test("gives each check its enforcement and its parameters", () => {
    expect(
      planChecks({ ...config, checks: { a: "deny" }, parameters: { b: { least: "3" } } }, known),
    ).toEqual([
      { check: known[0], enforcement: "deny" },
      { check: known[1], enforcement: "audit", parameters: { least: "3" } },
    ]);
  });

  test("leaves out what is off", () => {
    expect(planChecks({ ...config, checks: { b: "off" } }, known).map(({ check }) => check.id)).toEqual([
      "a",
    ]);
  });

  test("refuses checks and parameters that there are not, all at once", () => {
    expect(() =>
      planChecks(
        { ...config, checks: { c: "deny" }, parameters: { a: { least: "1" }, d: { x: "1" } } },
        known,
      ),
    ).toThrow(/3 problems[^]*got c\n[^]*got a\.least\n[^]*got d\.x\n/);
  });

  test("refuses a parameter that its check cannot read", () => {
    const ruled = [{ id: "b", parameters: { least: "2" }, parameterRules: { least: "[0-9]+" } }];
    const plan = (given: string) => planChecks({ ...config, parameters: { b: { least: given } } }, ruled);
    expect(() => plan("many")).toThrow(
      "sluice:policies.parameters.b.least must match [0-9]+: got many\n  → write one such as 2",
    );
    expect(plan("3")).toEqual([{ check: ruled[0], enforcement: "audit", parameters: { least: "3" } }]);
  });
});
