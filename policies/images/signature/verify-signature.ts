import { createHash } from "node:crypto";
import type { Bundle } from "@sigstore/bundle";
import { toSignedEntity, toTrustMaterial, Verifier, VerificationError, type Signer } from "@sigstore/verify";
import type { Authority } from "./authority";
import { explainFailure } from "./explain-failure";
import { Refused } from "./evidence";
import { demandIdentity } from "./identity";
import { isSignedBy } from "./signature-hash";
import type { OpenedEvidence } from "./open-evidence";
import { emptyRoot } from "./trusted-root";

/**
 * Makes sure that an authority signed the evidence.
 * @returns the signer, for people
 * @throws {Refused} with the reason
 */
export type VerifySignature = (opened: OpenedEvidence) => string;

const usesCertificate = (bundle: Bundle): boolean =>
  bundle.verificationMaterial.content.$case !== "publicKey";

/**
 * Bundle without the parts that an authority neither demands nor trusts: the library would fail on parts it cannot
 * check.
 */
function withoutUnwanted(bundle: Bundle, log: boolean, timestamps: boolean): Bundle {
  const { verificationMaterial: material } = bundle;
  return {
    ...bundle,
    verificationMaterial: {
      ...material,
      tlogEntries: log ? material.tlogEntries : [],
      timestampVerificationData: timestamps ? material.timestampVerificationData : undefined,
    },
  } as Bundle;
}

/** A bundle that carries the very certificate of its authority is signed with that certificate's key. */
function withoutCertificate(bundle: Bundle, certificate: Buffer): Bundle {
  const { content } = bundle.verificationMaterial;
  const carried =
    content.$case === "certificate"
      ? content.certificate.rawBytes
      : content.$case === "x509CertificateChain"
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined;
  if (carried === undefined || !certificate.equals(carried)) return bundle;
  const publicKey = { $case: "publicKey" as const, publicKey: { hint: "" } };
  return {
    ...bundle,
    verificationMaterial: { ...bundle.verificationMaterial, content: publicKey },
  } as Bundle;
}

function demandTimestampToken({ verificationMaterial }: Bundle): void {
  if ((verificationMaterial.timestampVerificationData?.rfc3161Timestamps.length ?? 0) === 0) {
    throw new Refused("it must carry a timestamp of a timestamp authority (RFC 3161): got none");
  }
}

function run(verifier: Verifier, bundle: Bundle, artifact: Buffer | undefined, hash?: string): Signer {
  try {
    const entity = toSignedEntity(bundle, artifact);
    // The library tries one digest; the key's own is tried here.
    entity.signature.verifySignature = (key) => isSignedBy(key, bundle, artifact, hash);
    return verifier.verify(entity);
  } catch (error) {
    throw new Refused(explainFailure(error, bundle), error);
  }
}

function forKey(authority: Extract<Authority, { kind: "key" }>): VerifySignature {
  const { publicKey, log, timestamps, certificate, hash } = authority;
  const root = {
    ...emptyRoot(),
    tlogs: log?.tlogs ?? [],
    timestampAuthorities: timestamps?.timestampAuthorities ?? [],
  };
  const verifier = new Verifier(
    toTrustMaterial(root, () => ({ publicKey, validFor: () => true })),
    {
      tlogThreshold: log ? 1 : 0,
      ctlogThreshold: 0,
      timestampThreshold: log || timestamps ? 1 : 0,
    },
  );
  const spki = publicKey.export({ type: "spki", format: "der" });
  const fingerprint = createHash("sha256").update(spki).digest("base64");
  return ({ bundle: given, artifact }) => {
    const bundle = certificate === undefined ? given : withoutCertificate(given, certificate);
    if (usesCertificate(bundle)) throw new Refused("it must be signed with the key: got a certificate");
    if (timestamps) demandTimestampToken(bundle);
    run(verifier, withoutUnwanted(bundle, log !== undefined, timestamps !== undefined), artifact, hash);
    return `key SHA256:${fingerprint}`;
  };
}

function forIdentity(authority: Extract<Authority, { kind: "keyless" }>): VerifySignature {
  const { identities, root, demandLog, demandTimestamp, ignoreSct } = authority;
  const noKey = (): never => {
    throw new VerificationError({ code: "PUBLIC_KEY_ERROR", message: "no key is trusted" });
  };
  const verifier = new Verifier(toTrustMaterial(root, noKey), {
    tlogThreshold: demandLog ? 1 : 0,
    ctlogThreshold: ignoreSct ? 0 : 1,
    timestampThreshold: 1,
  });
  return ({ bundle, artifact }) => {
    if (!usesCertificate(bundle))
      throw new Refused("it must be signed with a certificate of an identity: got a key");
    if (demandTimestamp) demandTimestampToken(bundle);
    const { identity } = run(verifier, withoutUnwanted(bundle, demandLog, true), artifact);
    const subject = identity?.subjectAlternativeName;
    const issuer = identity?.extensions?.issuer;
    demandIdentity(identities, { subject, issuer });
    return `${subject} by ${issuer}`;
  };
}

/** The verifier of one authority; each has its own, so that none is laxer than its authority. */
export function createVerifier(authority: Authority): VerifySignature {
  return authority.kind === "key" ? forKey(authority) : forIdentity(authority);
}
