import { sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { type Image, toImage, toJsonBlob } from "./image";

const PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

/** Tag under which cosign looks for an image's signature: "sha256-<hex>.sig". */
export const signatureTag = (digest: string): string => `${digest.replace(":", "-")}.sig`;

/**
 * Signs an image as `cosign sign --key` does in its first format; the result is pushed like an image.
 * @param repository - as people write it, without digest, e.g. "registry.example.org/scholarlink"
 * @param digest - "sha256:…" of the image's manifest
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
export function signImage(repository: string, digest: string, key: KeyObject): Image {
  const payload = toJsonBlob({
    critical: {
      identity: { "docker-reference": repository },
      image: { "docker-manifest-digest": digest },
      type: "cosign container image signature",
    },
    optional: null,
  });
  const config = toJsonBlob({
    architecture: "",
    os: "",
    config: {},
    rootfs: { type: "layers", diff_ids: [payload.digest] },
  });
  const signature = sign("sha256", payload.bytes, key).toString("base64");
  return toImage(config, {
    blob: payload,
    mediaType: PAYLOAD_TYPE,
    annotations: { "dev.cosignproject.cosign/signature": signature },
  });
}
