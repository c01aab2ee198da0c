import type { Problem } from "../problem";
import type { Ledger } from "../ledger/ledger";
import type { LiveRoute, LiveTrack, Observed, ZeroKind } from "../live";
import type { Transition } from "../ledger/transition";
import type { ReleaseIntent } from "./intent";
import type { Version } from "../revision/version";
import type { MigrationCommands } from "../workload/migration/migration-commands";

/** Objects of the base stack that traffic needs. */
export type ReleaseObject = "stable" | "canary" | "route";

/** Facts that `Release` decides by: one reading of the ledger and the live objects. */
export interface ReleaseFacts {
  readonly environment: string;
  readonly app: string;
  /** `release.image`, with digest; in a rollback its target's. */
  readonly image: string;
  /** Name of the revision that is to be released; absent where only its image is known. */
  readonly revision?: string;
  /** Migration of this checkout; absent where there is none. */
  readonly migration?: MigrationCommands | undefined;
  /** undefined where the ConfigMap is not there. */
  readonly ledger: Ledger | undefined;
  /** Reason why the ConfigMap that is there cannot be read: damaged, or of a newer version. */
  readonly ledgerProblem?: string;
  readonly stable: LiveTrack | undefined;
  readonly canary: LiveTrack | undefined;
  readonly route: LiveRoute | undefined;
  /** Whether requests fit the live weight; undefined where it was not measured, as in preview. */
  readonly observed: Observed | undefined;
  /** Stable takes the place of a running service: what migrated for it ran long ago. @default false */
  readonly takesOver?: boolean;
  /** Pulumi's state knows this Release: update rather than create. */
  readonly hadState: boolean;
  /** Objects that a refresh of this run found missing: the engine will create them again. */
  readonly refreshedAway: readonly ReleaseObject[];
  /** Intent of the run towards a release under way. */
  readonly intent: ReleaseIntent;
  readonly nowSeconds: number;
}

/**
 * Kind of action of the base stack's `up`.
 * - `first`: nothing was ever promoted, stable is rolled out at once
 * - `none`: the version is stable already
 * - `start`, `supersede`: a new attempt begins, the latter ends another one
 * - `revert`: the checkout went back to stable's version, the attempt ends
 * - `continue`: the release is with its stages
 * - `promote`: stable rolls to the release's version
 * - `aborted`: the version was aborted and stays away
 * - `refuse`: nothing may change
 */
export type ReleaseKind =
  | "first"
  | "none"
  | "start"
  | "supersede"
  | "revert"
  | "continue"
  | "promote"
  | "aborted"
  | "refuse";

/** Decision of the base stack: versions of the tracks, and the steps that come before them. */
export interface ReleaseDecision {
  readonly kind: ReleaseKind;
  /** Version that stable is declared with; the live one, or one with an empty image, where refused. */
  readonly stable: Version;
  /** Version that the canary is declared with; the live one, or one with an empty image, where refused. */
  readonly canary: Version;
  /** The migration Job is declared: only where they never ran with this image, and never on the way back. */
  readonly migrate: boolean;
  /** A new attempt begins: `startFirst` for `first`, else `startAttempt`. */
  readonly begins: boolean;
  /** Weight 0 is written for this reason, and observed, before anything else. */
  readonly zeroFirst?: ZeroKind;
  /** The live weight must be confirmed by observation before any template is handed out. */
  readonly observeFirst: boolean;
  /** The canary's pods may go, after `zeroFirst` and `observeFirst`: nothing is on its way and nothing is served. */
  readonly idleCanary: boolean;
  /** Any change that would replace a track, Service or route is refused. */
  readonly frozen: boolean;
  /** Objects are live that Pulumi's state does not know: the create adopts them. */
  readonly adopt: boolean;
  /** The ledger that was decided on where it is not the stored one: to be written first, under the lock (taken for it). */
  readonly basis?: Transition;
  /** Action that follows, one sentence without final period. */
  readonly sentence: string;
  /** Reasons of a refusal, each with the way out; else remarks for a person. */
  readonly problems: readonly Problem[];
}
