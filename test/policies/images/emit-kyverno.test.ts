import { Environment } from "@marcbachmann/cel-js";
import { emitKyvernoPolicies } from "../../../policies/images/emit-kyverno";
import type { ClusterTerms } from "../../../policies/images/cluster-terms";
import { imagesSchema } from "../../../policies/images/rules/schema";
import { makeKeys, makeSigstore, pemOf } from "../../support/oci/sigstore";
import { definition } from "./kyverno-definition";

const pem = pemOf(makeKeys());
const images = [{ glob: "ghcr.io/acme/**" }];
const identity = { issuer: "https://issuer.example.org", subjectRegExp: "release@.*" };
const signer = { name: "Release Key", key: { data: pem } };
let root: string;

beforeAll(async () => {
  root = JSON.stringify((await makeSigstore()).trustedRoot());
});

const emit = (policies: readonly object[], more: object = {}, terms: Partial<ClusterTerms> = {}) =>
  emitKyvernoPolicies(
    imagesSchema.parse({ policies: policies.map((one) => ({ name: "Ours", images, ...one })), ...more }),
    {
      readFile: (file) => {
        if (file === "root.json") return root;
        if (file === "chain.pem") return "the chain";
        throw new Error(`ENOENT: ${file}`);
      },
      enforcement: "deny",
      scope: { namespaces: [], except: ["kube-system"] },
      exemptions: [],
      ...terms,
    },
  );

/** The expressions of CEL that Kyverno would run, with its functions in place of a registry. */
function judge(
  expression: string,
  scene: { signedBy?: readonly string[]; statement?: unknown } = {},
): unknown {
  const signedBy = scene.signedBy ?? [];
  const count = (attestors: unknown): bigint =>
    BigInt([...(attestors as Iterable<unknown>)].filter((one) => signedBy.includes(String(one))).length);
  return new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction("verifyImageSignatures(dyn, list): int", (_: unknown, by: unknown) => count(by))
    .registerFunction(
      "verifyAttestationSignatures(dyn, dyn, list): int",
      (_: unknown, __: unknown, by: unknown) => count(by),
    )
    .registerFunction("extractPayload(dyn, dyn): dyn", () => scene.statement)
    .evaluate(expression, {
      images: { containers: ["a"], initContainers: [], ephemeralContainers: [] },
      attestors: Object.fromEntries(["release-key", "other", "ci"].map((name) => [name, name])),
      attestations: { build: "build", "parts-0": "parts-0", "parts-1": "parts-1" },
    });
}

const specOf = (policies: readonly object[], more: object = {}) => {
  const emitted = emit(policies, more).map((one) => definition.parse(one));
  return emitted[0]!.spec;
};

test("every way of signing fits the definition of Kyverno's policies", () => {
  const objects = emit(
    [
      { authorities: [signer, { name: "kms", key: { kms: "awskms:///alias/release", data: pem } }] },
      { authorities: [{ name: "cert", certificate: { data: "a certificate", chainFile: "chain.pem" } }] },
      {
        authorities: [{ name: "ci", keyless: { identities: [identity] } }],
        signatureRepository: "ghcr.io/sigs",
      },
      {
        authorities: [{ name: "own", keyless: { identities: [identity], trustRootRef: "own" } }],
        attestations: [{ name: "parts", predicateType: "sbom" }],
      },
    ].map((one, nth) => ({ ...one, name: `Policy ${nth}` })),
    { trustRoots: [{ name: "own", file: "root.json" }] },
  );
  const [keys, certificate, keyless, own] = objects.map((one) => definition.parse(one).spec);
  expect(objects.map(({ metadata }) => metadata.name)).toEqual([
    "sluice-policy-0",
    "sluice-policy-1",
    "sluice-policy-2",
    "sluice-policy-3",
    "sluice-images-without-policy",
  ]);
  const ignored = { insecureIgnoreTlog: true, insecureIgnoreSCT: true };
  expect(keys?.attestors).toEqual([
    { name: "release-key", cosign: { key: { data: pem, hashAlgorithm: "sha256" }, ctlog: ignored } },
    {
      name: "kms",
      cosign: { key: { kms: "awskms:///alias/release", hashAlgorithm: "sha256" }, ctlog: ignored },
    },
  ]);
  expect(certificate?.attestors[0]?.cosign.certificate).toEqual({
    cert: { value: "a certificate" },
    certChain: { value: "the chain" },
  });
  expect(keyless?.attestors[0]?.cosign).toEqual({
    keyless: { identities: [{ issuer: identity.issuer, subjectRegExp: "^(?:release@.*)$" }] },
    ctlog: { insecureIgnoreTlog: false, insecureIgnoreSCT: false },
    source: { repository: "ghcr.io/sigs" },
  });
  expect(JSON.parse(own?.attestors[0]?.cosign.trustedRoot?.value ?? "{}")).toMatchObject({
    mediaType: expect.stringContaining("trustedroot"),
  });
});

test("any authority is enough for a signature, and nothing else lets an image in", () => {
  const { validations, validationConfigurations } = specOf([
    { authorities: [signer, { name: "other", key: { data: pem } }] },
  ]);
  expect(validationConfigurations).toEqual({ mutateDigest: false, verifyDigest: true, required: true });
  const expression = validations[0]?.expression ?? "";
  expect(judge(expression, { signedBy: ["other"] })).toBe(true);
  expect(judge(expression, { signedBy: ["ci"] })).toBe(false);
});

test("every attestation is demanded, by its own authorities, with the builder that made the image", () => {
  const builders = ["b1", "b2"];
  const source = { repository: "https://github.com/acme/shop", refs: ["refs/tags/*"] };
  const attestations = [
    {
      name: "build",
      predicateType: "slsaprovenance1",
      authorities: ["ci"],
      policy: { builders, buildTypes: ["t"], source },
    },
    { name: "parts", predicateType: "sbom" },
  ];
  const authorities = [signer, { name: "ci", key: { data: pem } }];
  const [policy] = emit([{ authorities, attestations }]);
  const { spec, metadata } = definition.parse(policy);
  expect(metadata.annotations?.["sluice.dev/only-at-plan-time"]).toContain("source.requireCommit");
  expect(spec.attestations?.map(({ name }) => name)).toEqual(["build", "parts-0", "parts-1"]);
  const [signature, build, parts] = spec.validations.map(({ expression }) => expression);
  const statementOf = (id: string, ref: string) => ({
    predicate: {
      runDetails: { builder: { id } },
      buildDefinition: {
        buildType: "t",
        externalParameters: { workflow: { repository: source.repository, ref } },
      },
    },
  });
  const good = statementOf("b2", "refs/tags/v1");
  expect(judge(build ?? "", { signedBy: ["ci"], statement: good })).toBe(true);
  expect(judge(build ?? "", { signedBy: ["release-key"], statement: good })).toBe(false);
  expect(judge(build ?? "", { signedBy: ["ci"], statement: statementOf("b3", "refs/tags/v1") })).toBe(false);
  expect(judge(build ?? "", { signedBy: ["ci"], statement: statementOf("b1", "refs/heads/main") })).toBe(
    false,
  );
  expect(judge(parts ?? "", { signedBy: ["release-key"] })).toBe(true);
  expect(judge(signature ?? "", {})).toBe(false);
});

test("a static authority stands in for a signature, or lets nothing in; warnings warn", () => {
  const passed = specOf([{ authorities: [{ name: "all", static: { action: "pass" } }], mode: "warn" }]);
  expect(passed.validationActions).toEqual(["Warn", "Audit"]);
  expect(passed.validationConfigurations.required).toBe(false);
  expect(judge(passed.validations[0]?.expression ?? "")).toBe(true);
  const failed = specOf([{ authorities: [{ name: "none", static: { action: "fail" } }] }]);
  expect(judge(failed.validations[0]?.expression ?? "")).toBe(false);
});

test.each([
  [{}, "Fail", ["Deny"], true],
  [{ noMatch: "warn", onRegistryError: "warn", tags: "allow" }, "Ignore", ["Warn", "Audit"], false],
])(
  "images without a policy, registries that fail and tags by the settings: %j",
  (more, failurePolicy, actions, verifyDigest) => {
    const [ours, none] = emit([{ authorities: [signer] }], more).map((one) => definition.parse(one).spec);
    expect(ours).toMatchObject({ failurePolicy, validationConfigurations: { verifyDigest } });
    expect(none?.validationActions).toEqual(actions);
    expect(judge(none?.validations[0]?.expression ?? "")).toBe(false);
  },
);

test("images without a policy may be let in, and without any policy all of them are without", () => {
  expect(emit([{ authorities: [signer] }], { noMatch: "allow" })).toHaveLength(1);
  expect(emit([])[0]?.spec["matchImageReferences"]).toEqual([{ expression: "true" }]);
});

test("an authority with several roots gets one, and it is said", () => {
  const mixed = {
    name: "ci",
    keyless: { identities: [identity] },
    rfc3161timestamp: { trustRootRef: "own" },
  };
  const [policy] = emit([{ authorities: [mixed] }], { trustRoots: [{ name: "own", file: "root.json" }] });
  expect(policy?.metadata.annotations).toEqual({
    "sluice.dev/only-at-plan-time": "all trust roots of ci but one of its own",
  });
  expect(definition.parse(policy).spec.attestors[0]?.cosign.ctlog.insecureIgnoreTlog).toBe(true);
});
