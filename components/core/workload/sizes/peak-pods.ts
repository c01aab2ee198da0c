import type { Problem } from "../../problem";
import { canaryReplicas, fullReplicas } from "./capacity";
import type { StableLoad } from "./capacity";

/** A resource outside of the cluster that every pod takes a part of, such as the connections of a database. */
export interface PerPod {
  /** Most that one pod takes. */
  readonly connections: number;
  /** Most that all pods together may take. */
  readonly limit: number;
}

/** Facts that decide on the most pods of a release. */
export interface PeakFacts {
  readonly load: StableLoad;
  /** Weights of the stages, percent; none where there is no canary, as in a first deploy. */
  readonly weights: readonly number[];
  /** The numbers of pods make the share: one short of all needs the most. @default false */
  readonly byPods?: boolean | undefined;
  /** `maxSurge` of both Deployments, a number or a percentage. */
  readonly maxSurge: number | string;
}

/** The most pods that run at one time of a release. */
export interface PeakPods {
  readonly stable: number;
  readonly canary: number;
  /** Further pods of both tracks while they roll. */
  readonly surge: number;
  readonly total: number;
}

/** Pods beyond the declared number while a Deployment rolls, rounded up as Kubernetes does. */
function toSurge(replicas: number, maxSurge: number | string): number {
  return typeof maxSurge === "number" ? maxSurge : Math.ceil((replicas * Number.parseFloat(maxSurge)) / 100);
}

/** Counts the most pods of a release: stable as it is live, the canary's largest share, and both surges. */
export function findPeak({ load, weights, byPods, maxSurge }: PeakFacts): PeakPods {
  const stable = fullReplicas(load);
  const canary = Math.max(0, ...weights.map((weight) => canaryReplicas(stable, weight, byPods)));
  const surge = toSurge(stable, maxSurge) + (canary === 0 ? 0 : toSurge(canary, maxSurge));
  return { stable, canary, surge, total: stable + canary + surge };
}

/** The peak in words, e.g. `at most 10 pods at once (4 stable, 4 canary, 2 while they roll)`. */
export function explainPeak({ stable, canary, surge, total }: PeakPods): string {
  const parts = [
    `${stable} stable`,
    ...(canary === 0 ? [] : [`${canary} canary`]),
    `${surge} while they roll`,
  ];
  return `at most ${total} pods at once (${parts.join(", ")})`;
}

/** Reason why the peak may not be; undefined where it fits. */
export function refusePeak(app: string, peak: PeakPods, { connections, limit }: PerPod): Problem | undefined {
  const needed = peak.total * connections;
  if (needed <= limit) return undefined;
  return {
    text: `Cannot release "${app}": sluice:app.perPod.limit must be at least ${needed}: got ${limit}; a pod takes ${connections}, ${explainPeak(peak)}`,
    fix: "let each pod take fewer, have the limit raised and set it here, or release when stable has fewer pods",
  };
}
