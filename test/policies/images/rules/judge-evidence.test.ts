import { resolveAuthority, rootFinder } from "../../../../policies/images/rules/resolve-authority";
import { judgeEvidence, type ReadyPolicy } from "../../../../policies/images/rules/judge-evidence";
import { imagesSchema } from "../../../../policies/images/rules/schema";
import type { Evidence } from "../../../../policies/images/signature/evidence";
import { createVerifier } from "../../../../policies/images/signature/verify-signature";
import { keyBundle, makeStatement, signType } from "../../../support/oci/signing";
import { makeKeys, pemOf, type KeyPair } from "../../../support/oci/sigstore";

const digest = `sha256:${"a".repeat(64)}`;
const now = new Date("2026-06-15T12:00:00Z");
const [ours, theirs] = [makeKeys(), makeKeys()];
const vuln = "https://cosign.sigstore.dev/attestation/vuln/v1";
const images = [{ glob: "**" }];
const ourKey = { name: "ours", key: { data: pemOf(ours) } };
const theirKey = { name: "theirs", key: { data: pemOf(theirs) } };

function ready(policy: object): ReadyPolicy {
  const [parsed] = imagesSchema.parse({ policies: [{ name: "p", images, ...policy }] }).policies;
  if (parsed === undefined) throw new Error("no policy");
  const noFile = (): string => "";
  const verifiers = parsed.authorities.flatMap((each) => {
    const authority = resolveAuthority(each, rootFinder([], noFile), noFile);
    return authority ? [[authority, createVerifier(authority)] as const] : [];
  });
  const demandSignature = parsed.signature === "required";
  return { name: parsed.name, verifiers, demandSignature, attestations: parsed.attestations };
}

const bundle = (type: string, predicate: unknown, keys: KeyPair, place = "here"): Evidence => ({
  kind: "bundle",
  place,
  bytes: Buffer.from(JSON.stringify(keyBundle(makeStatement(digest, type, predicate), keys))),
});
const scan = (finished: string, severity: string): Evidence => {
  const result = { matches: [{ vulnerability: { id: "CVE-1", severity } }] };
  return bundle(vuln, { scanner: { result }, metadata: { scanFinishedOn: finished } }, ours, finished);
};
const judge = (policy: object, evidence: readonly Evidence[]) =>
  judgeEvidence({ evidence, unsigned: [], searched: [] }, ready(policy), digest, now);

const scanned = {
  authorities: [ourKey],
  signature: "not-required",
  attestations: [{ name: "scan", predicateType: "vuln" }],
};

test("of two scans the newest counts, whichever comes first", () => {
  const [clean, dirty] = [scan("2026-06-13T00:00:00Z", "Low"), scan("2026-06-14T00:00:00Z", "High")];
  for (const evidence of [
    [clean, dirty],
    [dirty, clean],
  ]) {
    const { accepted, requirements } = judge(scanned, evidence);
    expect(accepted).toBe(false);
    expect(requirements[0]?.refusals.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        "a newer one counts instead",
        "no vulnerability may be critical or high: got CVE-1 (high)",
      ]),
    );
  }
  expect(
    judge(scanned, [scan("2026-06-13T00:00:00Z", "High"), scan("2026-06-14T00:00:00Z", "Low")]).accepted,
  ).toBe(true);
});

test("a newer scan that nobody trusted signed does not count", () => {
  const result = { matches: [] };
  const predicate = { scanner: { result }, metadata: { scanFinishedOn: "2026-06-15T00:00:00Z" } };
  const forged = bundle(vuln, predicate, makeKeys());
  expect(judge(scanned, [scan("2026-06-14T00:00:00Z", "High"), forged]).accepted).toBe(false);
});

test("an attestation counts only by its own authorities", () => {
  const attestations = [{ name: "x", predicateType: "https://example.org/x", authorities: ["theirs"] }];
  const policy = { authorities: [ourKey, theirKey], signature: "not-required", attestations };
  expect(judge(policy, [bundle("https://example.org/x", {}, ours)]).accepted).toBe(false);
  expect(judge(policy, [bundle("https://example.org/x", {}, theirs)]).accepted).toBe(true);
});

test("all requirements must be met, and each says what it met", () => {
  const policy = {
    authorities: [ourKey],
    attestations: [{ name: "x", predicateType: "https://example.org/x" }],
  };
  const signature = bundle(signType, {}, ours);
  expect(judge(policy, [signature])).toMatchObject({
    accepted: false,
    requirements: [{ requirement: "signature", metBy: { authority: "ours" } }, { requirement: "x" }],
  });
  expect(judge(policy, [signature, bundle("https://example.org/x", {}, ours)]).accepted).toBe(true);
});

test("signatureFormat refuses the other format, whoever signed", () => {
  const policy = { authorities: [{ ...ourKey, signatureFormat: "legacy" }] };
  const { requirements } = judge(policy, [bundle(signType, {}, ours)]);
  expect(requirements[0]?.refusals).toEqual([
    { place: "here", format: "bundle", reason: "signatureFormat must be legacy: got bundle" },
  ]);
});

test("with two authorities each says why it refused", () => {
  const { requirements } = judge({ authorities: [ourKey, theirKey] }, [bundle(signType, {}, makeKeys())]);
  expect(requirements[0]?.refusals[0]?.reason).toMatch(
    /^ours: the signature was not made by .*; theirs: the signature was/,
  );
});

test("a policy without any requirement accepts nothing", () => {
  const policy = { ...ready({ authorities: [ourKey] }), demandSignature: false };
  expect(judgeEvidence({ evidence: [], unsigned: [], searched: [] }, policy, digest, now).accepted).toBe(
    false,
  );
});
