import type { StableScale } from "./capacity";

/** Facts that decide on stable's number of pods in a run of the base stack. */
export interface ReplicasFacts {
  readonly declared: StableScale;
  /** Declared in the run before; absent where Pulumi's state does not know it. */
  readonly before: StableScale | undefined;
  /** `spec.replicas`; absent where the Deployment is still to be made. */
  readonly live: number | undefined;
  /** An autoscaler has the number, whoever made it. */
  readonly autoscaled: boolean;
  /** A release is under way. */
  readonly running: boolean;
}

/** Decision on stable's number of pods. */
export interface ReplicasDecision {
  /** To be set; absent: stays as it is. */
  readonly to?: number;
  /** Sentence for people; absent where none is needed. */
  readonly sentence?: string;
}

/**
 * Decides on stable's number of pods. Live numbers win: a size set by an autoscaler or a person is never lowered; only
 * the owner lowers it, by declaring less between two releases than was declared and is live. A stable scaled to 0 stays
 * there.
 */
export function decideReplicas(facts: ReplicasFacts): ReplicasDecision {
  const { declared, before, live, autoscaled, running } = facts;
  if (live === undefined || live === 0 || autoscaled || !("replicas" in declared)) return {};
  const { replicas } = declared;
  if (live < replicas) return { to: replicas, sentence: `stable: ${live} → ${replicas} pods, as declared` };
  if (live === replicas) return {};
  const lowered = before !== undefined && "replicas" in before && before.replicas > replicas;
  if (lowered && before.replicas === live && !running) {
    return { to: replicas, sentence: `stable: ${live} → ${replicas} pods, as declared now` };
  }
  return { sentence: `stable keeps ${live} pods, ${replicas} are declared: live numbers win` };
}
