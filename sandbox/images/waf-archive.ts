import { writeFile } from "node:fs/promises";
import { readLayout, renderLayout } from "./layout";
import type { BuildOptions } from "./scholarlink";
import { buildWaf, WAF_REPOSITORY } from "./waf";

/**
 * Writes the firewall's image as an archive of an OCI layout with one image in it, which skopeo and crane can push.
 * @returns digest that a registry stores it under
 */
export async function writeWaf(file: string, options: BuildOptions = {}): Promise<string> {
  const image = await readLayout(await buildWaf(options));
  await writeFile(file, renderLayout(image, [WAF_REPOSITORY]));
  return image.manifest.digest;
}
