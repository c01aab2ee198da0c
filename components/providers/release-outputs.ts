import { imageDigest } from "../core/workload/image";
import type { ReleaseDecision } from "../core/release/release-facts";

/** What a release hands to the workloads. */
export interface ReleaseOutputs {
  readonly decision: ReleaseDecision["kind"];
  readonly stableImage: string;
  readonly canaryImage: string;
  readonly migrate: boolean;
  readonly migrationKey: string;
  readonly attempt: number;
  readonly sentence: string;
}

/** Outputs of a decision. */
export function toOutputs(decision: ReleaseDecision, attempt: number): ReleaseOutputs {
  return {
    decision: decision.kind,
    stableImage: decision.stableImage,
    canaryImage: decision.canaryImage,
    migrate: decision.migrate,
    migrationKey: imageDigest(decision.canaryImage)?.slice("sha256:".length, "sha256:".length + 12) ?? "none",
    attempt,
    sentence: [decision.sentence, ...decision.problems].join("; "),
  };
}
