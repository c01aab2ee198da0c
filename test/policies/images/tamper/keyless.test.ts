import { attachBundle } from "../../../support/oci/attach";
import { keylessBundle, makeStatement, signType, type BundleJson } from "../../../support/oci/signing";
import { workflow, type Signer } from "../../../support/oci/sigstore";
import { findingsOf, onePolicy } from "../harness";
import {
  keylessPolicy,
  keyPolicy,
  notCertificate,
  reasonOf,
  repository,
  signatureOf,
  useScene,
} from "./scene";

const scene = useScene();

test("a certificate's bundle is refused under an authority that demands a key", async () => {
  attachBundle(
    scene.registry,
    repository,
    scene.image,
    await keylessBundle(signatureOf(scene.image), scene.sigstore, workflow),
  );
  expect(await reasonOf(scene, keyPolicy())).toBe("it must be signed with the key: got a certificate");
});

describe("a certificate's bundle is refused", () => {
  test.each<[string, Signer, RegExp]>([
    [
      "of another issuer",
      { ...workflow, issuer: "https://accounts.example.org" },
      /^the signer's issuer must be .*: got https:\/\/github.com\/acme\/shop.* by https:\/\/accounts.example.org$/,
    ],
    [
      "of another identity",
      { ...workflow, subject: "https://github.com/eve/shop/.github/workflows/release.yml@refs/heads/main" },
      /^the signer's identity must be .*: got https:\/\/github.com\/eve/,
    ],
    [
      "of an identity that begins with the right one",
      { ...workflow, subject: `${workflow.subject}-evil` },
      /^the signer's identity must be .*: got .*refs\/heads\/main-evil/,
    ],
  ])("%s", async (_, signer, reason) => {
    attachBundle(
      scene.registry,
      repository,
      scene.image,
      await keylessBundle(signatureOf(scene.image), scene.sigstore, signer),
    );
    expect(await reasonOf(scene, keylessPolicy())).toMatch(reason);
  });

  test.each<[string, (bundle: BundleJson, donor: BundleJson) => BundleJson | Promise<BundleJson>, RegExp]>([
    [
      "of another certificate authority",
      () => keylessBundle(signatureOf(scene.image), scene.other, workflow),
      /^the certificate must come from the trusted authority: Failed to verify certificate chain/,
    ],
    [
      "with its log entry stripped",
      (bundle) => {
        bundle.verificationMaterial.tlogEntries = [];
        return bundle;
      },
      /^the time of signing must be proven: expected 1 timestamps, got 0$/,
    ],
    [
      "with the time of its log entry changed",
      (bundle) => {
        const [entry] = bundle.verificationMaterial.tlogEntries;
        if (entry) entry["integratedTime"] = String(Number(entry["integratedTime"]) + 1);
        return bundle;
      },
      /^the transparency log must have signed the entry: inclusion promise could not be verified$/,
    ],
    [
      "with the log entry of another bundle",
      (bundle, donor) => {
        bundle.verificationMaterial.tlogEntries = donor.verificationMaterial.tlogEntries;
        return bundle;
      },
      /^the log entry must be about this signature: tlog entry signature mismatch$/,
    ],
    [
      "with the certificate of another bundle",
      (bundle, donor) => {
        return {
          ...bundle,
          verificationMaterial: {
            ...bundle.verificationMaterial,
            ...(donor.verificationMaterial.certificate
              ? { certificate: donor.verificationMaterial.certificate }
              : {}),
          },
        };
      },
      notCertificate,
    ],
    [
      "with an edited payload",
      (bundle) => {
        const edited = makeStatement(scene.image.digest, signType, { edited: true });
        bundle.dsseEnvelope.payload = edited.toString("base64");
        return bundle;
      },
      /^the log entry must be about this signature: DSSE payload hash mismatch$/,
    ],
    [
      "of another image",
      () => keylessBundle(signatureOf(scene.elsewhere), scene.sigstore, workflow),
      /^it is about another image: its subject must be/,
    ],
  ])("%s", async (_, make, reason) => {
    // The donor comes first: its certificate must be valid when the bundle is logged.
    const donor = await keylessBundle(signatureOf(scene.image), scene.sigstore, workflow);
    const bundle = await keylessBundle(signatureOf(scene.image), scene.sigstore, workflow);
    attachBundle(scene.registry, repository, scene.image, await make(bundle, donor));
    expect(await reasonOf(scene, keylessPolicy())).toMatch(reason);
  });

  test.each<[string, "tlogs" | "ctlogs", RegExp]>([
    [
      "Rekor",
      "tlogs",
      /^the transparency log must have signed the entry: inclusion promise could not be verified$/,
    ],
    [
      "the certificate log",
      "ctlogs",
      /^the certificate must come from the trusted authority: SCT verification failed$/,
    ],
  ])("where the root has another key of %s", async (_, list, reason) => {
    attachBundle(
      scene.registry,
      repository,
      scene.image,
      await keylessBundle(signatureOf(scene.image), scene.sigstore, workflow),
    );
    const [root, swapped] = [scene.sigstore.trustedRoot(), scene.other.trustedRoot()];
    const [mine, theirs] = [root[list][0], swapped[list][0]];
    if (mine && theirs) mine.publicKey.rawBytes = theirs.publicKey.rawBytes;
    expect(await reasonOf(scene, keylessPolicy(), root)).toMatch(reason);
  });

  test("outside the log where the log is demanded, although it has a timestamp", async () => {
    const bundle = await keylessBundle(signatureOf(scene.image), scene.sigstore, workflow, "timestamp");
    attachBundle(scene.registry, repository, scene.image, bundle);
    expect(await reasonOf(scene, keylessPolicy())).toBe(
      "it must be in the transparency log: expected 1 tlog entries, got 0",
    );
  });

  test("with a certificate that no transparency log has seen, unless that is allowed", async () => {
    const signature = signatureOf(scene.image);
    const bundle = await keylessBundle(signature, scene.sigstore, workflow, "log", false);
    attachBundle(scene.registry, repository, scene.image, bundle);
    expect(await reasonOf(scene, keylessPolicy())).toBe(
      "the certificate must come from the trusted authority: expected 1 SCTs, got 0",
    );
    const keyless = { identities: [workflow], trustRootRef: "own", insecureIgnoreSCT: true };
    const trustRoots = [{ name: "own", file: "root.json" }];
    const lenient = onePolicy({ authorities: [{ name: "ci", keyless }] }, { trustRoots });
    const files = { "root.json": JSON.stringify(scene.sigstore.trustedRoot()) };
    const image = `${scene.registry.host}/${repository}@${scene.image.digest}`;
    expect(await findingsOf(image, lenient, files)).toEqual([]);
  });

  test("without a timestamp where only timestamps count, although it is in the log", async () => {
    attachBundle(
      scene.registry,
      repository,
      scene.image,
      await keylessBundle(signatureOf(scene.image), scene.sigstore, workflow, "log"),
    );
    expect(await reasonOf(scene, keylessPolicy(true))).toBe(
      "it must carry a timestamp of a timestamp authority (RFC 3161): got none",
    );
  });

  test("with a timestamp of another authority", async () => {
    const bundle = await keylessBundle(signatureOf(scene.image), scene.sigstore, workflow, "timestamp");
    const signature = Buffer.from(bundle.dsseEnvelope.signatures[0]?.sig ?? "", "base64");
    const signedTimestamp = (await scene.other.timestamp(signature)).toString("base64");
    bundle.verificationMaterial.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp }] };
    attachBundle(scene.registry, repository, scene.image, bundle);
    expect(await reasonOf(scene, keylessPolicy(true))).toBe(
      "the time of signing must be proven: timestamp could not be verified",
    );
  });
});
