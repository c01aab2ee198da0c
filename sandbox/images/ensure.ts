import { readLayout } from "./layout";
import { pushImage } from "./registry";
import {
  buildScholarlink,
  type BuildOptions,
  type BuiltImage,
  REGISTRY_HOST,
  REPOSITORY,
} from "./scholarlink";
import { signImage, signatureTag } from "./sign";
import { ensureSigningKey } from "./signing-key";
import { type Variant, VARIANTS } from "./variants";

/**
 * Builds every image of the example app that the cache does not have.
 * @example const { v1 } = await ensureImages(console.error);
 */
export async function ensureImages(
  onProgress?: (line: string) => void,
  options: Omit<BuildOptions, "onProgress"> = {},
): Promise<Record<Variant, BuiltImage>> {
  const built: Partial<Record<Variant, BuiltImage>> = {};
  // One after the other: they differ at link time only, and the compiler already uses every core.
  for (const variant of VARIANTS) {
    built[variant] = await buildScholarlink(variant, { ...options, ...(onProgress ? { onProgress } : {}) });
  }
  return built as Record<Variant, BuiltImage>;
}

/**
 * Builds the missing images and pushes all images of the example app, each under its name as tag and signed.
 * @param registryUrl - for example "http://127.0.0.1:5000"
 * @returns pinned references, "registry.example.org/scholarlink@sha256:…"
 */
export async function pushImages(
  registryUrl: string,
  onProgress?: (line: string) => void,
  options: Omit<BuildOptions, "onProgress"> = {},
): Promise<Record<Variant, string>> {
  const images = await ensureImages(onProgress, options);
  const { privateKey } = await ensureSigningKey(options.cacheDir);
  const pushed = await Promise.all(
    VARIANTS.map(async (variant) => {
      const image = await readLayout(images[variant].layoutTar);
      const digest = await pushImage(image, registryUrl, REPOSITORY, variant);
      const signature = signImage(`${REGISTRY_HOST}/${REPOSITORY}`, digest, privateKey);
      await pushImage(signature, registryUrl, REPOSITORY, signatureTag(digest));
      return [variant, images[variant].reference] as const;
    }),
  );
  return Object.fromEntries(pushed) as Record<Variant, string>;
}
