import type { SignatureFormat } from "../signature/evidence";

/** Evidence that does not count, with the reason, which is never empty. */
export interface Refusal {
  readonly place: string;
  /** Undefined where it could not be read. */
  readonly format: SignatureFormat | undefined;
  readonly reason: string;
}

/** Evidence that counts. */
export interface Acceptance {
  readonly place: string;
  /** Name of the authority. */
  readonly authority: string;
  /** Signer, for people. */
  readonly signer: string;
}

/** Requirement on an image, with the evidence found for it. */
export interface RequirementVerdict {
  /** `signature`, or the name of an attestation. */
  readonly requirement: string;
  /** Demand, read after "must". */
  readonly rule: string;
  readonly metBy?: Acceptance;
  /** Evidence that does not meet the requirement; empty only when none was found. */
  readonly refusals: readonly Refusal[];
}

/** Verdict of one policy on one image. */
export interface ImageVerdict {
  /** Name of the policy. */
  readonly policy: string;
  readonly accepted: boolean;
  readonly requirements: readonly RequirementVerdict[];
  /** Unsigned attachments, by type. */
  readonly unsigned: readonly string[];
  /** Places that were searched. */
  readonly searched: readonly string[];
}
