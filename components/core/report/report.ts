import type { AttemptRecord } from "./record";
import type { TrialFinding } from "../trial/trial";
import type { StageRecord } from "../ledger/ledger";
import type { Link } from "../notify/settings";
import type { BudgetFact } from "../slo/budget";

/** Line of a timeline; times are ISO 8601. */
export interface TimelineEntry {
  readonly at: string;
  readonly what: string;
  /** Person, stack or command behind it. */
  readonly who: string | null;
}

/** Requests that failed on the canary, and those that did not because few users had it. */
export interface HarmCount {
  /** Failed requests of the canary while it was judged. */
  readonly served: number;
  /** More failures, had stable's requests of the same time failed like the canary's. */
  readonly avoided: number;
}

/** Time that a release took, seconds. */
export interface ReleaseCost {
  readonly totalSeconds: number;
  /** In soaks. */
  readonly judgedSeconds: number;
  /** In a person's pauses. */
  readonly pausedSeconds: number;
}

/** Output of one container of the canary, without secret values. */
export interface PodLog {
  readonly pod: string;
  readonly container: string;
  readonly lines: readonly string[];
}

/** Item of the preflight that is asked after the end of a release. */
export interface AfterEntry {
  readonly item: string;
  readonly question: string;
  /** Person who signed it off, and when; null where nobody did. */
  readonly signed: string | null;
  /** Command by which a person does. */
  readonly command: string;
}

/** Traces of the canary's pods, read when the report is made. */
export interface PodTraces {
  /** Events about them, newest first, without secret values. */
  readonly events: readonly string[];
  readonly logs: readonly PodLog[];
  /** Reasons why something is left out, one sentence each. */
  readonly missing: readonly string[];
}

/** JSON of `sluice report --json`. */
export interface Report {
  readonly environment: string;
  readonly app: string;
  readonly attempt: number;
  readonly kind: AttemptRecord["attempt"]["kind"];
  readonly outcome: AttemptRecord["phase"];
  /** First sentence for a reader. */
  readonly headline: string;
  readonly endReason: string | null;
  readonly release: string;
  readonly revision: string | null;
  readonly previous: string | null;
  readonly previousRevision: string | null;
  /** Names of what changed, never values; null where it is not known. */
  readonly changes: readonly string[] | null;
  readonly commit: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly startedBy: string | null;
  /** Its migration, the backup before it and a way back that was taken, in one line; null where it has none. */
  readonly database: string | null;
  readonly timeline: readonly TimelineEntry[];
  readonly stages: readonly StageRecord[];
  /** Checks of the gate that were waived, each with the move. */
  readonly waived: readonly string[];
  /** Findings of the policy pack that its preflight noted; null where none was noted. */
  readonly policies: readonly string[] | null;
  /** Items that a person is asked after its end, answered or not. */
  readonly after: readonly AfterEntry[];
  /** Findings of metrics and checks on trial, which decided nothing. */
  readonly trials: readonly TrialFinding[];
  readonly harm: HarmCount;
  readonly cost: ReleaseCost;
  /** Error budgets as they were when the report was made. */
  readonly budgets: readonly BudgetFact[];
  /** For an attempt that was aborted. */
  readonly traces: PodTraces | null;
  /** Places that show its logs, traces and plots, as `sluice:contacts.links` names them. */
  readonly links: readonly Link[];
  /** Commands to go on, and to look. */
  readonly commands: readonly string[];
}
