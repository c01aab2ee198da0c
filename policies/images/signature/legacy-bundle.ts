import { X509Certificate } from "node:crypto";
import { bundleFromJSON, type Bundle } from "@sigstore/bundle";
import { z } from "zod";
import { sha256 } from "../registry/digest";
import { parseJson, Refused } from "./evidence";

/** Names in cosign's first format of the parts that are in a bundle today. */
const keys = {
  signature: "dev.cosignproject.cosign/signature",
  certificate: "dev.sigstore.cosign/certificate",
  log: "dev.sigstore.cosign/bundle",
  timestamp: "dev.sigstore.cosign/rfc3161timestamp",
};

const logSchema = z.object({
  SignedEntryTimestamp: z.string(),
  Payload: z.object({
    body: z.string(),
    integratedTime: z.number(),
    logIndex: z.number(),
    logID: z.string(),
  }),
});
const bodySchema = z.object({ kind: z.string(), apiVersion: z.string() });
const timestampSchema = z.object({ SignedRFC3161Timestamp: z.string() });

type Annotations = Readonly<Record<string, string>>;

function readLogEntry(text: string): object {
  const parsed = logSchema.safeParse(parseJson(text, `annotation ${keys.log}`));
  if (!parsed.success) throw new Refused(`annotation ${keys.log} must be a log entry of Rekor`);
  const { SignedEntryTimestamp: promise, Payload: entry } = parsed.data;
  const text64 = Buffer.from(entry.body, "base64").toString("utf8");
  const body = bodySchema.safeParse(parseJson(text64, "the body of the log entry"));
  if (!body.success) throw new Refused("the body of the log entry must have kind and apiVersion");
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, "hex").toString("base64") },
    kindVersion: { kind: body.data.kind, version: body.data.apiVersion },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp: promise },
    canonicalizedBody: entry.body,
  };
}

function readCertificate(pem: string): string {
  try {
    return new X509Certificate(pem).raw.toString("base64");
  } catch {
    throw new Refused(`annotation ${keys.certificate} must be a certificate in PEM`);
  }
}

function readTimestamp(text: string): string {
  const parsed = timestampSchema.safeParse(parseJson(text, `annotation ${keys.timestamp}`));
  if (!parsed.success) throw new Refused(`annotation ${keys.timestamp} must contain an RFC 3161 timestamp`);
  return parsed.data.SignedRFC3161Timestamp;
}

function toMaterial(annotations: Annotations): object {
  const [certificate, log, timestamp] = [keys.certificate, keys.log, keys.timestamp].map(
    (key) => annotations[key],
  );
  return {
    ...(certificate
      ? { x509CertificateChain: { certificates: [{ rawBytes: readCertificate(certificate) }] } }
      : { publicKey: { hint: "" } }),
    tlogEntries: log ? [readLogEntry(log)] : [],
    timestampVerificationData: {
      rfc3161Timestamps: timestamp ? [{ signedTimestamp: readTimestamp(timestamp) }] : [],
    },
  };
}

function assemble(content: object, annotations: Annotations): Bundle {
  const mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.1";
  try {
    return bundleFromJSON({ mediaType, verificationMaterial: toMaterial(annotations), ...content });
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("what is attached cannot be read as a signature", error);
  }
}

/**
 * A first-format signature as a bundle, so that one library verifies both.
 * @throws {Refused} when an annotation is missing or unreadable
 */
export function signatureToBundle(payload: Buffer, annotations: Annotations): Bundle {
  const signature = annotations[keys.signature];
  if (!signature) throw new Refused(`annotation ${keys.signature} must contain the signature: got none`);
  const digest = Buffer.from(sha256(payload).slice("sha256:".length), "hex").toString("base64");
  return assemble(
    { messageSignature: { messageDigest: { algorithm: "SHA2_256", digest }, signature } },
    annotations,
  );
}

/**
 * A first-format attestation as a bundle.
 * @param envelope - DSSE, parsed from JSON
 * @throws {Refused} when it or an annotation is unreadable
 */
export function envelopeToBundle(envelope: unknown, annotations: Annotations): Bundle {
  return assemble({ dsseEnvelope: envelope }, annotations);
}
