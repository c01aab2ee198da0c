import { imageDigest } from "./image";

/**
 * A digest as people read it in a sentence.
 * @returns e.g. `sha256:9f3a61c2d4e5`; the whole reference where it has no digest
 */
export function shortDigest(image: string): string {
  return imageDigest(image)?.slice(0, "sha256:".length + 12) ?? image;
}
