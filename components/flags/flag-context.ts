import type { Cluster } from "../cluster/api";
import type { Tell } from "../ledger/commit";
import type { LedgerStore } from "../ledger/ledger-store";
import type { FlagSpec } from "../core/flags/flag";
import type { Settings } from "../core/settings";
import type { FlagRuns } from "./flag-runs";
import type { FlagStore } from "./flag-store";

/** A run that brings one flag from 0 to 100 %. */
export interface FlagContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  readonly spec: FlagSpec;
  readonly flags: FlagStore;
  readonly runs: FlagRuns;
  /** Ledger of the app's release. */
  readonly store: Pick<LedgerStore, "read">;
  /** Tells people; absent where nobody is to be told. */
  readonly tell?: Tell | undefined;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  now(): number;
  say(text: string): void;
  progress(text: string): void;
}
