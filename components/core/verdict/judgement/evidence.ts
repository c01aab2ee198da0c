import type { Track } from "../../track";
import type { GaugeObstacle } from "../counters/gauge";
import type { Counts, Failure, Unheld } from "../model";
import type { StableHarm } from "../comparisons/stable-harm";
import type { OutcomeRules } from "../outcome-rules";
import type { ShareEvidence } from "../comparisons/shares";

/** Evidence of one relative test. */
export interface MetricEvidence {
  /** `errors`, `slow:BOUND` or `event:NAME`. */
  readonly name: string;
  /** Natural logarithm of E. */
  readonly lnE: number;
  /** Ratio of the canary's rate to stable's that is still tolerated, 1 to 100. */
  readonly toleratedRatio: number;
  /** Dispersion of stable's counts: 1 for independent requests. */
  readonly dispersion: number;
  /** Exponent of the next tick: 1, or 1/dispersion where that is high. */
  readonly tempering: number;
  /** Events of each track over the whole release. @default - it has none, or they were not counted from its beginning on */
  readonly events?: Readonly<Record<Track, number>>;
}

/** The numbers behind a verdict. Logarithms are natural. */
export interface Evidence {
  /** Over the whole release. */
  readonly stable: Counts;
  readonly canary: Counts;
  /** Since this stage began; absent before the first stage. */
  readonly stage?: Readonly<Record<Track, Counts>> & {
    readonly weight: number;
    /** The tracks have different users and are not compared. @default false */
    readonly isAlone?: boolean;
  };
  readonly metrics: readonly MetricEvidence[];
  /** Combined evidence that the canary is worse. */
  readonly lnE: number;
  /** The same without its largest jumps: fails at `failAt`. */
  readonly trimmedLnE: number;
  readonly failAt: number;
  /** No weight is raised from here on, by `lnE`. */
  readonly amberAt: number;
  /** Evidence that the canary's error ratio is below `pBad`. */
  readonly lnP: number;
  readonly passAt: number;
  readonly passed: boolean;
  /** Largest error ratio the pass test rules out. */
  readonly pBad: number;
  /** Evidence that the canary breaks the objective, and its share in `lnE` (0 to 1). */
  readonly lnA: number;
  readonly absoluteShare: number;
  /** Evidence that stable is worse than before the attempt, see {@link harm}. */
  readonly stableLnA: number;
  readonly stableWorseAt: number;
  /** Tracks that break the objective. */
  readonly outside: Readonly<Record<Track, boolean>>;
  readonly objectiveErrorRatio: number;
  /** Stable is worse now than before the attempt. */
  readonly harm?: StableHarm;
  /** A gauge that keeps the weight from being raised, if any. */
  readonly gauge?: GaugeObstacle;
  /** Shares of outcomes, and by what they are judged. @default - none is judged */
  readonly shares?: readonly ShareEvidence[];
  readonly outcomes?: OutcomeRules;
  /** Metrics that could not be read just now, by name: nothing passes meanwhile. */
  readonly unread: readonly string[];
  /** Reason why counts cannot be trusted just now, each as a part of a sentence: nothing passes meanwhile. */
  readonly doubts: readonly string[];
  /** Reason why the latest samples hold no time. @default - they do */
  readonly unheld?: Unheld;
  /** Ticks judged in this release. */
  readonly ticks: number;
  readonly heldSeconds: number;
  readonly minimumHoldSeconds: number;
  readonly elapsedSeconds: number;
  readonly deadlineSeconds: number;
  /** Whether leaving this stage needs the pass test. */
  readonly needsPassTest: boolean;
  /** Canary requests still missing for the pass test at its error ratio so far; null where more would not help. */
  readonly missingRequests: number | null;
  /** At the traffic of this stage; null where unknown or never. */
  readonly predictedSecondsLeft: number | null;
}

/** Reason why nothing is decided. */
export type InconclusiveReason =
  | "stable-harmed"
  | "amber"
  | "common-cause"
  | "outside"
  | "overLimit"
  | "notEnoughEvidence"
  | "noData";

/** Verdict on the evidence as of the latest tick. */
export type Verdict =
  | { readonly kind: "pass"; readonly basis: "errorBound" | "noEvidenceOfHarm"; readonly evidence: Evidence }
  | { readonly kind: "fail"; readonly basis: Failure["basis"]; readonly evidence: Evidence }
  | {
      readonly kind: "inconclusive";
      readonly reason: InconclusiveReason;
      /** The stage's deadline is over: hold. Otherwise keep watching; `stable-harmed` is final at once. */
      readonly final: boolean;
      readonly evidence: Evidence;
    };
