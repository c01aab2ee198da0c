import { isBundleWithPublicKey, type Bundle } from "@sigstore/bundle";
import { VerificationError } from "@sigstore/verify";

/** Rules behind the library's error codes, for people. */
const meanings: Readonly<Record<string, string>> = {
  TLOG_ERROR: "it must be in the transparency log",
  TLOG_INCLUSION_PROOF_ERROR: "the transparency log must prove that it contains the entry",
  TLOG_INCLUSION_PROMISE_ERROR: "the transparency log must have signed the entry",
  TLOG_MISSING_INCLUSION_ERROR: "the log entry must carry a proof or a promise of the log",
  TLOG_BODY_ERROR: "the log entry must be about this signature",
  CERTIFICATE_ERROR: "the certificate must come from the trusted authority",
  PUBLIC_KEY_ERROR: "the key must be a trusted one",
  TIMESTAMP_ERROR: "the time of signing must be proven",
};

/** Errors of the language itself. */
const unforeseen: ReadonlySet<string> = new Set([
  "TypeError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "AssertionError",
  "URIError",
]);

/**
 * Reason of the library's refusal, for people: the rule, then the library's own words.
 * @param error - thrown by its verifier
 */
export function explainFailure(error: unknown, bundle: Bundle): string {
  if (!(error instanceof VerificationError)) {
    const said = error instanceof Error ? error.message : String(error);
    if (/invalid time/i.test(said)) {
      return "the time of the timestamp must be whole seconds or milliseconds: got another fraction (invalid time)";
    }
    // An error that the library did not foresee is about its code, not about the attachment.
    const foreseen = error instanceof Error && !unforeseen.has(error.name) && said !== "";
    return `it cannot be verified: ${foreseen ? said : "what is attached is incomplete or malformed"}`;
  }
  if (error.code !== "SIGNATURE_ERROR") {
    const cause: unknown = error.cause;
    const detail = cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
    return `${meanings[error.code] ?? "it must be verifiable"}: ${detail}`;
  }
  const signer = isBundleWithPublicKey(bundle) ? "this key" : "the certificate's key";
  const hint = isBundleWithPublicKey(bundle) ? bundle.verificationMaterial.content.publicKey.hint : "";
  const other = hint === "" ? "" : ` (it names key ${hint})`;
  return `the signature was not made by ${signer}, or what was signed has been changed${other}`;
}
