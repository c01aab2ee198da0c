import type { KeyObject } from "node:crypto";
import type { Image } from "./image";
import { pushImage } from "./registry";
import { REGISTRY_HOST } from "./scholarlink";
import { signImage, signatureTag } from "./sign";

/**
 * Pushes an image and its signature.
 * @param registryUrl - for example "http://127.0.0.1:5000"
 * @returns digest of its manifest
 */
export async function pushSigned(
  image: Image,
  registryUrl: string,
  { repository, tag, key }: { readonly repository: string; readonly tag: string; readonly key: KeyObject },
): Promise<string> {
  const digest = await pushImage(image, registryUrl, repository, tag);
  const signature = signImage(`${REGISTRY_HOST}/${repository}`, digest, key);
  await pushImage(signature, registryUrl, repository, signatureTag(digest));
  return digest;
}
