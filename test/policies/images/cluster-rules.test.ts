import { planClusterRules, type ClusterRules } from "../../../policies/images/cluster-rules";
import { makeKeys, pemOf } from "../../support/oci/sigstore";

const policy = {
  name: "ours",
  images: [{ glob: "ghcr.io/acme/**" }],
  authorities: [{ name: "release", key: { data: pemOf(makeKeys()) } }],
};
const exemption = { resource: "Deployment prod/shop", reason: "r", owner: "o", expires: "2027-01-01" };

function plan(images: object, more: Partial<ClusterRules> = {}) {
  return planClusterRules(JSON.stringify({ all: "mandatory", "images-signed": images }), {
    controller: "kyverno",
    enforcement: "deny",
    scope: { namespaces: ["prod"], except: [] },
    now: new Date("2026-12-01"),
    readFile: (file) => {
      throw new Error(`ENOENT: ${file}`);
    },
    ...more,
  });
}

test.each([
  ["kyverno", ["ImageValidatingPolicy sluice-ours", "ImageValidatingPolicy sluice-images-without-policy"]],
  ["policy-controller", ["ClusterImagePolicy sluice-ours-signature"]],
] as const)("%s gets objects with the names that Sluice gives", (controller, names) => {
  const objects = plan({ policies: [policy], enforcementLevel: "advisory" }, { controller });
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(names);
});

const specs = (images: object, more: Partial<ClusterRules> = {}) =>
  plan({ policies: [policy], ...images }, more).map(({ spec }) => spec);

test("an audit refuses nothing, and is in nobody's way while Kyverno is away", () => {
  for (const spec of specs({}, { enforcement: "audit" })) {
    expect(spec).toMatchObject({ validationActions: ["Warn", "Audit"], failurePolicy: "Ignore" });
  }
  for (const spec of specs({})) {
    expect(spec).toMatchObject({ validationActions: ["Deny"], failurePolicy: "Fail" });
  }
});

test("Kyverno judges the namespaces that are named", () => {
  const key = "kubernetes.io/metadata.name";
  expect(specs({})[0]).toMatchObject({
    matchConstraints: {
      namespaceSelector: { matchExpressions: [{ key, operator: "In", values: ["prod"] }] },
    },
  });
});

test("an exemption holds until its last day, and one that the cluster cannot tell makes it warn", () => {
  const conditions = (spec?: object) => Reflect.get(Object(spec) as object, "matchConditions") as object[];
  const [exempted] = specs({ exemptions: [exemption] });
  expect(conditions(exempted)).toHaveLength(3);
  expect(exempted).toMatchObject({ validationActions: ["Deny"] });
  const [ended] = specs({ exemptions: [exemption] }, { now: new Date("2027-01-02") });
  expect(conditions(ended)).toHaveLength(2);
  const untold = { ...exemption, resource: "shop" };
  const [warns] = plan({ policies: [policy], exemptions: [untold] });
  expect(warns?.spec).toMatchObject({ validationActions: ["Warn", "Audit"], failurePolicy: "Ignore" });
  expect(warns?.metadata.annotations).toEqual({
    "sluice.dev/only-at-plan-time": "the exemption of shop, so that it only warns",
  });
});

test.each<[string, object, RegExp]>([
  ["no policy", {}, /policies must have at least one: without any, no image would run/],
  [
    "a key that there is not",
    { policies: [policy], polices: 1 },
    /images-signed\. Unrecognized key: "polices"/,
  ],
  [
    "a policy that cannot be used",
    { policies: [{ ...policy, authorities: [] }] },
    /policies\.0\.authorities/,
  ],
  [
    "a key file that is not there",
    { policies: [{ ...policy, authorities: [{ name: "a", key: { file: "a.pub" } }] }] },
    /ENOENT: a\.pub/,
  ],
  ["two names that become one", { policies: [policy, { ...policy, name: "OURS!" }] }, /must differ/],
  ["a name without letters", { policies: [{ ...policy, name: "…" }] }, /ImageValidatingPolicy sluice- twice/],
])("%s is refused", (_, images, message) => {
  expect(() => plan(images)).toThrow(message);
});
