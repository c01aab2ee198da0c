import { bundleFromJSON, type Bundle } from "@sigstore/bundle";
import { parseJson, Refused, type Evidence } from "./evidence";
import { envelopeToBundle, signatureToBundle } from "./legacy-bundle";
import { checkSimpleSigning } from "./simple-signing";
import { readStatement, signaturePredicateType, statementPayloadType, type Statement } from "./statement";

/** Evidence whose claims are about this image; who signed it is not known yet. */
export interface OpenedEvidence {
  readonly bundle: Bundle;
  /** Signed text where the bundle does not contain it. */
  readonly artifact?: Buffer;
  /** Statement that is attested; undefined for a signature. */
  readonly statement?: Statement;
}

function openBundle(bundle: Bundle, digest: string): OpenedEvidence {
  const { content } = bundle;
  if (content.$case !== "dsseEnvelope") {
    throw new Refused(
      "the bundle must contain a statement about the image: got a signature of something else",
    );
  }
  const { payload, payloadType } = content.dsseEnvelope;
  if (payloadType !== statementPayloadType) {
    throw new Refused(`payloadType must be "${statementPayloadType}": got "${payloadType}"`);
  }
  const statement = readStatement(payload, digest);
  return { bundle, ...(statement.predicateType === signaturePredicateType ? {} : { statement }) };
}

/** The library looks at the first signature only: others would seem to count and do not. */
function demandOneSignature(envelope: unknown): void {
  const signatures: unknown = (Object(envelope) as { signatures?: unknown }).signatures;
  const count = Array.isArray(signatures) ? signatures.length : 0;
  if (count !== 1) throw new Refused(`the envelope must carry one signature: got ${count}`);
}

function readBundle(bytes: Buffer): Bundle {
  const json = parseJson(bytes.toString("utf8"), "the bundle");
  const envelope: unknown = (Object(json) as { dsseEnvelope?: unknown }).dsseEnvelope;
  if (envelope !== undefined) demandOneSignature(envelope);
  try {
    return bundleFromJSON(json);
  } catch (error) {
    throw new Refused(
      `the bundle cannot be read: ${error instanceof Error ? error.message : "no reason"}`,
      error,
    );
  }
}

/**
 * Reads evidence and demands that it is about this image.
 * @param digest - `sha256:…` of the image
 * @throws {Refused} with the reason
 */
export function openEvidence(evidence: Evidence, digest: string): OpenedEvidence {
  if (evidence.kind === "unusable") throw new Refused(evidence.reason);
  if (evidence.kind === "bundle") return openBundle(readBundle(evidence.bytes), digest);
  const { bytes, annotations } = evidence;
  if (evidence.kind === "simple-signing") {
    checkSimpleSigning(bytes, digest);
    return { bundle: signatureToBundle(bytes, annotations), artifact: bytes };
  }
  const envelope = parseJson(bytes.toString("utf8"), "the envelope");
  demandOneSignature(envelope);
  return openBundle(envelopeToBundle(envelope, annotations), digest);
}
