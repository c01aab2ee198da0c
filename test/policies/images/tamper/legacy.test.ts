import { attachLegacy } from "../../../support/oci/attach";
import { keylessLegacy, keyLegacy, simpleSigning } from "../../../support/oci/signing";
import { makeKeys, workflow } from "../../../support/oci/sigstore";
import { findingsOf } from "../harness";
import { keylessPolicy, keyPolicy, keys, notThisKey, reasonOf, repository, useScene } from "./scene";

const scene = useScene();

describe("a first-format signature is refused", () => {
  const attach = (payload: Buffer, annotations: Record<string, string>): void =>
    attachLegacy(scene.registry, repository, scene.image.digest, [{ payload, annotations }]);

  test("of another key", async () => {
    const { payload, annotations } = keyLegacy(simpleSigning(scene.image.digest), makeKeys());
    attach(payload, annotations);
    expect(await reasonOf(scene, keyPolicy())).toMatch(notThisKey);
  });

  test("with an edited payload", async () => {
    const { payload, annotations } = keyLegacy(simpleSigning(scene.image.digest), keys);
    attach(Buffer.from(payload.toString().replace('"optional":null', '"optional":{}')), annotations);
    expect(await reasonOf(scene, keyPolicy())).toMatch(notThisKey);
  });

  test("replayed on another image", async () => {
    const { payload, annotations } = keyLegacy(simpleSigning(scene.elsewhere.digest), keys);
    attach(payload, annotations);
    expect(await reasonOf(scene, keyPolicy())).toMatch(
      /^it is about another image: critical.image.docker-manifest-digest must be sha256:/,
    );
  });

  test("of another critical.type", async () => {
    const { payload, annotations } = keyLegacy(
      simpleSigning(scene.image.digest, "atomic container signature"),
      keys,
    );
    attach(payload, annotations);
    expect(await reasonOf(scene, keyPolicy())).toBe(
      'critical.type must be "cosign container image signature": got "atomic container signature"',
    );
  });

  test("without its signature", async () => {
    attach(simpleSigning(scene.image.digest), {});
    expect(await reasonOf(scene, keyPolicy())).toBe(
      "annotation dev.cosignproject.cosign/signature must contain the signature: got none",
    );
  });

  test("without a key, with an edited payload", async () => {
    const { payload, annotations } = await keylessLegacy(
      simpleSigning(scene.image.digest),
      scene.sigstore,
      workflow,
    );
    attach(Buffer.from(payload.toString().replace('"optional":null', '"optional":{}')), annotations);
    expect(await reasonOf(scene, keylessPolicy())).toBe(
      "the log entry must be about this signature: digest mismatch",
    );
  });

  test("without a key, replayed on another image", async () => {
    const { payload, annotations } = await keylessLegacy(
      simpleSigning(scene.elsewhere.digest),
      scene.sigstore,
      workflow,
    );
    attach(payload, annotations);
    expect(await reasonOf(scene, keylessPolicy())).toMatch(/^it is about another image: critical.image/);
  });

  test("without a key, of another identity", async () => {
    const signer = { ...workflow, subject: "https://github.com/eve/shop" };
    const { payload, annotations } = await keylessLegacy(
      simpleSigning(scene.image.digest),
      scene.sigstore,
      signer,
    );
    attach(payload, annotations);
    expect(await reasonOf(scene, keylessPolicy())).toMatch(
      /^the signer's identity must be .*: got https:\/\/github.com\/eve/,
    );
  });
});

test("an unsigned image is refused with where was looked", async () => {
  const [finding] = await findingsOf(
    `${scene.registry.host}/${repository}@${scene.image.digest}`,
    keyPolicy(),
  );
  expect(finding).toMatchObject({
    path: "spec.containers[app].image",
    rule: "be signed by release (policy ours)",
    got: `${scene.registry.host}/${repository}@${scene.image.digest} with nothing attached`,
  });
  expect(finding?.fix).toBe(
    `sign it as one of these: cosign sign ${scene.registry.host}/${repository}@${scene.image.digest}; looked at referrers of ` +
      `${scene.registry.host}/${repository}@${scene.image.digest}, ` +
      ["", ".sig", ".att"]
        .map((end) => `${scene.registry.host}/${repository}:${scene.image.digest.replace(":", "-")}${end}`)
        .join(", "),
  );
});
