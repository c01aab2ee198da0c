import { isAside } from "../../components/core/stage/exposure";
import { canaryReplicas } from "../../components/core/workload/sizes/capacity";

/** Stage, with the facts that its waiting cost depends on. */
export interface WaitingStage {
  /** Whole percent, or that of a match or mirror. */
  readonly weight: number;
  /** Share of all load that the canary's pods carry, percent. @default weight */
  readonly load?: number;
  /** Predicted; Infinity where it would not end; absent where today's traffic is not known. */
  readonly seconds?: number;
  /** Of them without a request to the canary. @default 0 */
  readonly checksSeconds?: number;
}

/** Cost of one stage. */
export interface StageCost extends WaitingStage {
  /** Requests that the version under test answers meanwhile; absent where that is not known, as of a match or mirror. */
  readonly canaryRequests?: number;
  /** Pods beside stable's. */
  readonly extraPods: number;
}

/** Cost of a release while it is under way. */
export interface WaitingCost {
  readonly stages: readonly StageCost[];
  /**
   * Time until all requests get the new version; Infinity where a stage would not end; absent where that is not known.
   */
  readonly totalSeconds?: number;
  /** Hours of pods beside stable's; absent where that is not known. */
  readonly podHours?: number;
  /** One more hour of waiting at the first weight. */
  readonly hour?: { readonly weight: number; readonly canaryRequests: number; readonly podHours: number };
}

/** Facts that the cost is computed from. */
export interface WaitingFacts {
  readonly stages: readonly WaitingStage[];
  /** Pods that carry all traffic. */
  readonly replicas: number;
  /** The numbers of pods make the share. @default false */
  readonly byPods?: boolean;
  /** Of both tracks together, today; absent where that is not known. */
  readonly requestsPerSecond?: number;
}

/** Computes the cost of a release's stages: time, requests to a version that is not judged yet, pods. */
export function costOfWaiting({ stages, replicas, byPods, requestsPerSecond }: WaitingFacts): WaitingCost {
  const costs = stages.map((stage): StageCost => {
    const { weight, load = weight, seconds, checksSeconds = 0 } = stage;
    const extraPods = canaryReplicas(replicas, load, byPods);
    // The number of requests of a match or mirror depends on their users alone.
    if (seconds === undefined || requestsPerSecond === undefined || isAside(weight))
      return { ...stage, extraPods };
    const canaryRequests = (requestsPerSecond * (seconds - checksSeconds) * weight) / 100;
    return { ...stage, extraPods, canaryRequests };
  });
  const first = costs.find(({ weight }) => !isAside(weight));
  const known = costs.every(({ seconds }) => seconds !== undefined);
  const sum = (of: (cost: StageCost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
  const hour =
    first === undefined || requestsPerSecond === undefined
      ? {}
      : {
          hour: {
            weight: first.weight,
            canaryRequests: (requestsPerSecond * 3600 * first.weight) / 100,
            podHours: first.extraPods,
          },
        };
  if (!known || first === undefined) return { stages: costs, ...hour };
  return {
    stages: costs,
    totalSeconds: sum(({ seconds = 0 }) => seconds),
    podHours: sum(({ seconds = 0, extraPods }) => (seconds * extraPods) / 3600),
    ...hour,
  };
}
