import type { AuthorityConfig } from "./rules/authority-schema";
import { rootsOf } from "./rules/authority-roots";

/** Formats of an authority's signatures, for policy-controller. */
export interface ControllerFormats {
  /** Formats that the policy names: those that the controller reads, or all where it reads none, so that nothing passes. */
  readonly formats: readonly ("bundle" | "legacy")[];
  /** Whether it refuses bundles that plan time accepts. */
  readonly refusesBundles: boolean;
}

/**
 * Formats by which policy-controller reads an authority. It reads bundles of attestations alone, made without a key
 * and by the public Sigstore; nothing else ever passes in that format: it does not find the log of another root.
 * @see https://github.com/sigstore/policy-controller/blob/v0.13.1/pkg/webhook/validator.go
 */
export function formatsForController(authority: AuthorityConfig, isAttestation: boolean): ControllerFormats {
  const { signatureFormat, keyless } = authority;
  const taken = signatureFormat === "any" ? (["bundle", "legacy"] as const) : [signatureFormat];
  const isPublic = rootsOf(authority).every((root) => root === "public");
  const readsBundles = isAttestation && keyless !== undefined && isPublic;
  const read = taken.filter((format) => format === "legacy" || readsBundles);
  return { formats: read.length === 0 ? taken : read, refusesBundles: read.length < taken.length };
}
