import { ociIndex, ociManifest, type OciRegistry, type Pointer } from "./registry";
import type { BundleJson, Legacy } from "./signing";

const empty = Buffer.from("{}");
const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

/** Puts an image of one platform into a registry; `content` makes its digest different. */
export function putImage(registry: OciRegistry, repository: string, content = "v1", tag?: string): Pointer {
  const config = registry.putBlob(
    Buffer.from(JSON.stringify({ content })),
    "application/vnd.oci.image.config.v1+json",
  );
  return registry.putManifest(
    repository,
    { schemaVersion: 2, mediaType: ociManifest, config, layers: [] },
    tag,
  );
}

/** Puts an index of several platforms into a registry. */
export function putIndex(
  registry: OciRegistry,
  repository: string,
  children: readonly Pointer[],
  tag?: string,
): Pointer {
  return registry.putManifest(
    repository,
    { schemaVersion: 2, mediaType: ociIndex, manifests: children },
    tag,
  );
}

/** Attaches something as cosign 3 does: a referrer, and where there is no Referrers API, an entry under the fallback tag. */
export function attachReferrer(
  registry: OciRegistry,
  repository: string,
  subject: Pointer,
  bytes: Buffer,
  mediaType: string,
  artifactType = mediaType,
): Pointer {
  const layer = registry.putBlob(bytes, mediaType);
  const config = registry.putBlob(empty, "application/vnd.oci.empty.v1+json");
  const manifest = {
    schemaVersion: 2,
    mediaType: ociManifest,
    artifactType,
    config,
    layers: [layer],
    subject,
  };
  const pointer = registry.putManifest(repository, manifest);
  if (registry.options.referrersApi === false) {
    const tag = subject.digest.replace(":", "-");
    const before = (registry.manifest(repository, tag)?.["manifests"] ?? []) as object[];
    // As cosign 3.1 does: the fallback index names another artifactType than the manifest has.
    const entry = { ...pointer, artifactType: "application/vnd.oci.empty.v1+json" };
    registry.putManifest(
      repository,
      { schemaVersion: 2, mediaType: ociIndex, manifests: [...before, entry] },
      tag,
    );
  }
  return pointer;
}

/** Attaches a bundle. */
export const attachBundle = (
  registry: OciRegistry,
  repository: string,
  subject: Pointer,
  bundle: BundleJson,
): Pointer => attachReferrer(registry, repository, subject, Buffer.from(JSON.stringify(bundle)), bundleType);

/** Attaches first-format signatures or attestations under their tag, as cosign 2 does. */
export function attachLegacy(
  registry: OciRegistry,
  repository: string,
  digest: string,
  items: readonly Legacy[],
  suffix: "sig" | "att" = "sig",
): void {
  const mediaType =
    suffix === "sig"
      ? "application/vnd.dev.cosign.simplesigning.v1+json"
      : "application/vnd.dsse.envelope.v1+json";
  const layers = items.map(({ payload, annotations }) => ({
    ...registry.putBlob(payload, mediaType),
    annotations,
  }));
  const config = registry.putBlob(empty, "application/vnd.oci.image.config.v1+json");
  const manifest = { schemaVersion: 2, mediaType: ociManifest, config, layers };
  registry.putManifest(repository, manifest, `${digest.replace(":", "-")}.${suffix}`);
}
