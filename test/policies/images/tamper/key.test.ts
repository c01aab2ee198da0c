import { attachBundle } from "../../../support/oci/attach";
import {
  keyBundle,
  makeStatement,
  payloadType,
  preAuthEncoding,
  signType,
  type BundleJson,
} from "../../../support/oci/signing";
import { makeKeys, signBytes } from "../../../support/oci/sigstore";
import {
  keylessPolicy,
  keyPolicy,
  keys,
  notThisKey,
  reasonOf,
  repository,
  signatureOf,
  useScene,
} from "./scene";

const scene = useScene();

const changed = (text: string): string => {
  const bytes = Buffer.from(text, "base64");
  const at = bytes.length - 3;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64");
};
describe("a key's bundle is refused", () => {
  test.each<[string, (bundle: BundleJson) => BundleJson, RegExp]>([
    ["signed with another key", () => keyBundle(signatureOf(scene.image), makeKeys()), notThisKey],
    [
      "with an edited payload",
      (bundle) => {
        const edited = makeStatement(scene.image.digest, signType, { edited: true });
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
      () => keyBundle(signatureOf(scene.elsewhere), keys),
      /^it is about another image: its subject must be sha256:[0-9a-f]{12}…: got sha256:[0-9a-f]{12}…$/,
    ],
  ])("%s", async (_, make, reason) => {
    attachBundle(scene.registry, repository, scene.image, make(keyBundle(signatureOf(scene.image), keys)));
    expect(await reasonOf(scene, keyPolicy())).toMatch(reason);
  });

  test("signed over another payloadType, whoever signed it", async () => {
    const bundle = keyBundle(signatureOf(scene.image), keys);
    const type = "text/plain";
    const sig = signBytes(preAuthEncoding(signatureOf(scene.image), type), keys).toString("base64");
    bundle.dsseEnvelope = { ...bundle.dsseEnvelope, payloadType: type, signatures: [{ sig, keyid: "" }] };
    attachBundle(scene.registry, repository, scene.image, bundle);
    expect(await reasonOf(scene, keyPolicy())).toBe(`payloadType must be "${payloadType}": got "text/plain"`);
  });

  test("under an authority that demands an identity", async () => {
    attachBundle(scene.registry, repository, scene.image, keyBundle(signatureOf(scene.image), keys));
    expect(await reasonOf(scene, keylessPolicy())).toBe(
      "it must be signed with a certificate of an identity: got a key",
    );
  });
});
