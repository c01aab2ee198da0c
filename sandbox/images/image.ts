import { createHash } from "node:crypto";
import { renderTar, type TarEntry } from "./tar";

/** Content of an image. */
export interface ImageSpec {
  /** Files and directories of the only layer, in order. */
  readonly files: readonly TarEntry[];
  /** Command of the container. */
  readonly entrypoint: readonly string[];
  /** Numeric "uid:gid" of the process. */
  readonly user: string;
  /** `org.opencontainers.image.*` labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** TCP ports the process listens on. @default - none */
  readonly ports?: readonly number[];
}

/** One stored piece of an image, addressed by its content. */
export interface Blob {
  /** "sha256:" and 64 hexadecimal digits. */
  readonly digest: string;
  readonly bytes: Buffer;
}

/** A single-platform OCI image in memory. */
export interface Image {
  /** The manifest; its digest is the image's. */
  readonly manifest: Blob;
  /** Configuration and layer. */
  readonly blobs: readonly [config: Blob, layer: Blob];
}

/** Media type of an OCI manifest. */
export const MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

const toBlob = (bytes: Buffer): Blob => ({
  digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  bytes,
});

/** A blob of a value as JSON. */
export const toJsonBlob = (value: unknown): Blob => toBlob(Buffer.from(JSON.stringify(value)));

/** Layer of an image, as the manifest names it. */
export interface Layer {
  readonly blob: Blob;
  readonly mediaType: string;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An image of a configuration and one layer, under the manifest that names both. */
export function toImage(config: Blob, { blob, mediaType, annotations }: Layer): Image {
  const manifest = toJsonBlob({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: config.digest,
      size: config.bytes.length,
    },
    layers: [{ mediaType, digest: blob.digest, size: blob.bytes.length, annotations }],
  });
  return { manifest, blobs: [config, blob] };
}

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };

/** The machine's architecture as OCI and Go name it, for example "amd64". */
export const architecture = (): string => ARCHITECTURES[process.arch] ?? process.arch;

/**
 * Turns files into an OCI image: one uncompressed layer, since a compressor's output may differ between versions
 * of it and a digest must not.
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md
 */
export function assembleImage(spec: ImageSpec): Image {
  const layer = toBlob(renderTar(spec.files));
  const config = toJsonBlob({
    created: "1970-01-01T00:00:00Z",
    architecture: architecture(),
    os: "linux",
    config: {
      User: spec.user,
      ExposedPorts: Object.fromEntries((spec.ports ?? []).map((port) => [`${port}/tcp`, {}])),
      Env: ["PATH=/"],
      Entrypoint: spec.entrypoint,
      WorkingDir: "/",
      Labels: spec.labels,
    },
    rootfs: { type: "layers", diff_ids: [layer.digest] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "sluice sandbox" }],
  });
  return toImage(config, { blob: layer, mediaType: "application/vnd.oci.image.layer.v1.tar" });
}
