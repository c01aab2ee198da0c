import { attachBundle, attachLegacy, attachReferrer, putImage, putIndex } from "../../support/oci/attach";
import {
  keyBundle,
  keyEnvelope,
  keylessBundle,
  keyLegacy,
  makeStatement,
  signType,
  simpleSigning,
} from "../../support/oci/signing";
import { makeKeys, makeSigstore, pemOf, workflow } from "../../support/oci/sigstore";
import { findingsOf, onePolicy } from "./harness";
import { repository, useImage } from "./image-scene";

const keys = makeKeys();
const scene = useImage();
beforeEach(() => {
  scene.registry.options.referrersApi = true;
});

const name = (digest = scene.image.digest): string => `${scene.registry.host}/${repository}@${digest}`;
const policy = () => onePolicy({ authorities: [{ name: "release", key: { data: pemOf(keys) } }] });
const spdx = { spdxVersion: "SPDX-2.3", packages: [{ name: "musl" }] };
const spdxStatement = (): Buffer => makeStatement(scene.image.digest, "https://spdx.dev/Document", spdx);
const fixOf = async (digest = scene.image.digest): Promise<string> =>
  (await findingsOf(name(digest), policy())).map(({ fix }) => fix).join("\n");

test("trap 1: a bill of materials in a bundle is no signature, although our key signed it", async () => {
  attachBundle(scene.registry, repository, scene.image, keyBundle(spdxStatement(), keys));
  expect(await fixOf()).toContain(
    `it is an attestation of type https://spdx.dev/Document, not a signature: predicateType must be ${signType}`,
  );
});

test("trap 1: neither is one in cosign 2's format, even under the tag of signatures", async () => {
  const envelope = keyEnvelope(spdxStatement(), keys);
  attachLegacy(scene.registry, repository, scene.image.digest, [envelope], "att");
  expect(await fixOf()).toContain("it is an attestation of type https://spdx.dev/Document, not a signature");
  attachLegacy(scene.registry, repository, scene.image.digest, [envelope], "sig");
  expect(await fixOf()).toContain("simple signing document");
});

test("trap 1: and a signature is no bill of materials", async () => {
  attachBundle(
    scene.registry,
    repository,
    scene.image,
    keyBundle(makeStatement(scene.image.digest, signType, {}), keys),
  );
  const config = onePolicy({
    authorities: [{ name: "release", key: { data: pemOf(keys) } }],
    attestations: [{ name: "parts", predicateType: "sbom" }],
  });
  const [finding] = await findingsOf(name(), config);
  expect(finding?.fix).toContain("it is a signature, not an attestation");
});

test("trap 4: artifactType of a list and annotations of an item decide nothing", async () => {
  scene.registry.options.referrersApi = false;
  const bundle = Buffer.from(
    JSON.stringify(keyBundle(makeStatement(scene.image.digest, signType, {}), keys)),
  );
  // Neither its own artifactType nor the list's says that it is a bundle; its layer does.
  const type = "application/vnd.dev.sigstore.bundle.v0.3+json";
  attachReferrer(scene.registry, repository, scene.image, bundle, type, "application/vnd.example.other");
  expect(await findingsOf(name(), policy())).toEqual([]);
});

test("trap 4: what nobody signed is listed as attached without a signature", async () => {
  attachReferrer(scene.registry, repository, scene.image, Buffer.from("{}"), "application/spdx+json");
  expect(await fixOf()).toContain("attached without a signature: application/spdx+json");
});

test("trap 6: a bundle that is not what its digest says is refused", async () => {
  const bundle = Buffer.from(
    JSON.stringify(keyBundle(makeStatement(scene.image.digest, signType, {}), keys)),
  );
  const type = "application/vnd.dev.sigstore.bundle.v0.3+json";
  attachReferrer(scene.registry, repository, scene.image, bundle, type);
  const { digest } = scene.registry.putBlob(bundle, type);
  scene.registry.spoil(digest, (bytes) =>
    Buffer.from(bytes.toString().replace('"tlogEntries":[]', '"tlogEntries": 0')),
  );
  expect(await fixOf()).toMatch(/its digest must be sha256:[0-9a-f]{64}: got sha256:[0-9a-f]{64}/);
});

test("trap 6: a referrer's manifest that is not what its digest says is refused", async () => {
  const { digest } = attachBundle(
    scene.registry,
    repository,
    scene.image,
    keyBundle(makeStatement(scene.image.digest, signType, {}), keys),
  );
  scene.registry.spoil(digest, (bytes) => Buffer.from(bytes.toString().replace("{", "{ ")));
  expect(await fixOf()).toMatch(/its digest must be sha256:[0-9a-f]{64}: got sha256:/);
});

test("trap 6: a referrer of another image in the list is refused by its subject", async () => {
  scene.registry.options.referrersApi = false;
  const elsewhere = putImage(scene.registry, repository, "elsewhere");
  const bundle = keyBundle(makeStatement(scene.image.digest, signType, {}), keys);
  const pointer = attachBundle(scene.registry, repository, elsewhere, bundle);
  putIndex(scene.registry, repository, [pointer], scene.image.digest.replace(":", "-"));
  expect(await fixOf()).toMatch(/its subject must be sha256:[0-9a-f]{12}…: got sha256:[0-9a-f]{12}/);
});

test("trap 7: a certificate's bundle without any proof of time is refused with a reason, not a TypeError", async () => {
  const sigstore = await makeSigstore();
  const bundle = await keylessBundle(
    makeStatement(scene.image.digest, signType, {}),
    sigstore,
    workflow,
    "timestamp",
  );
  bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps = [];
  attachBundle(scene.registry, repository, scene.image, bundle);
  const files = { "root.json": JSON.stringify(sigstore.trustedRoot()) };
  const keyless = { identities: [workflow], trustRootRef: "own" };
  const trustRoots = [{ name: "own", file: "root.json" }];
  const [finding] = await findingsOf(
    name(),
    onePolicy({ authorities: [{ name: "ci", keyless }] }, { trustRoots }),
    files,
  );
  expect(finding?.fix).toContain("the time of signing must be proven: expected 1 timestamps, got 0");
});

test("trap 9: a timestamp with a fraction of a second that cannot be read is refused with the cause", async () => {
  const halfASecond = new Date(Math.floor(Date.now() / 1000) * 1000 + 2450);
  const sigstore = await makeSigstore(halfASecond);
  attachBundle(
    scene.registry,
    repository,
    scene.image,
    await keylessBundle(makeStatement(scene.image.digest, signType, {}), sigstore, workflow, "timestamp"),
  );
  const files = { "root.json": JSON.stringify(sigstore.trustedRoot()) };
  const authority = {
    name: "ci",
    keyless: { identities: [workflow], trustRootRef: "own" },
    rfc3161timestamp: { trustRootRef: "own" },
  };
  const trustRoots = [{ name: "own", file: "root.json" }];
  const [finding] = await findingsOf(name(), onePolicy({ authorities: [authority] }, { trustRoots }), files);
  expect(finding?.fix).toContain("whole seconds or milliseconds");
});

test.each([true, false])(
  "trap 11: the image of one platform, pinned while only its index is signed, is refused by that reason; by tag: %s",
  async (byTag) => {
    const index = putIndex(scene.registry, repository, [scene.image], "v1");
    attachBundle(
      scene.registry,
      repository,
      index,
      keyBundle(makeStatement(index.digest, signType, {}), keys),
    );
    const pinned = `${scene.registry.host}/${repository}${byTag ? ":v1" : ""}@${scene.image.digest}`;
    const [finding] = await findingsOf(pinned, policy());
    const signed = `${scene.registry.host}/${repository}@${index.digest}`;
    expect(finding?.fix).toContain(
      `the index of all platforms is signed, this image of one platform is not: use ${signed}, or sign every platform with cosign sign --recursive ${signed}`,
    );
    expect(await findingsOf(signed, policy())).toEqual([]);
  },
);

test("trap 11: an index that nobody signed is not offered", async () => {
  putIndex(scene.registry, repository, [scene.image], "v2");
  expect(await fixOf()).toMatch(/^sign it as one of these/);
});

test("trap 12: a copied image counts only with its signatures", async () => {
  attachLegacy(scene.registry, repository, scene.image.digest, [
    keyLegacy(simpleSigning(scene.image.digest), keys),
  ]);
  const copied = putImage(scene.registry, "mirror/shop", scene.content);
  expect(copied.digest).toBe(scene.image.digest);
  const mirrored = `${scene.registry.host}/mirror/shop@${scene.image.digest}`;
  expect(await findingsOf(mirrored, policy())).toHaveLength(1);
  attachLegacy(scene.registry, "mirror/shop", scene.image.digest, [
    keyLegacy(simpleSigning(scene.image.digest), keys),
  ]);
  expect(await findingsOf(mirrored, policy())).toEqual([]);
});

test("every refused item is listed with its format, its place and its own reason", async () => {
  attachBundle(scene.registry, repository, scene.image, keyBundle(spdxStatement(), keys));
  attachLegacy(scene.registry, repository, scene.image.digest, [
    keyLegacy(simpleSigning(scene.image.digest), makeKeys()),
  ]);
  const [finding] = await findingsOf(name(), policy());
  expect(finding?.got).toBe(`${name()} with 2 attached, none counts`);
  expect(finding?.fix).toMatch(
    /\(1\) bundle at 127\.0\.0\.1:\d+\/acme\/shop@sha256:\w{12}… \(Referrers API\): it is an attest/,
  );
  expect(finding?.fix).toMatch(
    /\(2\) legacy at 127\.0\.0\.1:\d+\/acme\/shop:sha256-\w{64}\.sig: the signature was not made/,
  );
});
