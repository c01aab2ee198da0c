/** One track's Deployment as it is in the cluster. */
export interface LiveTrack {
  readonly image: string;
  /** `spec.replicas`. */
  readonly replicas: number;
  readonly readyReplicas: number;
  /** The Deployment controller has seen the current template, and all its pods are updated and available. */
  readonly settled: boolean;
  /** Condition `Available` of the Deployment: was up at least once with what it needs. */
  readonly available: boolean;
  /** Annotations `sluice/promoted` and `sluice/aborted` (stable only): images with digest, or absent. */
  readonly promotedImage?: string;
  readonly abortedImages?: readonly string[];
}

/** Why weight 0 was written: only `supersede`, `revert` and `promote` are moves of the base stack. */
export type ZeroKind = "abort" | "fail" | "blind" | "foreign" | "supersede" | "revert" | "promote";

/** Left on the route by our last write of weight 0, so that a crash right after it is adopted as what it was. */
export interface ZeroReason {
  /** Number of the attempt whose traffic was taken away. */
  readonly attempt: number;
  readonly kind: ZeroKind;
  /** One sentence for people. */
  readonly reason: string;
}

/** The live route's traffic, as read from its one weighted rule. */
export interface LiveRoute {
  /** Weight of the canary backend in percent of the sum; a whole number unless somebody else wrote it. */
  readonly weight: number;
  /** Annotation `sluice/epoch`, empty when the route writer has not been there yet. */
  readonly epoch: string;
  /** Annotation `sluice/zero` (JSON), present only while our own write of weight 0 is the last. */
  readonly zeroReason?: ZeroReason;
  /** Who wrote `spec.rules` last, for people. */
  readonly lastWriter?: { readonly manager: string; readonly at: string };
  readonly accepted: boolean;
  readonly backendsResolved: boolean;
  /** Conditions' observedGeneration equals metadata.generation. */
  readonly currentGeneration: boolean;
  /** Why a condition is false, in the router's words. */
  readonly problem?: string;
}

/** What is known about requests that reach the canary since the last write. */
export type Observed = "confirmed" | "contradicted" | "unknown";
