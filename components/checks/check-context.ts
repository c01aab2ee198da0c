import type { Cluster } from "../cluster/api";
import type { CheckOutcome, PlannedCheck } from "../core/checks/spec";
import type { RouteView } from "../core/routers/router";
import type { Settings } from "../core/settings";

/** Context of a check: what it is asked about. */
export interface CheckContext {
  readonly cluster: Cluster;
  readonly settings: Settings;
  /** Undefined where there is no route: then no track can be asked. */
  readonly route: RouteView | undefined;
  /** Facts that a webhook and a Job get. */
  readonly about: Readonly<Record<string, string | number>>;
  /** Seconds since the epoch. */
  readonly nowSeconds: number;
  /** Runs a check of kind `job` to its end. @default - nothing is started, as in a preview */
  readonly runJob?: (planned: PlannedCheck) => Promise<CheckOutcome>;
}

/** Longest body that is read, bytes. */
export const mostBytes = 1024 * 1024;

/** An answer that nobody has. */
export const unknown = (text: string): CheckOutcome => ({ result: "unknown", text });
