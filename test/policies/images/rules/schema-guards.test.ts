import { findStranger } from "../../../../policies/images/rules/everybody";
import { imagesSchema } from "../../../../policies/images/rules/schema";

const github = "https://token.actions.githubusercontent.com";
const key = { name: "release", key: { data: "PEM" } };
const pass = { name: "old", static: { action: "pass" } };
const problemsOf = (policy: object): readonly string[] => {
  const images = [{ glob: "**" }];
  const parsed = imagesSchema.safeParse({ policies: [{ name: "p", images, authorities: [key], ...policy }] });
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
};
const identity = (fields: object) =>
  problemsOf({ authorities: [{ name: "ci", keyless: { identities: [fields] } }] });

test.each([
  ".*",
  ".+",
  String.raw`\S+`,
  "[ -~]+",
  ".*[:/@.].*",
  "https?://.*",
  "https://github.com/.*",
  String.raw`https://github\.com/[^/]+/[^/]+/\.github/workflows/.*`,
  ".*@refs/heads/main",
  String.raw`.*@refs/tags/v\d.*`,
  String.raw`.*\.yml@.*`,
  ".+@.+",
  String.raw`[a-z0-9]+@gmail\.com`,
  ".{3,}",
  "(?i)HTTPS://.*",
  "[[:print:]]+",
  "ours|.*",
  String.raw`https://github\.com/acme.*`,
  "https://github.com/acme.*",
  String.raw`^https://github\.com/acme\S+$`,
  String.raw`https://gitlab\.com/acme[^@]*@.*`,
  String.raw`.*acme\.example`,
  ".*acme.*",
  ".*/acme/.*",
  ".*acme/shop.*",
  String.raw`https://github\.com/[^/]+/shop/.*`,
  String.raw`https://github\.com/.*/shop/\.github/workflows/publish-image\.yml@refs/tags/v.*`,
  String.raw`https://github\.com/acme(-.*)?/.*`,
  String.raw`https://gitlab\.com/.*/shop//\.gitlab-ci\.yml@refs/heads/main`,
  String.raw`.*@acme\.example.*`,
  // Classes without digits.
  String.raw`[a-z.]+@gmail\.com`,
  String.raw`https://github\.com/[a-z-]+/shop/\.github/workflows/release\.yml@refs/heads/main`,
  String.raw`https://gitlab\.com/[a-z]+/shop//\.gitlab-ci\.yml@refs/heads/main`,
  String.raw`https://kubernetes\.io/namespaces/[a-z-]+/serviceaccounts/builder`,
])("an expression of subjects that accepts strangers is refused: %s", (subjectRegExp) => {
  expect(identity({ issuer: github, subjectRegExp }).join()).toContain("must not accept every identity");
});

test.each([
  String.raw`https://github\.com/acme/.*`,
  String.raw`https://github\.com/acme/shop/\.github/workflows/release\.yml@refs/tags/v.*`,
  String.raw`.*@acme\.example`,
  String.raw`[^@]+@acme\.example`,
  String.raw`https://github\.com/acme(/.*)?`,
  String.raw`https://gitlab\.com/acme/[^/]+//\.gitlab-ci\.yml@refs/heads/main`,
  "spiffe://acme/.*",
  "(?i)release@ACME.example",
  String.raw`https://github\.com/(acme|acme-labs)/(shop|cart)/.*`,
  String.raw`https://github\.com/acme/(shop|cart)/\.github/workflows/[a-z-]+\.yml@refs/(heads/main|tags/v\d+.*)`,
  String.raw`^https://github\.com/acme/shop/\.github/workflows/publish-image\.ya?ml@.*$`,
  String.raw`https://kubernetes\.io/namespaces/release/serviceaccounts/[a-z-]+`,
  String.raw`build-\d+@acme-ci\.iam\.gserviceaccount\.com`,
])("an expression of one's own is taken: %s", (subjectRegExp) => {
  expect(identity({ issuer: github, subjectRegExp })).toEqual([]);
  expect(findStranger(subjectRegExp, "subject")).toBeUndefined();
});

test.each([
  [".*", false],
  ["https://.*", false],
  [String.raw`https?://[^/]+(/.*)?`, false],
  [String.raw`https://.*\.com`, false],
  ["https://[a-z.]+/", false],
  [String.raw`https://dev-.*\.okta\.com`, false],
  [String.raw`https://[a-z-]+\.okta\.com`, false],
  [String.raw`https://[a-z]+\.github\.io`, false],
  [String.raw`https://[^.]+\.eu\.auth0\.com/`, false],
  [String.raw`https://storage\.googleapis\.com/.*`, false],
  [String.raw`https://s3\.eu-west-1\.amazonaws\.com/.*`, false],
  [String.raw`https://storage\.googleapis\.com/acme-oidc`, true],
  [String.raw`https://acme\.okta\.com/oauth2/.*`, true],
  [String.raw`https://token\.actions\.githubusercontent\.com(/.*)?`, true],
  [String.raw`https://gitlab\.acme\.example`, true],
  [String.raw`https://gitlab\.acme\.example/realms/.*`, true],
  [String.raw`https://token\.actions\.githubusercontent\.com.*`, false],
  ["^https://gitlab.acme.example.+$", false],
  [String.raw`https://oidc\.eks\..*\.amazonaws\.com/id/.*`, false],
  [String.raw`https://oidc\.eks\.eu-west-1\.amazonaws\.com/id/(AAAA|BBBB)`, true],
  [String.raw`https://container\.googleapis\.com/v1/projects/.*`, false],
  [String.raw`https://container\.googleapis\.com/v1/projects/acme/locations/.*`, true],
  [String.raw`https://.*gitlab\.acme\.example`, false],
  [String.raw`https://([a-z]+\.)?acme\.example`, true],
])("an expression of issuers: %s is taken: %s", (issuerRegExp, isFine) => {
  expect(identity({ issuerRegExp, subject: "release@acme.example" }).length === 0).toBe(isFine);
});

test("an expression that only JavaScript takes is refused", () => {
  const [problem] = identity({ issuer: github, subjectRegExp: "acme(?=/)" });
  expect(problem).toContain("must be a regular expression of RE2");
});

test.each([
  ["spdxjsn", false],
  ["SPDX", false],
  ["toString", false],
  ["slsaprovenance", true],
  ["slsaprovenance02", true],
  ["spdx", true],
  ["link", true],
  ["openvex", true],
  ["custom", true],
  ["https://example.org/type/v1", true],
  ["urn:example:type", true],
])("a predicate type %s can match: %s", (predicateType, isFine) => {
  const problems = problemsOf({ attestations: [{ name: "a", predicateType }] });
  expect(problems.length === 0).toBe(isFine);
  if (!isFine) expect(problems.join()).toContain("slsaprovenance1, spdxjson, cyclonedx");
});

test.each<[string, object, boolean]>([
  ["a static one beside a key", { authorities: [key, pass] }, true],
  ["a static one alone", { authorities: [pass] }, false],
  ["a key that the attestation does not name", { authorities: [key, pass], named: ["old"] }, false],
])(
  "attestations by %s can be met: %s",
  (_name, { authorities, named }: { authorities?: object; named?: object }, isFine) => {
    const attestation = {
      name: "parts",
      predicateType: "sbom",
      ...(named === undefined ? {} : { authorities: named }),
    };
    const problems = problemsOf({ authorities, attestations: [attestation] });
    expect(problems).toEqual(isFine ? [] : [expect.stringContaining("a static one signs nothing")]);
  },
);

test("a condition that cannot be evaluated is refused in its own words, one on any type taken", () => {
  const attested = (expression: string, predicateType = "https://example.org/review") =>
    problemsOf({
      attestations: [{ name: "a", predicateType, policy: { conditions: [{ expression }] } }],
    });
  expect(attested("predicate.reviewers.size() > 1 && predicateType.endsWith('review')")).toEqual([]);
  expect(attested("sets.contains(predicate.reviewers, ['ada'])").join()).toContain("got sets.contains()");
  expect(attested("object.metadata.name == 'x'").join()).toContain("Unknown variable: object");
  expect(attested("predicate.packages.size() > 3", "spdxjson")).toEqual([]);
});

test("a key service's address stands beside its key", () => {
  const withKey = (own: object) => problemsOf({ authorities: [{ name: "k", key: own }] });
  expect(withKey({ kms: "awskms:///alias/release", data: "PEM" })).toEqual([]);
  expect(withKey({ kms: "awskms:///alias/release" }).join()).toContain("must have either data or file");
  expect(withKey({ kms: "alias/release", data: "PEM" })).not.toEqual([]);
});
