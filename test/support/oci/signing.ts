import { createHash } from "node:crypto";
import type { KeyPair, LogEntry, Signer, TestSigstore } from "./sigstore";
import { signBytes } from "./sigstore";

export const signType = "https://sigstore.dev/cosign/sign/v1";
export const payloadType = "application/vnd.in-toto+json";

/** A bundle as JSON; tests change what they like. */
export interface BundleJson {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    publicKey?: { hint: string };
    tlogEntries: Record<string, unknown>[];
    timestampVerificationData: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] };
}

/** A first-format signature or attestation: what is signed and where its parts stand. */
export interface Legacy {
  payload: Buffer;
  annotations: Record<string, string>;
}

const hex = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** The bytes that a DSSE signature is made over. */
export const preAuthEncoding = (payload: Buffer, type = payloadType): Buffer =>
  Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} ${payload.toString()}`);

/** An in-toto statement about a digest. */
export function makeStatement(
  digest: string,
  predicateType: string,
  predicate: unknown,
  version = "v1",
): Buffer {
  const subject = [{ name: "", digest: { sha256: digest.slice("sha256:".length) } }];
  return Buffer.from(
    JSON.stringify({ _type: `https://in-toto.io/Statement/${version}`, subject, predicateType, predicate }),
  );
}

function toBundleEntry(entry: LogEntry, kind: string): Record<string, unknown> {
  const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, "hex").toString("base64") },
    kindVersion: { kind, version: "0.0.1" },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      treeSize: String(proof.treeSize),
      rootHash: Buffer.from(proof.rootHash, "hex").toString("base64"),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}

function makeBundle(
  payload: Buffer,
  signature: Buffer,
  material: Partial<BundleJson["verificationMaterial"]>,
): BundleJson {
  return {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      tlogEntries: [],
      timestampVerificationData: { rfc3161Timestamps: [] },
      ...material,
    },
    dsseEnvelope: {
      payload: payload.toString("base64"),
      payloadType,
      signatures: [{ sig: signature.toString("base64"), keyid: "" }],
    },
  };
}

/** A bundle signed with a key, as cosign 3 writes it without a log. */
export function keyBundle(statement: Buffer, keys: KeyPair): BundleJson {
  const spki = keys.publicKey.export({ type: "spki", format: "der" });
  const hint = createHash("sha256").update(spki).digest("base64");
  return makeBundle(statement, signBytes(preAuthEncoding(statement), keys), { publicKey: { hint } });
}

const dsseEntry = (payload: Buffer, signature: Buffer): object => ({
  apiVersion: "0.0.1",
  kind: "dsse",
  spec: {
    payloadHash: { algorithm: "sha256", value: hex(payload) },
    signatures: [{ signature: signature.toString("base64"), verifier: "" }],
  },
});

/** Proof of the time of a bundle. */
export type Proof = "log" | "timestamp" | "both";

/**
 * A bundle signed without a key, as cosign 3 writes it.
 * @param seen - whether the certificate transparency log has seen the certificate
 */
export async function keylessBundle(
  statement: Buffer,
  sigstore: TestSigstore,
  signer: Signer,
  proof: Proof = "log",
  seen = true,
): Promise<BundleJson> {
  const { keys, certificate } = await sigstore.certify(signer, seen);
  const signature = signBytes(preAuthEncoding(statement), keys);
  const tlogEntries =
    proof === "timestamp" ? [] : [toBundleEntry(await sigstore.log(dsseEntry(statement, signature)), "dsse")];
  const stamps =
    proof === "log" ? [] : [{ signedTimestamp: (await sigstore.timestamp(signature)).toString("base64") }];
  return makeBundle(statement, signature, {
    certificate: { rawBytes: certificate.toString("base64") },
    tlogEntries,
    timestampVerificationData: { rfc3161Timestamps: stamps },
  });
}

/** The text of a first-format signature. */
export const simpleSigning = (digest: string, type = "cosign container image signature"): Buffer =>
  Buffer.from(
    JSON.stringify({
      critical: { identity: { "docker-reference": "" }, image: { "docker-manifest-digest": digest }, type },
      optional: null,
    }),
  );

/** A first-format signature with a key, as cosign 2 writes it. */
export const keyLegacy = (payload: Buffer, keys: KeyPair): Legacy => ({
  payload,
  annotations: { "dev.cosignproject.cosign/signature": signBytes(payload, keys).toString("base64") },
});

const toPem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;

const logAnnotation = (entry: LogEntry): string =>
  JSON.stringify({
    SignedEntryTimestamp: entry.verification.signedEntryTimestamp,
    Payload: {
      body: entry.body,
      integratedTime: entry.integratedTime,
      logIndex: entry.logIndex,
      logID: entry.logID,
    },
  });

/** A first-format signature without a key, as cosign 2 writes it. */
export async function keylessLegacy(
  payload: Buffer,
  sigstore: TestSigstore,
  signer: Signer,
): Promise<Legacy> {
  const { keys, certificate } = await sigstore.certify(signer);
  const legacy = keyLegacy(payload, keys);
  const content = legacy.annotations["dev.cosignproject.cosign/signature"];
  const entry = await sigstore.log({
    apiVersion: "0.0.1",
    kind: "hashedrekord",
    spec: {
      data: { hash: { algorithm: "sha256", value: hex(payload) } },
      signature: { content, publicKey: { content: Buffer.from(toPem(certificate)).toString("base64") } },
    },
  });
  const { annotations } = legacy;
  annotations["dev.sigstore.cosign/certificate"] = toPem(certificate);
  annotations["dev.sigstore.cosign/bundle"] = logAnnotation(entry);
  return legacy;
}

/** A first-format attestation with a key, as cosign 2 writes it. */
export function keyEnvelope(statement: Buffer, keys: KeyPair): Legacy {
  const { dsseEnvelope } = keyBundle(statement, keys);
  return {
    payload: Buffer.from(JSON.stringify(dsseEnvelope)),
    annotations: { "dev.cosignproject.cosign/signature": "" },
  };
}

/** A first-format attestation without a key. */
export async function keylessEnvelope(
  statement: Buffer,
  sigstore: TestSigstore,
  signer: Signer,
): Promise<Legacy> {
  const { keys, certificate } = await sigstore.certify(signer);
  const legacy = keyEnvelope(statement, keys);
  const { signatures } = JSON.parse(legacy.payload.toString()) as BundleJson["dsseEnvelope"];
  const entry = await sigstore.log(dsseEntry(statement, Buffer.from(signatures[0]?.sig ?? "", "base64")));
  legacy.annotations["dev.sigstore.cosign/certificate"] = toPem(certificate);
  legacy.annotations["dev.sigstore.cosign/bundle"] = logAnnotation(entry);
  return legacy;
}
