import { emitClusterImagePolicies } from "../../../policies/images/emit-cluster-image-policy";
import type { ClusterTerms } from "../../../policies/images/cluster-terms";
import type { EmittedObject } from "../../../policies/images/emit-trust-root";
import { imagesSchema } from "../../../policies/images/rules/schema";
import { makeKeys, makeSigstore, pemOf } from "../../support/oci/sigstore";

const pem = pemOf(makeKeys());
const identity = { issuer: "https://issuer.example.org", subjectRegExp: "release@.*" };
const images = [{ glob: "ghcr.io/acme/**" }];
/** The same for the controller, which tells the names of a registry apart. */
const emitted = ["ghcr.io", "ghcr.io:443", "ghcr.io:80"].map((host) => ({ glob: `${host}/acme/**` }));
let root: string;

beforeAll(async () => {
  root = JSON.stringify((await makeSigstore()).trustedRoot());
});

const exemption = { resource: "Deployment prod/shop", reason: "r", owner: "o", expires: "2027-01-01" };
const emit = (
  policy: object,
  trustRoots: { name: string; file: string }[] = [],
  terms: Partial<ClusterTerms> = {},
) =>
  emitClusterImagePolicies(
    imagesSchema.parse({ trustRoots, policies: [{ name: "Ours", images, ...policy }] }),
    {
      readFile: (file) => {
        if (file !== "root.json") throw new Error(`ENOENT: ${file}`);
        return root;
      },
      enforcement: "deny",
      scope: { namespaces: [], except: [] },
      exemptions: [],
      ...terms,
    },
  );

test.each<[string, Partial<ClusterTerms>, RegExp | undefined]>([
  ["an audit", { enforcement: "audit" }, undefined],
  [
    "an exemption, which the controller does not know",
    { exemptions: [exemption] },
    /prod\/shop, so that it only warns$/,
  ],
])("%s makes every policy warn", (_, terms, note) => {
  const authorities = [{ name: "release", key: { data: pem }, signatureFormat: "legacy" }];
  const all = emit({ authorities, attestations: [{ name: "parts", predicateType: "sbom" }] }, [], terms);
  expect(all.map(({ spec }) => spec["mode"])).toEqual(["warn", "warn"]);
  const said = all[0]?.metadata.annotations?.["sluice.dev/only-at-plan-time"];
  if (note === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(note);
});

test("a key becomes an authority, which asks no log", () => {
  const key = { data: pem, hashAlgorithm: "sha256" };
  const release = { name: "release", key: { data: pem }, signatureFormat: "legacy" };
  expect(emit({ authorities: [release] })).toEqual([
    {
      apiVersion: "policy.sigstore.dev/v1beta1",
      kind: "ClusterImagePolicy",
      metadata: { name: "sluice-ours-signature" },
      spec: {
        images: emitted,
        mode: "enforce",
        authorities: [{ name: "release-legacy", key, ctlog: {}, signatureFormat: "legacy" }],
      },
    },
  ]);
});

const onlyWarns = (one: EmittedObject | undefined): unknown => [
  one?.spec["mode"],
  one?.metadata.annotations?.["sluice.dev/only-at-plan-time"],
];
const formatsOf = ({ spec }: EmittedObject): string =>
  (spec["authorities"] as readonly { readonly signatureFormat: string }[])
    .map(({ signatureFormat }) => signatureFormat)
    .join(",");
const byWorkflow = (own: object) => ({ name: "ci", keyless: { identities: [identity], ...own } });
const attested = { attestations: [{ name: "parts", predicateType: "https://example.org/part/v1" }] };
const lost = "bundles of ci, so that it only warns";

// The bundles that policy-controller 0.13.1 reads are seen in test/full/controllers.
test.each<[string, object, readonly unknown[]]>([
  ["of a key", { name: "ci", key: { data: pem } }, ["legacy", "warn", lost, "legacy", "warn", lost]],
  [
    "of a key, nothing else accepted",
    { name: "ci", key: { data: pem }, signatureFormat: "bundle" },
    ["bundle", "warn", lost, "bundle", "warn", lost],
  ],
  ["without a key", byWorkflow({}), ["legacy", "warn", lost, "bundle,legacy", "enforce", undefined]],
  [
    "without a key, in the old format alone",
    { ...byWorkflow({}), signatureFormat: "legacy" },
    ["legacy", "enforce", undefined, "legacy", "enforce", undefined],
  ],
  [
    "without a key, of a Sigstore of one's own",
    byWorkflow({ trustRootRef: "own" }),
    ["legacy", "warn", lost, "legacy", "warn", lost],
  ],
  [
    "without a key, with timestamps of another root",
    { ...byWorkflow({}), rfc3161timestamp: { trustRootRef: "own" } },
    ["legacy", "warn", lost, "legacy", "warn", lost],
  ],
])("signatures and attestations %s only warn where bundles would be refused", (_, authority, expected) => {
  const trustRoots = [{ name: "own", file: "root.json" }];
  const policies = emit({ authorities: [authority], ...attested }, trustRoots).slice(1);
  expect(policies.flatMap((one) => [formatsOf(one), ...(onlyWarns(one) as unknown[])])).toEqual(expected);
});

test("the log of a root of one's own has an address, without which the controller forgets it", () => {
  const trustRoots = [{ name: "own", file: "root.json" }];
  const [, policy] = emit({ authorities: [byWorkflow({ trustRootRef: "own" })] }, trustRoots);
  expect(policy?.spec["authorities"]).toMatchObject([
    { ctlog: { trustRootRef: "sluice-own", url: expect.stringMatching(/^https:/) } },
  ]);
  const release = { name: "ci", key: { data: pem }, ctlog: { trustRootRef: "own" } };
  const [, logged] = emit({ authorities: [release] }, trustRoots);
  expect(logged?.spec["authorities"]).toMatchObject([
    { ctlog: { trustRootRef: "sluice-own", url: expect.stringMatching(/^https:/) } },
  ]);
});

test("timestamps of the public Sigstore, which the controller does not take, are warned about", () => {
  const authority = { ...byWorkflow({}), rfc3161timestamp: {}, signatureFormat: "legacy" };
  const [policy] = emit({ authorities: [authority] });
  expect(onlyWarns(policy)).toEqual(["warn", "timestamps of ci, so that it only warns"]);
});

test("expressions are anchored for the controller, and a root of one's own becomes a TrustRoot", () => {
  const keyless = { identities: [identity], trustRootRef: "own" };
  const authority = {
    name: "ci",
    keyless,
    rfc3161timestamp: { trustRootRef: "own" },
    signatureFormat: "bundle",
  };
  const [trustRoot, policy] = emit({ authorities: [authority] }, [{ name: "own", file: "root.json" }]);
  expect(trustRoot).toMatchObject({ kind: "TrustRoot", metadata: { name: "sluice-own" } });
  const { sigstoreKeys } = (trustRoot?.spec ?? {}) as {
    sigstoreKeys: Record<string, { certChain?: string; subject?: object }[]>;
  };
  expect(Object.keys(sigstoreKeys)).toEqual([
    "certificateAuthorities",
    "tLogs",
    "ctLogs",
    "timestampAuthorities",
  ]);
  const [authorityOfRoot] = sigstoreKeys["certificateAuthorities"] ?? [];
  expect(authorityOfRoot?.subject).toEqual({ organization: "sigstore.mock", commonName: "sigstore" });
  expect(Buffer.from(authorityOfRoot?.certChain ?? "", "base64").toString()).toMatch(
    /^-----BEGIN CERTIFICATE-----\n/,
  );
  expect(policy?.spec["authorities"]).toEqual([
    {
      name: "ci-bundle",
      keyless: {
        trustRootRef: "sluice-own",
        identities: [{ issuer: identity.issuer, subjectRegExp: "^(?:release@.*)$" }],
      },
      ctlog: {},
      rfc3161timestamp: { trustRootRef: "sluice-own" },
      signatureFormat: "bundle",
    },
  ]);
});

test("the public Sigstore is named by its addresses", () => {
  const [policy] = emit({
    authorities: [{ name: "ci", keyless: { identities: [identity] }, signatureFormat: "bundle" }],
  });
  expect(policy?.spec["authorities"]).toMatchObject([
    { keyless: { url: "https://fulcio.sigstore.dev" }, ctlog: { url: "https://rekor.sigstore.dev" } },
  ]);
});

test("each attestation becomes a policy of its own, with what the controller cannot judge in an annotation", () => {
  const source = { repository: "https://github.com/acme/shop", refs: ["refs/tags/*"] };
  const attestations = [
    { name: "build", predicateType: "slsaprovenance1", policy: { builders: ["b1", "b2"], source } },
    { name: "scan", predicateType: "vuln" },
  ];
  const authorities = [{ name: "release", key: { data: pem }, signatureFormat: "legacy" }];
  const [signature, build, scan] = emit({ authorities, attestations });
  expect(signature?.metadata).toEqual({ name: "sluice-ours-signature" });
  expect(build?.spec["authorities"]).toMatchObject([
    {
      attestations: [
        {
          name: "build",
          predicateType: "https://slsa.dev/provenance/v1",
          policy: {
            type: "cue",
            data: [
              'predicate: runDetails: builder: id: "b1" | "b2"',
              'predicate: buildDefinition: externalParameters: workflow: {repository: "https://github.com/acme/shop", ref: =~"(^refs/tags/[^/]*$)"}',
            ].join("\n"),
          },
        },
      ],
    },
  ]);
  expect(scan?.metadata).toEqual({
    name: "sluice-ours-scan",
    annotations: { "sluice.dev/only-at-plan-time": "maxAge; denied; exceptions; the newest scan counts" },
  });
});

test("either kind of bill of materials becomes two authorities, a static one stays as it is", () => {
  const attestations = [{ name: "parts", predicateType: "sbom" }];
  const authorities = [{ name: "release", key: { data: pem }, signatureFormat: "legacy" }];
  const [, parts] = emit({ authorities, attestations, signatureRepository: "ghcr.io/acme/signatures" });
  expect(parts?.spec["authorities"]).toMatchObject([
    {
      name: "release-0-legacy",
      source: [{ oci: "ghcr.io/acme/signatures" }],
      attestations: [{ predicateType: "https://spdx.dev/Document" }],
    },
    { name: "release-1-legacy", attestations: [{ predicateType: "https://cyclonedx.org/bom" }] },
  ]);
  const passed = { name: "all", static: { action: "pass" } };
  expect(emit({ authorities: [passed], mode: "warn" })[0]?.spec).toEqual({
    images: emitted,
    mode: "warn",
    authorities: [passed],
  });
});
