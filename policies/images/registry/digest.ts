import { createHash } from "node:crypto";
import { RegistryError } from "./registry-error";

/** `sha256:…` of some bytes. */
export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * Demands that fetched bytes match the digest they were requested by.
 * @throws {RegistryError} `wrong-digest`
 */
export function demandDigest(bytes: Uint8Array, digest: string, what: string): void {
  const actual = sha256(bytes);
  if (actual === digest) return;
  throw new RegistryError("wrong-digest", what, `its digest must be ${digest}: got ${actual}`);
}
