import type { Version } from "../revision/version";
import type { Stage } from "../stage/exposure";
import type { DatabaseRecord } from "./database-record";
import type { LockHolder } from "./lock/lock";
import type { OwnersStopped } from "./owners-stopped";
import type { PreflightState } from "./sign-off";
import type { Approval, Pause, Verification } from "./said";
import type { Trail } from "./trail";
import type { TrialFinding } from "../trial/trial";
import type { TakeoverRecord } from "../takeover/decide-takeover";

/**
 * State of a release. `progressing`, `held`, `passed` and `promoting` are the running phases.
 * - `progressing`: a stage's gate, shift or soak may go on
 * - `held`: stays at its weight until the next `up`; nothing proves it bad
 * - `aborted`: weight 0, final for this attempt
 * - `passed`: the last stage passed; the base stack may promote
 * - `promoting`: stable rolls to the release's image (also a first deploy that is not Available yet)
 * - `promoted`: the release is stable
 */
export type Phase = "progressing" | "held" | "aborted" | "passed" | "promoting" | "promoted";

/** State of one stage of an attempt. */
export type StagePhase = "pending" | "shifting" | "soaking" | "held" | "passed" | "failed";

/** The numbers behind a stage's verdict that outlive the evidence itself. */
export interface StageVerdict {
  readonly kind: "pass" | "fail" | "inconclusive";
  /** Reason, in one word of the engine or the soak: `errorBound`, `relative`, `blind`, `foreignWeight`, … */
  readonly basis: string;
  /** One sentence for people. */
  readonly sentence: string;
  /** Requests and errors per track seen while this stage was soaked. */
  readonly canary: { readonly requests: number; readonly errors: number };
  readonly stable: { readonly requests: number; readonly errors: number };
  /** Evidence that the canary is worse, and that it is good, as of the verdict. @default unknown */
  readonly lnE?: number;
  readonly lnP?: number;
}

/** Stage as pinned when the attempt began, with its result. */
export interface StageRecord extends Stage {
  readonly soakSeconds: number;
  /** Time at weight 0 in which the checks stand in for evidence, seconds. @default none: evidence decides */
  readonly checksForSeconds?: number;
  readonly phase: StagePhase;
  readonly startedAtSeconds?: number;
  readonly endedAtSeconds?: number;
  readonly verdict?: StageVerdict;
  /** Course of its evidence. @default none: it was not soaked, or by an older Sluice */
  readonly trail?: Trail;
}

/** The commit of a project's folder. */
export interface Checkout {
  /** Full name of the commit. */
  readonly commit: string;
  /** Files of the folder differ from it. */
  readonly changed: boolean;
}

/** One try to bring an image from 0 to 100 %. */
export interface Attempt extends Pick<PreflightState, "preflight"> {
  /** 1 for the environment's first; never used twice. */
  readonly number: number;
  /** `first` has no stages: nothing was ever promoted, so there is nothing to compare with. */
  readonly kind: "first" | "release" | "rollback";
  /** It took the stages of a hotfix. @default - those of every release */
  readonly profile?: "hotfix";
  /** The image with digest that is on its way. */
  readonly image: string;
  /** Name of its revision; absent where an older Sluice began it. */
  readonly revision?: string;
  /** Names of its changes, e.g. `image`, `env LOG_LEVEL`; never a value. @default unknown */
  readonly changes?: readonly string[];
  /** The last promoted image with digest when the attempt began; absent for `first`. */
  readonly previousImage?: string;
  /** Name of the last promoted revision, beside `previousImage`. */
  readonly previousRevision?: string;
  readonly stages: readonly StageRecord[];
  /** Objectives and engine parameters pinned at the start; a plain JSON value that the shell validates. */
  readonly objectives: Readonly<Record<string, unknown>>;
  readonly startedAtSeconds: number;
  readonly endedAtSeconds?: number;
  /** Reason why it ended, e.g. `fail: …`, `reverted`, `superseded`, the text given to `sluice abort`. */
  readonly endReason?: string;
  /** Reason why it was started again (`sluice retry --reason`). */
  readonly startReason?: string;
  /** Holder of the lock that began it, by its name. @default unknown */
  readonly startedBy?: string;
  /** Checkout that began the attempt; absent where it was not known. */
  readonly checkout?: Checkout;
  /** Version of Kubernetes that its chart is rendered for until it ends. @default the cluster's of the moment */
  readonly kubeVersion?: string;
  /** Key of the commands that migrated for it. @default none ran, or an older Sluice ran them */
  readonly migration?: string;
  /** Reasons why commands ended without a transition, each reported once; see `commandEnded`. @default none */
  readonly told?: readonly string[];
  /** Oldest first, at most 20; only the last one may be in force, see `pauseOf`. @default none */
  readonly pauses?: readonly Pause[];
  /** Oldest first, at most 20; void after a hold. @default none */
  readonly approvals?: readonly Approval[];
  /** Looks at stable after its end, oldest first, at most 20. @default none */
  readonly verifications?: readonly Verification[];
  /** Findings of metrics and checks on trial, which decided nothing. At most 100. @default none */
  readonly trials?: readonly TrialFinding[];
  /** Ids of what sinks of messages made for it, by name of the sink. @default none */
  readonly notices?: Readonly<Record<string, string>>;
}

/** Image that was promoted, and what migrated for it. */
export interface Migrated {
  /** With digest. */
  readonly image: string;
  /** Keys of commands, oldest first; empty where none ran, or it is not known. At most 10. */
  readonly ran: readonly string[];
}

/** An attempt that ended, kept for the list. At most 20 are kept. */
export interface EarlierAttempt {
  readonly number: number;
  readonly kind: Attempt["kind"];
  readonly image: string;
  readonly revision?: string;
  /** Names of its changes. @default unknown */
  readonly changes?: readonly string[];
  readonly outcome: "promoted" | "aborted";
  readonly reason: string;
  readonly startedAtSeconds: number;
  readonly endedAtSeconds: number;
}

/** A weight that is about to be written; written to the ledger before the route. */
export interface Intent {
  readonly from: number;
  readonly to: number;
  /** The epoch that the route will carry after the write. */
  readonly epoch: string;
  readonly atSeconds: number;
  /** Name of the stack or command that writes. */
  readonly by: string;
}

/** One move of traffic that is known to have happened. At most 100 are kept. */
export interface Move {
  readonly atSeconds: number;
  readonly from: number;
  readonly to: number;
  readonly by: string;
  /** Person or pipeline behind it, as the lock names its holder. @default unknown */
  readonly who?: string;
  readonly reason: string;
  /** Names of checks of the gate that were waived; those of another version of Sluice may be among them. */
  readonly waived?: readonly string[];
}

/** Promotion under way: the most that its canary may be given back, and the evidence of its step. */
export interface PromotionRecord {
  /** Weight of the canary when stable began to roll, whole percent. */
  readonly weight: number;
  /** The verdict engine's state, tracks swapped, opaque here; absent where no step is watched. */
  readonly evidence?: unknown;
}

/** Schema version of {@link Ledger}; a lower one in the cluster is read as this, a higher one is refused. */
export const ledgerVersion = 3;

/** A look at the canary's traffic from outside of the release's runs. */
export interface Watcher {
  readonly atSeconds: number;
  /** Person who watches, for example `anna@laptop`; `watchdog` is the Job. */
  readonly who: string;
  /** First of its looks without a break. @default atSeconds */
  readonly sinceSeconds?: number;
}

/** The release's record in the cluster: one ConfigMap `sluice-<app>`. */
export interface Ledger extends PreflightState {
  readonly version: typeof ledgerVersion;
  readonly environment: string;
  readonly app: string;
  /** Absent only between a rebuilt ledger and its first attempt. */
  readonly attempt?: Attempt;
  readonly phase: Phase;
  /** Reason why it is held, or what was rebuilt; shown by `status`. */
  readonly note?: string;
  /** Percent of requests on the canary, whole or that of a match or mirror, as Sluice last confirmed to have written it. */
  readonly weight: number;
  /** Epoch of the route after Sluice's last write, see `epoch.ts`; empty before the first. */
  readonly epoch: string;
  readonly intent?: Intent;
  /** The verdict engine's state, opaque here. */
  readonly evidence?: unknown;
  /** Only while promoting; one that began under an older version has none until it goes on. */
  readonly promotion?: PromotionRecord;
  /** End of the evidence, seconds since the epoch; after it no run watched unless the lock is taken. */
  readonly watchedUntilSeconds?: number;
  /** Last look by a watch that is no run and takes no lock, see `decideWatch`. @default none */
  readonly watcher?: Watcher;
  readonly moves: readonly Move[];
  readonly earlier: readonly EarlierAttempt[];
  /** Oldest first; stable should run the last one. At most 20. */
  readonly promoted: readonly Version[];
  /** Promoted images and their migrations, oldest first. At most 100. @default not known */
  readonly migrated?: readonly Migrated[];
  /** The database as the last migration left it. @default none began, or an older Sluice ran it */
  readonly database?: DatabaseRecord;
  /** Versions whose last attempt was aborted. At most 20. */
  readonly aborted: readonly Version[];
  /** Versions that were put back because stable was harmed, unless it did not recover. At most 20. @default none */
  readonly putBack?: readonly Version[];
  /** Words of people that owners of objects have let go of them. At most 20. @default none */
  readonly ownersStopped?: readonly OwnersStopped[];
  /** Service of a user's that was taken over, or is being. @default none */
  readonly takeover?: TakeoverRecord;
  readonly lock?: LockHolder & { readonly renewal: number };
}

/** Phases in which a release is under way. */
const runningPhases: readonly Phase[] = ["progressing", "held", "passed", "promoting"];

/** Whether a release in this phase is under way. */
export const isRunningPhase = (phase: Phase): boolean => runningPhases.includes(phase);

/** Whether a release is under way. */
export function isRunning(ledger: Ledger | undefined): boolean {
  return ledger !== undefined && isRunningPhase(ledger.phase);
}

/** Attempt of a rollback that is under way. */
export const rollbackUnderWay = (ledger: Ledger): Attempt | undefined =>
  ledger.attempt?.kind === "rollback" && isRunning(ledger) ? ledger.attempt : undefined;
