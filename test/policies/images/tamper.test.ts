import { attachBundle, attachLegacy, putImage } from "../../support/oci-attach";
import { startOciRegistry, type OciRegistry, type Pointer } from "../../support/oci-registry";
import {
  keyBundle,
  keylessBundle,
  keylessLegacy,
  keyLegacy,
  makeStatement,
  payloadType,
  preAuthEncoding,
  signType,
  simpleSigning,
  type BundleJson,
} from "../../support/oci-signing";
import {
  makeKeys,
  makeSigstore,
  pemOf,
  signBytes,
  workflow,
  type Signer,
  type TestSigstore,
} from "../../support/oci-sigstore";
import { findingsOf, onePolicy } from "./harness";

const keys = makeKeys();
const repository = "acme/shop";
let sigstore: TestSigstore;
let other: TestSigstore;
let registry: OciRegistry;
let image: Pointer;
let elsewhere: Pointer;
let count = 0;

beforeAll(async () => {
  [sigstore, other] = await Promise.all([makeSigstore(), makeSigstore()]);
  registry = await startOciRegistry();
  elsewhere = putImage(registry, repository, "another image");
});
afterAll(() => registry.close());
beforeEach(() => (image = putImage(registry, repository, `image ${(count += 1)}`)));

const keyPolicy = () => onePolicy({ authorities: [{ name: "release", key: { data: pemOf(keys) } }] });
const keylessPolicy = (timestampOnly = false) =>
  onePolicy(
    {
      authorities: [
        {
          name: "ci",
          keyless: { identities: [workflow], trustRootRef: "own" },
          ...(timestampOnly ? { rfc3161timestamp: { trustRootRef: "own" } } : {}),
        },
      ],
    },
    { trustRoots: [{ name: "own", file: "root.json" }] },
  );

/** The one refusal of the one finding. */
async function reasonOf(
  config: ReturnType<typeof keyPolicy>,
  root: object = sigstore.trustedRoot(),
): Promise<string> {
  const findings = await findingsOf(`${registry.host}/${repository}@${image.digest}`, config, {
    "root.json": JSON.stringify(root),
  });
  expect(findings).toHaveLength(1);
  return / at \S+(?: \([^)]*\))?: (.*)$/.exec(findings[0]?.fix ?? "")?.[1] ?? "no reason";
}

const statement = (digest = image.digest): Buffer => makeStatement(digest, signType, {});
const changed = (text: string): string => {
  const bytes = Buffer.from(text, "base64");
  const at = bytes.length - 3;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64");
};
const notThisKey = /^the signature was not made by this key, or what was signed has been changed/;
const notCertificate =
  /^the signature was not made by the certificate's key, or what was signed has been changed/;

describe("a key's bundle is refused", () => {
  test.each<[string, (bundle: BundleJson) => BundleJson, RegExp]>([
    ["signed with another key", () => keyBundle(statement(), makeKeys()), notThisKey],
    [
      "with an edited payload",
      (bundle) => {
        const edited = makeStatement(image.digest, signType, { edited: true });
        bundle.dsseEnvelope.payload = edited.toString("base64");
        return bundle;
      },
      notThisKey,
    ],
    [
      "with an edited payloadType",
      (bundle) => ({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payloadType: "text/plain" } }),
      /^payloadType must be "application\/vnd.in-toto\+json": got "text\/plain"$/,
    ],
    [
      "with a flipped byte in its signature",
      (bundle) => {
        const [first] = bundle.dsseEnvelope.signatures;
        if (first) first.sig = changed(first.sig);
        return bundle;
      },
      notThisKey,
    ],
    [
      "without a signature",
      (bundle) => ({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, signatures: [] } }),
      /^the envelope must carry one signature: got 0$/,
    ],
    [
      "with a second signature that nobody verifies",
      (bundle) => {
        const { signatures } = bundle.dsseEnvelope;
        return {
          ...bundle,
          dsseEnvelope: { ...bundle.dsseEnvelope, signatures: [...signatures, ...signatures] },
        };
      },
      /^the envelope must carry one signature: got 2$/,
    ],
    [
      "of another image",
      () => keyBundle(statement(elsewhere.digest), keys),
      /^it is about another image: its subject must be sha256:[0-9a-f]{12}…: got sha256:[0-9a-f]{12}…$/,
    ],
  ])("%s", async (_, make, reason) => {
    attachBundle(registry, repository, image, make(keyBundle(statement(), keys)));
    expect(await reasonOf(keyPolicy())).toMatch(reason);
  });

  test("signed over another payloadType, whoever signed it", async () => {
    const bundle = keyBundle(statement(), keys);
    const type = "text/plain";
    const sig = signBytes(preAuthEncoding(statement(), type), keys).toString("base64");
    bundle.dsseEnvelope = { ...bundle.dsseEnvelope, payloadType: type, signatures: [{ sig, keyid: "" }] };
    attachBundle(registry, repository, image, bundle);
    expect(await reasonOf(keyPolicy())).toBe(`payloadType must be "${payloadType}": got "text/plain"`);
  });

  test("under an authority that demands an identity", async () => {
    attachBundle(registry, repository, image, keyBundle(statement(), keys));
    expect(await reasonOf(keylessPolicy())).toBe(
      "it must be signed with a certificate of an identity: got a key",
    );
  });
});

test("a certificate's bundle is refused under an authority that demands a key", async () => {
  attachBundle(registry, repository, image, await keylessBundle(statement(), sigstore, workflow));
  expect(await reasonOf(keyPolicy())).toBe("it must be signed with the key: got a certificate");
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
    attachBundle(registry, repository, image, await keylessBundle(statement(), sigstore, signer));
    expect(await reasonOf(keylessPolicy())).toMatch(reason);
  });

  test.each<[string, (bundle: BundleJson) => BundleJson | Promise<BundleJson>, RegExp]>([
    [
      "of another certificate authority",
      () => keylessBundle(statement(), other, workflow),
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
      async (bundle) => {
        const donor = await keylessBundle(statement(), sigstore, workflow);
        bundle.verificationMaterial.tlogEntries = donor.verificationMaterial.tlogEntries;
        return bundle;
      },
      /^the log entry must be about this signature: tlog entry signature mismatch$/,
    ],
    [
      "with the certificate of another bundle",
      async (bundle) => {
        const donor = await keylessBundle(statement(), sigstore, workflow);
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
        const edited = makeStatement(image.digest, signType, { edited: true });
        bundle.dsseEnvelope.payload = edited.toString("base64");
        return bundle;
      },
      /^the log entry must be about this signature: DSSE payload hash mismatch$/,
    ],
    [
      "of another image",
      () => keylessBundle(statement(elsewhere.digest), sigstore, workflow),
      /^it is about another image: its subject must be/,
    ],
  ])("%s", async (_, make, reason) => {
    attachBundle(
      registry,
      repository,
      image,
      await make(await keylessBundle(statement(), sigstore, workflow)),
    );
    expect(await reasonOf(keylessPolicy())).toMatch(reason);
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
    attachBundle(registry, repository, image, await keylessBundle(statement(), sigstore, workflow));
    const [root, swapped] = [sigstore.trustedRoot(), other.trustedRoot()];
    const [mine, theirs] = [root[list][0], swapped[list][0]];
    if (mine && theirs) mine.publicKey.rawBytes = theirs.publicKey.rawBytes;
    expect(await reasonOf(keylessPolicy(), root)).toMatch(reason);
  });

  test("without a timestamp where only timestamps count, although it is in the log", async () => {
    attachBundle(registry, repository, image, await keylessBundle(statement(), sigstore, workflow, "log"));
    expect(await reasonOf(keylessPolicy(true))).toBe(
      "it must carry a timestamp of a timestamp authority (RFC 3161): got none",
    );
  });

  test("with a timestamp of another authority", async () => {
    const bundle = await keylessBundle(statement(), sigstore, workflow, "timestamp");
    const signature = Buffer.from(bundle.dsseEnvelope.signatures[0]?.sig ?? "", "base64");
    const signedTimestamp = (await other.timestamp(signature)).toString("base64");
    bundle.verificationMaterial.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp }] };
    attachBundle(registry, repository, image, bundle);
    expect(await reasonOf(keylessPolicy(true))).toBe(
      "the time of signing must be proven: timestamp could not be verified",
    );
  });
});

describe("a first-format signature is refused", () => {
  const attach = (payload: Buffer, annotations: Record<string, string>): void =>
    attachLegacy(registry, repository, image.digest, [{ payload, annotations }]);

  test("of another key", async () => {
    const { payload, annotations } = keyLegacy(simpleSigning(image.digest), makeKeys());
    attach(payload, annotations);
    expect(await reasonOf(keyPolicy())).toMatch(notThisKey);
  });

  test("with an edited payload", async () => {
    const { payload, annotations } = keyLegacy(simpleSigning(image.digest), keys);
    attach(Buffer.from(payload.toString().replace('"optional":null', '"optional":{}')), annotations);
    expect(await reasonOf(keyPolicy())).toMatch(notThisKey);
  });

  test("replayed on another image", async () => {
    const { payload, annotations } = keyLegacy(simpleSigning(elsewhere.digest), keys);
    attach(payload, annotations);
    expect(await reasonOf(keyPolicy())).toMatch(
      /^it is about another image: critical.image.docker-manifest-digest must be sha256:/,
    );
  });

  test("of another critical.type", async () => {
    const { payload, annotations } = keyLegacy(
      simpleSigning(image.digest, "atomic container signature"),
      keys,
    );
    attach(payload, annotations);
    expect(await reasonOf(keyPolicy())).toBe(
      'critical.type must be "cosign container image signature": got "atomic container signature"',
    );
  });

  test("without its signature", async () => {
    attach(simpleSigning(image.digest), {});
    expect(await reasonOf(keyPolicy())).toBe(
      "annotation dev.cosignproject.cosign/signature must hold the signature: got none",
    );
  });

  test("without a key, with an edited payload", async () => {
    const { payload, annotations } = await keylessLegacy(simpleSigning(image.digest), sigstore, workflow);
    attach(Buffer.from(payload.toString().replace('"optional":null', '"optional":{}')), annotations);
    expect(await reasonOf(keylessPolicy())).toBe(
      "the log entry must be about this signature: digest mismatch",
    );
  });

  test("without a key, replayed on another image", async () => {
    const { payload, annotations } = await keylessLegacy(simpleSigning(elsewhere.digest), sigstore, workflow);
    attach(payload, annotations);
    expect(await reasonOf(keylessPolicy())).toMatch(/^it is about another image: critical.image/);
  });

  test("without a key, of another identity", async () => {
    const signer = { ...workflow, subject: "https://github.com/eve/shop" };
    const { payload, annotations } = await keylessLegacy(simpleSigning(image.digest), sigstore, signer);
    attach(payload, annotations);
    expect(await reasonOf(keylessPolicy())).toMatch(
      /^the signer's identity must be .*: got https:\/\/github.com\/eve/,
    );
  });
});

test("an unsigned image is refused with where was looked", async () => {
  const [finding] = await findingsOf(`${registry.host}/${repository}@${image.digest}`, keyPolicy());
  expect(finding).toMatchObject({
    path: "spec.containers[app].image",
    rule: "be signed by release (policy ours)",
    value: `${registry.host}/${repository}@${image.digest} with nothing attached`,
  });
  expect(finding?.fix).toBe(
    `sign it as one of these: cosign sign ${registry.host}/${repository}@${image.digest}; looked at referrers of ` +
      `${registry.host}/${repository}@${image.digest}, ` +
      ["", ".sig", ".att"]
        .map((end) => `${registry.host}/${repository}:${image.digest.replace(":", "-")}${end}`)
        .join(", "),
  );
});
