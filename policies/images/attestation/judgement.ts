/** Reason why a verified attestation does not satisfy; empty when it does. */
export type Problems = readonly string[];
