import { matchesWhole } from "../../../../components/core/regular-expression";
import { demandIdentity } from "../../../../policies/images/signature/identity";
import { parseTrustedRoot, readPublicRoot } from "../../../../policies/images/signature/trusted-root";
import { makeSigstore } from "../../../support/oci/sigstore";

test.each(["tlogs", "ctlogs"] as const)(
  "a root with an entry in %s without a start of validity is refused",
  async (list) => {
    const root = (await makeSigstore()).trustedRoot();
    expect(parseTrustedRoot(JSON.stringify(root), "own").tlogs).toHaveLength(1);
    const [log] = root[list];
    if (log) log.publicKey.validFor = {};
    expect(() => parseTrustedRoot(JSON.stringify(root), "own")).toThrow(
      `Cannot use trusted root "own": ${list}[0].publicKey.validFor.start must be set: got none`,
    );
  },
);

test.each([
  ["no JSON", "{", "it must be JSON of a trusted root"],
  ["another document", "{}", "mediaType must be application/vnd.dev.sigstore.trustedroot+json"],
])("a root that is %s is refused", (_, text, reason) => {
  expect(() => parseTrustedRoot(text, "own")).toThrow(reason);
});

test("the root of the public Sigstore is pinned and usable", () => {
  const root = readPublicRoot();
  expect(root.tlogs.map(({ baseUrl }) => baseUrl)).toContain("https://rekor.sigstore.dev");
  expect([root.certificateAuthorities.length, root.timestampAuthorities.length, root.ctlogs.length]).toEqual([
    2, 1, 2,
  ]);
});

test("matchesWhole() matches whole texts only, alternatives included", () => {
  expect(["a", "b", "ab", "xa", "bx"].filter((text) => matchesWhole("a|b", text))).toEqual(["a", "b"]);
});

test("demandIdentity() wants issuer and subject of the same identity", () => {
  const identities = [
    { issuer: "https://a", subject: "one" },
    { issuerRegExp: "https://b.*", subjectRegExp: "two" },
  ];
  expect(() => demandIdentity(identities, { issuer: "https://a", subject: "one" })).not.toThrow();
  expect(() => demandIdentity(identities, { issuer: "https://b/x", subject: "two" })).not.toThrow();
  expect(() => demandIdentity(identities, { issuer: "https://a", subject: "two" })).toThrow(
    "the signer's issuer must be",
  );
  expect(() => demandIdentity(identities, { issuer: "https://a", subject: "two-evil" })).toThrow(
    "the signer's identity must be",
  );
  expect(() => demandIdentity(identities, {})).toThrow("got no subject by no issuer");
});
