import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ociManifest } from "../../support/oci/registry";
import type { OciRegistry } from "../../support/oci/registry";

/** Image that a real cosign signed and attested, byte by byte as it lay in a real registry. */
interface Capture {
  readonly digest: string;
  readonly key?: string;
  readonly root?: object;
  /** Tag or digest → text of the manifest. */
  readonly manifests: Readonly<Record<string, string>>;
  /** Digest → base64. */
  readonly blobs: Readonly<Record<string, string>>;
}

/** Names of the captures. */
export const captures = ["cosign-2-key", "cosign-3-key", "cosign-2-keyless", "cosign-3-keyless"] as const;

const repository = "team/hello";

/**
 * Puts a capture into a registry.
 * @returns the image's reference, and the public key (PEM) or the trusted root that it was signed with
 */
export function putCapture(
  registry: OciRegistry,
  name: (typeof captures)[number],
): { readonly image: string; readonly key?: string; readonly root: object } {
  const text = readFileSync(join(__dirname, "captures", `${name}.json`), "utf8");
  const { digest, key, root = {}, manifests, blobs } = JSON.parse(text) as Capture;
  for (const content of Object.values(blobs)) {
    registry.putBlob(Buffer.from(content, "base64"), "application/octet-stream");
  }
  for (const [tag, manifest] of Object.entries(manifests)) {
    registry.putBytes(repository, Buffer.from(manifest), ociManifest, tag);
  }
  const image = `${registry.host}/${repository}@${digest}`;
  return { image, root, ...(key === undefined ? {} : { key }) };
}
