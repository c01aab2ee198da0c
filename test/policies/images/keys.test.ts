import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { attachBundle, attachLegacy } from "../../support/oci/attach";
import {
  keyBundle,
  keyLegacy,
  makeStatement,
  preAuthEncoding,
  signType,
  simpleSigning,
} from "../../support/oci/signing";
import { makeKeys, makeSigstore, pemOf, workflow } from "../../support/oci/sigstore";
import { findingsOf, onePolicy } from "./harness";
import { repository, useImage } from "./image-scene";

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}
const signatureKey = "dev.cosignproject.cosign/signature";
const ec = (namedCurve: string): Pair => generateKeyPairSync("ec", { namedCurve });
const ed25519 = (): Pair => generateKeyPairSync("ed25519");
const rsa = (): Pair => generateKeyPairSync("rsa", { modulusLength: 2048 });
const scene = useImage();

const name = (): string => `${scene.registry.host}/${repository}@${scene.image.digest}`;
const policyOf = (keys: Pair, more: object = {}) =>
  onePolicy({ authorities: [{ name: "release", key: { data: pemOf(keys), ...more } }] });

/** Signs the image in one of cosign's formats with whatever digest. */
function signWith({ privateKey }: Pair, hash: string | null, format: string): void {
  if (format === "legacy") {
    const payload = simpleSigning(scene.image.digest);
    const signature = sign(hash, payload, privateKey).toString("base64");
    attachLegacy(scene.registry, repository, scene.image.digest, [
      { payload, annotations: { [signatureKey]: signature } },
    ]);
    return;
  }
  const statement = makeStatement(scene.image.digest, signType, {});
  const bundle = keyBundle(statement, makeKeys());
  const sig = sign(hash, preAuthEncoding(statement), privateKey).toString("base64");
  attachBundle(scene.registry, repository, scene.image, {
    ...bundle,
    dsseEnvelope: { ...bundle.dsseEnvelope, signatures: [{ sig, keyid: "" }] },
  });
}

describe.each(["legacy", "bundle"])("in cosign's format %s", (format) => {
  test.each<[string, () => Pair, string | null, object, boolean]>([
    ["Ed25519", ed25519, null, {}, true],
    ["P-256 with SHA-256", () => ec("P-256"), "sha256", {}, true],
    ["P-384 with SHA-384", () => ec("P-384"), "sha384", {}, true],
    ["P-384 with SHA-256, as cosign's own keys", () => ec("P-384"), "sha256", {}, true],
    ["P-521 with SHA-512", () => ec("P-521"), "sha512", {}, true],
    ["RSA with SHA-256", rsa, "sha256", {}, true],
    ["RSA with SHA-512 where that is configured", rsa, "sha512", { hashAlgorithm: "sha512" }, true],
    ["RSA with SHA-512 where it is not", rsa, "sha512", {}, false],
    [
      "P-384 with another digest than the configured",
      () => ec("P-384"),
      "sha256",
      { hashAlgorithm: "sha384" },
      false,
    ],
    ["P-256 with SHA-1", () => ec("P-256"), "sha1", {}, false],
  ])("%s is judged", async (_name, make, hash, more, isFine) => {
    const keys = make();
    signWith(keys, hash, format);
    expect(await findingsOf(name(), policyOf(keys, more))).toHaveLength(isFine ? 0 : 1);
    expect(await findingsOf(name(), policyOf(make(), more))).toHaveLength(1);
  });
});

describe("a certificate of one's own authority", () => {
  const toPem = (der: Buffer | string): string =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der as string, "base64").toString("base64")}\n-----END CERTIFICATE-----\n`;
  const configOf = (data: string, more: object = {}) =>
    onePolicy({ authorities: [{ name: "signer", certificate: { data, ...more } }] });

  test("signs with its key, whether the signature carries it or not, and with a chain that vouches for it", async () => {
    const sigstore = await makeSigstore();
    const { keys, certificate } = await sigstore.certify(workflow, true);
    const data = toPem(certificate.toString("base64"));
    const root = sigstore.trustedRoot() as unknown as {
      certificateAuthorities: { certChain: { certificates: { rawBytes: string }[] } }[];
    };
    const chain = root.certificateAuthorities[0]?.certChain.certificates.map(({ rawBytes }) =>
      toPem(rawBytes),
    );
    const files = { "chain.pem": (chain ?? []).join("") };
    const payload = simpleSigning(scene.image.digest);
    const plain = keyLegacy(payload, keys);
    attachLegacy(scene.registry, repository, scene.image.digest, [plain]);
    expect(await findingsOf(name(), configOf(data))).toEqual([]);
    expect(await findingsOf(name(), configOf(data, { chainFile: "chain.pem" }), files)).toEqual([]);
    const carrying = {
      ...plain,
      annotations: { ...plain.annotations, "dev.sigstore.cosign/certificate": data },
    };
    attachLegacy(scene.registry, repository, scene.image.digest, [carrying]);
    expect(await findingsOf(name(), configOf(data))).toEqual([]);

    const other = await makeSigstore();
    const stranger = await other.certify(workflow, true);
    const [finding] = await findingsOf(name(), configOf(toPem(stranger.certificate.toString("base64"))));
    expect(finding?.fix).toContain("got a certificate");
    const [refused] = await findingsOf(
      name(),
      configOf(toPem(stranger.certificate.toString("base64")), { chainFile: "chain.pem" }),
      files,
    ).catch((error: Error) => [{ fix: error.message }]);
    expect(refused?.fix).toContain("its chain must vouch for it");
  });

  test("that is none is refused as one", async () => {
    await expect(async () => findingsOf(name(), configOf("rubbish"))).rejects.toThrow(
      'Cannot use certificate of authority "signer": it must be one in PEM',
    );
  });
});
