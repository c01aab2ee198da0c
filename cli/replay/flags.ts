import type { CommonFlags } from "../define-command";

/** Options of `sluice replay` as they were typed. */
export interface ReplayFlags extends CommonFlags {
  readonly from?: string;
  readonly to?: string;
  readonly stages?: string;
  readonly tick?: string;
  readonly objective?: string;
  readonly hold: string;
  readonly latency: boolean;
  readonly source?: string;
  readonly app?: string;
  readonly namespace?: string;
  /** As `name=value`. */
  readonly label: readonly string[];
  /** As `class=reason`. */
  readonly expect: readonly string[];
  readonly ignoreRoute?: readonly string[];
  readonly interval: string;
  readonly successRate: string;
  readonly failureLimit: string;
  readonly conditions: string;
  readonly threshold: string;
  readonly html?: string;
}
