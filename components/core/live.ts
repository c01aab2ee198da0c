import { isAside } from "./stage/exposure";
import type { Problem } from "./problem";
import type { JsonObject } from "./revision/revision";
import type { Version } from "./revision/version";

/** One track's Deployment as it is in the cluster. */
export interface LiveTrack extends Version {
  /** `spec.replicas`. */
  readonly replicas: number;
  readonly readyReplicas: number;
  /** Pods of its current template, ready or not. */
  readonly updatedReplicas: number;
  /** The Deployment controller has seen the current template, and all its pods are updated and available. */
  readonly settled: boolean;
  /** Condition `Available` of the Deployment: it had enough pods at least once. */
  readonly available: boolean;
  /** Reason why its pods cannot be made, in Kubernetes' words. */
  readonly trouble?: string;
  /** `spec.paused`: a person keeps the controller from rolling another template out. @default false */
  readonly paused?: boolean;
  /** Its pod template as the API server has it. */
  readonly template?: JsonObject;
  /** Labels of its pod template. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations `promoted` and `aborted` (stable only), or absent. */
  readonly promoted?: Version;
  readonly aborted?: readonly Version[];
}

/** Reasons for which weight 0 is written: only `supersede`, `revert` and `promote` are moves of the base stack. */
export const zeroKinds = [
  "abort",
  "fail",
  "blind",
  "foreign",
  "interrupted",
  "stable-harmed",
  "supersede",
  "revert",
  "promote",
] as const;

/** One of {@link zeroKinds}. */
export type ZeroKind = (typeof zeroKinds)[number];

/**
 * Reason that Sluice's last write of weight 0 left on the route, so that a crash right after it is adopted with that
 * reason.
 */
export interface ZeroReason {
  /** Number of the attempt whose traffic was taken away; absent where the ledger could not be read in time. */
  readonly attempt?: number;
  readonly kind: ZeroKind;
  /** One sentence for people. */
  readonly reason: string;
}

/** Last writer of an object's fields, for people. */
export interface Writer {
  readonly manager: string;
  readonly at: string;
}

/** Rule of another owner whose requests reach the canary. */
export interface ForeignRule {
  /** For people, e.g. `HTTPRoute shop/other`. */
  readonly object: string;
  /** Place in it, e.g. `spec.rules[3]`. */
  readonly rule: string;
  /** Share of the requests that the rule takes, percent, above 0. */
  readonly weight: number;
  readonly writer?: Writer;
  /** The command by which a person ends it without an answer failing. */
  readonly command: string;
  /** The rule is in the object that the route writer writes: a write of weight 0 removes it. */
  readonly own: boolean;
}

/**
 * Status of the last write, as the router reports it on its object.
 * - `ready`: the last write is accepted, and its backends were found
 * - `pending`: the last write was not seen yet
 * - `refused`: it was seen and not taken
 * - `not-reported`: the status does not say; requests have to show it
 */
export type Readiness =
  | { readonly kind: "ready" }
  | (Problem & { readonly kind: "pending" | "refused" | "not-reported"; readonly fix: string });

/** Reason why the app's own rules are not as they were written. */
export interface Damage extends Problem {
  readonly fix: string;
  /** Writing the configured structure again mends it, and takes nothing of others away. */
  readonly restorable: boolean;
}

/** Live traffic, as a router's object describes it. */
export interface LiveRoute {
  /**
   * Greatest share that any rule sends to the canary, percent; a whole number unless another writer wrote it, or it is
   * the place of a match or mirror. Where no rule is foreign it is the share of the app's own rule.
   */
  readonly weight: number;
  /** Rules of other owners that reach the canary, and the share of the app's own rule beside them. */
  readonly foreign?: { readonly written: number; readonly rules: readonly ForeignRule[] };
  /** Kinds of objects that could not be read, so that rules in them are not known. */
  readonly unseen?: readonly string[];
  readonly damage?: Damage;
  /** Annotation `epoch`, empty when the route writer has not been there yet. */
  readonly epoch: string;
  /** Epochs before, newest first, where Sluice's last write was a fence: weights are as these left them. */
  readonly fencedFrom?: readonly string[];
  /** Annotation `zero` (JSON), present only while Sluice's own write of weight 0 is the last. */
  readonly zeroReason?: ZeroReason;
  /** Last writer of the rules. */
  readonly lastWriter?: Writer;
  readonly readiness: Readiness;
}

/** Share of the app's own rules as a write of the structure leaves it, whole percent: none beside a match or mirror. */
export function ruleWeight(live: Pick<LiveRoute, "weight" | "foreign">): number {
  const written = writtenWeight(live);
  return isAside(written) ? 0 : Math.round(written);
}

/** Share of the app's own rule, percent, or that of a match or mirror: the one that ledger and route writer compare. */
export function writtenWeight(live: Pick<LiveRoute, "weight" | "foreign">): number {
  return live.foreign?.written ?? live.weight;
}

/** Evidence from requests on whether the split follows the last write. */
export type Observed = "confirmed" | "contradicted" | "unknown";

/** Whether the write of an epoch is the last one of Sluice's but for fences, which move no traffic. */
export function hasEpoch(live: Pick<LiveRoute, "epoch" | "fencedFrom">, epoch: string): boolean {
  return live.epoch === epoch || live.fencedFrom?.includes(epoch) === true;
}
