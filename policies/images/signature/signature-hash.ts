import { verify, type KeyObject } from "node:crypto";
import type { Bundle } from "@sigstore/bundle";

/** Digests that signers use with a curve: cosign SHA-256 with all of them, key services the one of its size. */
const byCurve: Readonly<Record<string, readonly string[]>> = {
  secp384r1: ["sha384", "sha256"],
  secp521r1: ["sha512", "sha384", "sha256"],
};

/** The digests that may have been signed with a key; null for keys that sign the text itself. */
function hashesOf(key: KeyObject, only: string | undefined): readonly (string | null)[] {
  const kind = key.asymmetricKeyType;
  if (kind === "ed25519" || kind === "ed448") return [null];
  return only === undefined ? (byCurve[key.asymmetricKeyDetails?.namedCurve ?? ""] ?? ["sha256"]) : [only];
}

/** The bytes that a signature was made over. */
function signedBytes({ content }: Bundle, artifact: Buffer | undefined): Buffer | undefined {
  if (content.$case !== "dsseEnvelope") return artifact;
  const { payload, payloadType } = content.dsseEnvelope;
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

function signatureOf({ content }: Bundle): Buffer {
  return content.$case === "dsseEnvelope"
    ? (content.dsseEnvelope.signatures[0]?.sig ?? Buffer.alloc(0))
    : content.messageSignature.signature;
}

/**
 * Whether a key made a bundle's signature, by any digest that goes with the key. The library knows one digest only.
 * @param only - the digest that counts. @default - those that go with the key
 */
export function isSignedBy(
  key: KeyObject,
  bundle: Bundle,
  artifact: Buffer | undefined,
  only?: string,
): boolean {
  const bytes = signedBytes(bundle, artifact);
  if (bytes === undefined) return false;
  return hashesOf(key, only).some((hash) => {
    try {
      return verify(hash, bytes, key, signatureOf(bundle));
    } catch {
      // A signature that cannot even be read.
      return false;
    }
  });
}
