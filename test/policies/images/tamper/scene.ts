import { putImage } from "../../../support/oci/attach";
import { startOciRegistry, type OciRegistry, type Pointer } from "../../../support/oci/registry";
import { makeStatement, signType } from "../../../support/oci/signing";
import { makeKeys, makeSigstore, pemOf, workflow, type TestSigstore } from "../../../support/oci/sigstore";
import type { ImagesConfig } from "../../../../policies/images/rules/schema";
import { findingsOf, onePolicy } from "../harness";

/** Scene that the tests of changed signatures share. */
export interface Scene {
  registry: OciRegistry;
  sigstore: TestSigstore;
  /** A Sigstore that nobody trusts. */
  other: TestSigstore;
  /** A fresh image for each test. */
  image: Pointer;
  /** Another image, for replays. */
  elsewhere: Pointer;
}

export const keys = makeKeys();
export const repository = "acme/shop";

/** Sets the scene up before the tests of a file. */
export function useScene(): Scene {
  const scene = {} as Scene;
  let count = 0;
  beforeAll(async () => {
    [scene.sigstore, scene.other] = await Promise.all([makeSigstore(), makeSigstore()]);
    scene.registry = await startOciRegistry();
    scene.elsewhere = putImage(scene.registry, repository, "another image");
  });
  afterAll(() => scene.registry.close());
  beforeEach(() => {
    scene.image = putImage(scene.registry, repository, `image ${(count += 1)}`);
  });
  return scene;
}

/** One authority with the key. */
export const keyPolicy = (): ImagesConfig =>
  onePolicy({ authorities: [{ name: "release", key: { data: pemOf(keys) } }] });

/** One authority without a key, by a root of one's own. */
export const keylessPolicy = (timestampOnly = false): ImagesConfig =>
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

/** The one refusal of the one finding about the scene's image. */
export async function reasonOf(
  { registry, image, sigstore }: Scene,
  config: ImagesConfig,
  root: object = sigstore.trustedRoot(),
): Promise<string> {
  const findings = await findingsOf(`${registry.host}/${repository}@${image.digest}`, config, {
    "root.json": JSON.stringify(root),
  });
  expect(findings).toHaveLength(1);
  return / at \S+(?: \([^)]*\))?: (.*)$/.exec(findings[0]?.fix ?? "")?.[1] ?? "no reason";
}

/** Statement that cosign 3 signs about an image. */
export const signatureOf = ({ digest }: Pointer): Buffer => makeStatement(digest, signType, {});

export const notThisKey = /^the signature was not made by this key, or what was signed has been changed/;
export const notCertificate =
  /^the signature was not made by the certificate's key, or what was signed has been changed/;
