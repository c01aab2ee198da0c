import { imageDigest } from "../core/workload/image";
import type { ReleaseDecision, ReleaseFacts } from "../core/release/release-facts";
import type { Settings } from "../core/settings";

/** Outputs of a release that the workloads are made from. */
export interface ReleaseOutputs {
  readonly decision: ReleaseDecision["kind"];
  readonly stableImage: string;
  readonly canaryImage: string;
  /** Pods that stable is created with: those that are live, where Pulumi's state was lost. */
  readonly stableReplicas: number;
  readonly migrate: boolean;
  readonly migrationKey: string;
  readonly attempt: number;
  readonly sentence: string;
}

/** Outputs of a decision. */
export function toOutputs(
  decision: ReleaseDecision,
  { stable }: Pick<ReleaseFacts, "stable">,
  { stable: declared }: Pick<Settings, "stable">,
  attempt: number,
): ReleaseOutputs {
  return {
    decision: decision.kind,
    stableImage: decision.stableImage,
    canaryImage: decision.canaryImage,
    stableReplicas: stable?.replicas ?? ("replicas" in declared ? declared.replicas : declared.minReplicas),
    migrate: decision.migrate,
    migrationKey: imageDigest(decision.canaryImage)?.slice("sha256:".length, "sha256:".length + 12) ?? "none",
    attempt,
    sentence: [decision.sentence, ...decision.problems].join("; "),
  };
}
