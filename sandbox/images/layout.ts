import { readFile } from "node:fs/promises";
import { architecture, type Blob, type Image, MANIFEST_TYPE } from "./image";
import { readTar, renderTar, type TarEntry } from "./tar";

const toEntry = (blob: Blob): TarEntry => ({
  name: `blobs/sha256/${blob.digest.slice("sha256:".length)}`,
  data: blob.bytes,
});

/**
 * Packs an image into an OCI layout archive that `ctr images import` reads.
 *
 * Every reference becomes a name of the image in the container runtime; with a tag and the pinned form
 * `name@sha256:…` among them the kubelet finds either without a registry.
 * @param references - full names; "{digest}" in one stands for the image's digest
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
 */
export function renderLayout(image: Image, references: readonly string[]): Buffer {
  const manifests = references.map((reference) => {
    const name = reference.replace("{digest}", image.manifest.digest);
    return {
      mediaType: MANIFEST_TYPE,
      digest: image.manifest.digest,
      size: image.manifest.bytes.length,
      platform: { architecture: architecture(), os: "linux" },
      annotations: { "io.containerd.image.name": name },
    };
  });
  const index = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests,
  };
  return renderTar([
    { name: "oci-layout", data: Buffer.from('{"imageLayoutVersion":"1.0.0"}') },
    { name: "index.json", data: Buffer.from(JSON.stringify(index)) },
    ...[image.manifest, ...image.blobs].map(toEntry),
  ]);
}

interface Descriptor {
  readonly digest: string;
}

/**
 * Reads back the image of an archive that {@link renderLayout} wrote.
 * @throws {Error} when the archive lacks a part of the image
 */
export async function readLayout(file: string): Promise<Image> {
  const files = readTar(await readFile(file));
  const take = (name: string): Buffer => {
    const bytes = files.get(name);
    if (!bytes)
      throw new Error(`Cannot read "${file}": it must contain ${name}; delete it to have it built again`);
    return bytes;
  };
  const takeBlob = ({ digest }: Descriptor): Blob => ({
    digest,
    bytes: take(`blobs/sha256/${digest.slice("sha256:".length)}`),
  });
  const index = JSON.parse(take("index.json").toString("utf8")) as { manifests: [Descriptor] };
  const manifest = takeBlob(index.manifests[0]);
  const { config, layers } = JSON.parse(manifest.bytes.toString("utf8")) as {
    config: Descriptor;
    layers: [Descriptor];
  };
  return { manifest, blobs: [takeBlob(config), takeBlob(layers[0])] };
}
