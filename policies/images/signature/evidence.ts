/** Way of attachment: `legacy` is cosign's first format (`.sig` and `.att`), `bundle` the Sigstore bundle. */
export type SignatureFormat = "legacy" | "bundle";

/** Attachment of an image that may be a signature or an attestation; nothing in it is trusted yet. */
export type Evidence =
  /** Cosign's first signature format: the signed text, and annotations with the signature. */
  | {
      readonly kind: "simple-signing";
      readonly place: string;
      readonly bytes: Buffer;
      readonly annotations: Readonly<Record<string, string>>;
    }
  /** Cosign's first attestation format: a DSSE envelope, and annotations with certificate and log entry. */
  | {
      readonly kind: "envelope";
      readonly place: string;
      readonly bytes: Buffer;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | { readonly kind: "bundle"; readonly place: string; readonly bytes: Buffer }
  /** Found, but not readable or not matching its digest. */
  | { readonly kind: "unusable"; readonly place: string; readonly reason: string };

/** Format of an attachment; undefined where it could not be read. */
export function formatOf({ kind }: Evidence): SignatureFormat | undefined {
  if (kind === "unusable") return undefined;
  return kind === "bundle" ? "bundle" : "legacy";
}

/** Thrown while evidence is read or checked; its message is the reason of the refusal. */
export class Refused extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = "Refused";
  }
}

/**
 * Parses JSON of evidence.
 * @throws {Refused}
 */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(`${what} must be JSON`);
  }
}
