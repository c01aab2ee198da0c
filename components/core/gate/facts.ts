import type { Doubt } from "../evidence/samples/entry";
import type { CheckFact } from "../checks/spec";
import type { ApprovalFinding } from "../ledger/approval";
import type { Approval } from "../ledger/said";
import type { Ledger } from "../ledger/ledger";
import type { PreflightFinding } from "../ledger/sign-off";
import type { Drift } from "../ledger/transitions/reconcile-weight";
import type { LiveRoute, LiveTrack } from "../live";
import type { AttachedReading } from "../attached/judge-attached";
import type { Version } from "../revision/version";
import type { TlsFinding } from "../edge/certificate";
import type { OriginFact } from "../release/judge-origin";
import type { Selectors } from "../selectors/find-selectors";
import type { BudgetFact } from "../slo/budget";
import type { Track } from "../track";
import type { ProbeFact } from "./probes";
import type { StableHarm } from "../verdict/index";
import type { StableScale } from "../workload/sizes/capacity";

/** One canary pod as the kubelet reports it. */
export interface PodFact {
  readonly name: string;
  /** `sha256:…` of the image that really runs; absent until it does. */
  readonly digest?: string;
  /** Digests of containers whose image is named by a tag alone, by the container's name. @default none */
  readonly tagged?: Readonly<Record<string, string>>;
  /** Name of its revision, by its label. */
  readonly revision?: string;
  readonly ready: boolean;
  /** Reason why it is not ready, in Kubernetes' words, e.g. `CrashLoopBackOff: … (last: …)`. */
  readonly problem?: string;
}

/** Result of querying Prometheus. */
export interface MetricsFact {
  /** Everything wrong with a query: no answer, parse error, unusable shape, warning. */
  readonly problems: readonly { readonly query: string; readonly track?: Track; readonly problem: string }[];
  /** Metrics besides errors that could not be read, and why. */
  readonly unread: readonly { readonly metric: string; readonly query: string; readonly problem: string }[];
  /** Reason why the counts cannot be trusted. */
  readonly doubts: readonly Doubt[];
  /** Remarks on the counts for a reader: series that were left out, interval of the samples. */
  readonly notes: readonly string[];
  /** Explanation of missing series from other facts in Prometheus. */
  readonly diagnosis?: string;
  /** Age of the newest sample per track, seconds; absent where the track has no series. */
  readonly ageSeconds: Partial<Record<Track, number>>;
  /** A newest sample older than this is stale, seconds. */
  readonly freshSeconds: number;
}

/** The evidence so far, judged. */
export interface VerdictFact {
  readonly kind: "pass" | "fail" | "inconclusive";
  /** Basis or reason in one word of the engine. */
  readonly basis: string;
  readonly sentence: string;
}

/** Result of comparing the ledger with the live route. */
export type ReconcileFact = { readonly kind: "same" } | ({ readonly kind: "drift" } & Drift);

/** Everything that the gate decides on, plain data. */
export interface GateFacts {
  readonly app: string;
  /** Version of this checkout; in a rollback its target. */
  readonly wanted: Version;
  /** Names of what it has otherwise than the release under way. @default unknown */
  readonly differs?: readonly string[];
  /** Fields in which the canary's pod template is not the release's revision; absent where the revision is not known. */
  readonly canaryDiffers?: readonly string[];
  /** Of stable's live autoscaler, whoever made it; else as declared. */
  readonly declared: StableScale;
  readonly ledger?: Ledger;
  /** Finding about the image in the environment before; absent where none is configured. */
  readonly origin?: OriginFact;
  /** Key of the stage that asks. */
  readonly key: string;
  /** Weight of the stage that asks. */
  readonly weight: number;
  readonly reconcile: ReconcileFact;
  readonly route?: LiveRoute;
  readonly stable?: LiveTrack;
  readonly canary?: LiveTrack;
  /** The numbers of pods make the share. @default false */
  readonly byPods?: boolean;
  /** `spec.minReplicas` of stable's live autoscaler, where it has one. */
  readonly stableFloor?: number;
  readonly canaryPods: readonly PodFact[];
  /** Objects of others that select the canary's pods. */
  readonly selectors?: Selectors;
  /** Policies of others that name the app's Services or rules. */
  readonly attached?: AttachedReading;
  /** `sluice:traffic.policies`. @default none */
  readonly acceptedPolicies?: Readonly<Record<string, string>>;
  /** Reason why stable's autoscaler does not scale. */
  readonly idleScaler?: string;
  /** Another's autoscaler that scales the canary. */
  readonly canaryScaler?: string;
  /** Ready endpoints per track. */
  readonly endpoints: Readonly<Record<Track, number>>;
  /** The probe of the canary is not asked for in the first gate. */
  readonly probes: { readonly stable: ProbeFact; readonly canary?: ProbeFact };
  /** Difference between the answer of a probe rule and that of the app's own rule; absent: not seen, or not asked. */
  readonly openRule?: string;
  /** Checks of the configuration that were asked now; absent where it has none. */
  readonly checks?: readonly CheckFact[];
  readonly metrics: MetricsFact;
  /** Absent before the first evidence. */
  readonly verdict?: VerdictFact;
  /**
   * The stage's checks stand in for evidence: they have to pass at weight 0 for so long, and did. @default - evidence
   * decides
   */
  readonly checkedFor?: { readonly neededSeconds: number; readonly passedSeconds: number };
  /** Weights above it need a pass of the evidence so far, whole percent: as pinned when the attempt began. */
  readonly passAboveWeight: number;
  /** Whether a track is outside its own objective now. */
  readonly outside: Readonly<Record<Track, boolean>>;
  /** Finding that stable is worse than before the attempt, with its meaning. */
  readonly harm?: StableHarm;
  /** Stable was outside its objective before the first raise. @default false */
  readonly stableWasOutside?: boolean;
  /** The gate inside the shift, with the canary up: its part of `digest`, `capacity` and `path` binds. */
  readonly second: boolean;
  /** Approval of the stage; absent where none is needed. */
  readonly approval?: ApprovalFinding;
  /** Approval of a hotfix that is valid now and waives checks by name. @default - nothing is waived */
  readonly waiver?: Approval;
  /** Error budgets of the service, one of each objective. @default - no objective is set */
  readonly budgets?: readonly BudgetFact[];
  /** Certificates that users get; absent where probes do not go by https. */
  readonly tls?: TlsFinding;
  /** Preflight of the version; absent where none is demanded. */
  readonly preflight?: PreflightFinding;
  /** `release.emergency`, with whether its time is over. */
  readonly emergency?: { readonly reason: string; readonly expires: string; readonly expired: boolean };
}

/** Whether passing this gate would raise the weight. */
export function raises(facts: GateFacts): boolean {
  return facts.route === undefined || facts.route.weight !== facts.weight;
}

/** Whether the canary's part of `digest`, `capacity` and `path` can be decided now, not only in the second gate. */
export function canaryBinds(facts: GateFacts): boolean {
  return facts.second || !raises(facts);
}
