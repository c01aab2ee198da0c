import type { RegistryClient } from "../registry/client";
import type { ImageReference } from "../../../components/core/images/reference";

/** Number of tags that are listed, and of those that are looked at, when an image has no signature. */
const mostTags = 200;
const mostLooks = 20;

/**
 * Finds the signed index of several platforms that an unsigned image belongs to: `cosign sign` signs the index only,
 * and a pod that is pinned to the image of one platform then has no signature.
 * @param store - the repository that holds the signatures
 * @param digest - of the image
 * @returns the index' digest; undefined when none is found among the tags
 * @throws {RegistryError}
 */
export async function findIndexOf(
  client: RegistryClient,
  at: ImageReference,
  store: ImageReference,
  digest: string,
): Promise<string | undefined> {
  const tags = await client.tags(at, mostTags);
  // A tag named after a digest shows a signed image; the image's own tag is the likeliest to be its index.
  const signed = tags.flatMap((tag) => {
    const hex = /^sha256-([0-9a-f]{64})(?:\.sig)?$/.exec(tag)?.[1];
    return hex === undefined ? [] : [`sha256:${hex}`];
  });
  const named = tags.filter((tag) => !/^sha256-[0-9a-f]{64}/.test(tag)).toReversed();
  const own = at.tag === undefined ? [] : [at.tag];
  const names = [...new Set([...own, ...signed, ...named])].filter((name) => name !== digest);
  for (const name of names.slice(0, mostLooks)) {
    const found = await client.manifest(at, name);
    if (found?.manifest.manifests.some((child) => child.digest === digest) !== true) continue;
    if (await hasSignature(client, store, found.digest)) return found.digest;
  }
  return undefined;
}

async function hasSignature(client: RegistryClient, store: ImageReference, digest: string): Promise<boolean> {
  const tag = digest.replace(":", "-");
  if (((await client.referrers(store, digest)) ?? []).length > 0) return true;
  if ((await client.manifest(store, `${tag}.sig`)) !== undefined) return true;
  return (await client.manifest(store, tag)) !== undefined;
}
