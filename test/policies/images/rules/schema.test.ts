import { toConfigSchema, withCommonConfig } from "../../../../policies/pack/config-schema";
import { imagesSchema } from "../../../../policies/images/rules/schema";
import { blocksIn } from "../../../support/fenced-blocks";

const key = { name: "k", key: { data: "PEM" } };
const identity = { issuer: "https://issuer.example.org", subject: "release@example.org" };
const withAuthority = (authority: object) => ({
  policies: [{ name: "p", images: [{ glob: "**" }], authorities: [authority] }],
});
const withAttestation = (attestation: object, changes: object = {}) => ({
  policies: [
    { name: "p", images: [{ glob: "**" }], authorities: [key], attestations: [attestation], ...changes },
  ],
});
const problemsOf = (config: unknown): readonly string[] => {
  const parsed = imagesSchema.safeParse(config);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
};

test("the defaults deny", () => {
  expect(imagesSchema.parse({})).toMatchObject({
    noMatch: "deny",
    tags: "deny",
    onRegistryError: "deny",
    opaque: "deny",
    limits: { timeoutSeconds: 10, maxBytes: 33_554_432 },
  });
});

test("the schema can be shown by Pulumi, and is extended with what every policy has", () => {
  const { properties } = toConfigSchema(withCommonConfig(imagesSchema));
  expect(Object.keys(properties)).toEqual(
    expect.arrayContaining(["policies", "trustRoots", "exemptions", "unknown"]),
  );
});

test.each<[string, unknown, string]>([
  [
    "no kind of authority",
    withAuthority({ name: "a" }),
    "must have exactly one of key, certificate, keyless and static: got none",
  ],
  [
    "two kinds of authority",
    withAuthority({ ...key, static: { action: "pass" } }),
    "must have exactly one of key, certificate, keyless and static: got key, static",
  ],
  [
    "a key without data and file",
    withAuthority({ name: "a", key: {} }),
    "authorities.0.key must have either data or file",
  ],
  [
    "a key with both",
    withAuthority({ name: "a", key: { data: "a", file: "b" } }),
    "key must have either data or file",
  ],
  [
    "an identity without an issuer: it would accept everybody's",
    withAuthority({ name: "a", keyless: { identities: [{ subject: "s" }] } }),
    "keyless.identities.0 must have either issuer or issuerRegExp",
  ],
  [
    "an identity without a subject: it would accept everybody",
    withAuthority({ name: "a", keyless: { identities: [{ issuer: "i" }] } }),
    "keyless.identities.0 must have either subject or subjectRegExp",
  ],
  [
    "an expression that accepts everybody",
    withAuthority({ name: "a", keyless: { identities: [{ issuer: "i", subjectRegExp: ".*" }] } }),
    'subjectRegExp must not accept every identity: got ".*"',
  ],
  [
    "a glob with a tag, which no image matches",
    { policies: [{ name: "p", images: [{ glob: "ghcr.io/acme/shop:*" }], authorities: [key] }] },
    "must be a name without tag and digest",
  ],
  [
    "the same left out",
    { policies: [{ name: "p", images: [{ glob: "**", exclude: ["nginx:1"] }], authorities: [key] }] },
    "must be a name without tag and digest",
  ],
  [
    "an expression that is none",
    withAuthority({ name: "a", keyless: { identities: [{ issuer: "i", subjectRegExp: "(" }] } }),
    'subjectRegExp must be a regular expression of RE2: missing closing ): `(`: got "("',
  ],
  ["no identities", withAuthority({ name: "a", keyless: { identities: [] } }), "keyless.identities"],
  ["an unknown key", withAuthority({ ...key, keyles: {} }), "Unrecognized key"],
  [
    "neither signature nor attestation",
    withAttestation({}, { attestations: [], signature: "not-required" }),
    "attestations must have at least one where signature is not-required",
  ],
  [
    "an attestation by nobody",
    withAttestation({ name: "a", predicateType: "sbom", authorities: ["x"] }),
    "attestations.0.authorities must be names of authorities: got x",
  ],
  [
    "provenance of any builder",
    withAttestation({ name: "a", predicateType: "slsaprovenance1" }),
    "attestations.0.policy must have builders: without them anybody's build would do",
  ],
  [
    "a rule that means nothing",
    withAttestation({ name: "a", predicateType: "spdxjson", policy: { maxAge: "7d" } }),
    "must not have maxAge: it means nothing for sbom",
  ],
  [
    "an age that is none",
    withAttestation({ name: "a", predicateType: "vuln", policy: { maxAge: "a week" } }),
    'must be a duration such as "7d" or "36h"',
  ],
])("the schema refuses %s", (_, config, problem) => {
  expect(problemsOf(config).join("\n")).toContain(problem);
});

test("the schema tells all problems at once", () => {
  const authorities = [{ name: "a" }, { name: "b", keyless: { identities: [{}] } }];
  const config = { policies: [{ name: "p", images: [{ glob: "**" }], authorities }] };
  expect(problemsOf(config)).toHaveLength(3);
});

test("the schema accepts what the documentation shows", () => {
  const [text = "{}"] = blocksIn("docs/how-to/signed-images.md", "json");
  const shown = JSON.parse(text) as Record<string, unknown>;
  expect(problemsOf(shown["images-signed"])).toEqual([]);
  expect(imagesSchema.parse(shown["images-signed"]).policies).toHaveLength(2);
});

test("the schema accepts a timestamp in place of the log, and a full predicate type", () => {
  const keyless = {
    identities: [identity, { issuer: identity.issuer, subjectRegExp: String.raw`.*@example\.org` }],
  };
  expect(problemsOf(withAuthority({ name: "ci", keyless, rfc3161timestamp: {} }))).toEqual([]);
  const policy = { builders: ["b"] };
  expect(
    problemsOf(withAttestation({ name: "a", predicateType: "https://slsa.dev/provenance/v1", policy })),
  ).toEqual([]);
});
