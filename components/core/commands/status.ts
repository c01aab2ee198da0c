import type { TrialFinding } from "../trial/trial";
import type {
  Attempt,
  EarlierAttempt,
  Ledger,
  Move,
  Phase,
  StagePhase,
  StageVerdict,
} from "../ledger/ledger";
import type { Pause } from "../ledger/said";
import type { DatabaseRecord } from "../ledger/database-record";
import type { Stage } from "../stage/exposure";
import type { Problem } from "../problem";
import type { LiveRoute, LiveTrack } from "../live";
import type { WatchdogFacts } from "../workload/watchdog/decide-watchdog";
import type { Version } from "../revision/version";
import type { BudgetFact } from "../slo/budget";

/** Facts that `sluice status` reports on; a live object that is missing is undefined. */
export interface StatusFacts {
  readonly environment: string;
  readonly app: string;
  readonly ledger: Ledger | undefined;
  /** Reason why the ledger cannot be read. */
  readonly ledgerProblem?: string;
  readonly stable: LiveTrack | undefined;
  readonly canary: LiveTrack | undefined;
  readonly route: LiveRoute | undefined;
  /** Reason why the route cannot be read, or is another owner's: it is not missing then. */
  readonly routeProblem?: Problem | undefined;
  /** Share of requests seen on the canary, percent; undefined where it was not measured. */
  readonly observedPercent: number | undefined;
  /** Whether the holder of the lock lives; undefined where that is not known. */
  readonly lockAlive: boolean | undefined;
  /** Plain kubectl line that writes weight 0, for this router and the route as it is. */
  readonly zeroByHand?: string;
  /** State of the watchdog Job; undefined where it is not known. */
  readonly watchdog?: WatchdogFacts | undefined;
  readonly nowSeconds: number;
}

/** JSON of `sluice status --json`; null where a value is missing or not known. Times are ISO 8601. */
export interface Status {
  readonly environment: string;
  readonly app: string;
  readonly phase: Phase | null;
  /** Number of the attempt. */
  readonly attempt: number | null;
  readonly kind: Attempt["kind"] | null;
  /** The attempt's image with digest. */
  readonly release: string | null;
  /** Name of the attempt's revision. */
  readonly revision: string | null;
  /** Names of the attempt's changes against stable. */
  readonly changes: readonly string[];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly endReason: string | null;
  readonly stableImage: string | null;
  readonly canaryImage: string | null;
  readonly stableRevision: string | null;
  readonly canaryRevision: string | null;
  /** Percent on the canary: by the ledger, by the route, by counted requests. */
  readonly weight: {
    readonly ledger: number | null;
    readonly live: number | null;
    readonly observed: number | null;
  };
  /** Time since when no run judged the canary's traffic. */
  readonly unwatchedSince: string | null;
  /** A watch that is no run of the release, where it looked within the last minute. */
  readonly watcher: { readonly who: string; readonly at: string | null } | null;
  /** Whether a Job watches where no run does, one sentence; null where nothing runs, or it is not known. */
  readonly watchdog: string | null;
  readonly stages: readonly (Stage & {
    readonly phase: StagePhase;
    readonly verdict: StageVerdict | null;
  })[];
  readonly lock: { readonly stack: string; readonly who: string; readonly alive: boolean | null } | null;
  readonly note: string | null;
  /** A person's pause in force. */
  readonly paused: (Pick<Pause, "who" | "reason"> & { readonly at: string | null }) | null;
  /** Findings of metrics and checks on trial, which decided nothing. */
  readonly trials: readonly TrialFinding[];
  /** The last migration, its backup and a way back that was taken; null where none is known. */
  readonly database: (DatabaseRecord & { readonly sentence: string }) | null;
  /** Error budgets and their remainders; null where they were not read. */
  readonly budgets: readonly BudgetFact[] | null;
  /** Problems, each with the way out. */
  readonly problems: readonly Problem[];
  /** Plain kubectl line that does what an abort does first; null where there is nothing to abort. */
  readonly byHand: string | null;
  /** Next commands, the usual one first. */
  readonly next: readonly string[];
  /** Last promoted versions, oldest first. */
  readonly promoted: readonly Version[];
  readonly earlier: readonly EarlierAttempt[];
  readonly moves: readonly Move[];
}
