import { readLayout } from "./layout";
import { pushSigned } from "./push-signed";
import { buildScholarlink, type BuildOptions, type BuiltImage, REPOSITORY } from "./scholarlink";
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
  const { privateKey: key } = await ensureSigningKey(options.cacheDir);
  const pushed = await Promise.all(
    VARIANTS.map(async (variant) => {
      const image = await readLayout(images[variant].layoutTar);
      await pushSigned(image, registryUrl, { repository: REPOSITORY, tag: variant, key });
      return [variant, images[variant].reference] as const;
    }),
  );
  return Object.fromEntries(pushed) as Record<Variant, string>;
}
