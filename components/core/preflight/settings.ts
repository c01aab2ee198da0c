import type { TestAlertSettings } from "./test-alert/settings";

/** Settings of the preflight. */
export interface PreflightSettings {
  /** The gate demands one that is go. @default false */
  readonly required?: true;
  /** Reasons by item that is not about this service. @default none */
  readonly notApplicable?: Readonly<Record<string, string>> | undefined;
  /** People by item who answer for it. @default - those of the list */
  readonly owners?: Readonly<Record<string, string>> | undefined;
  /** Largest share of stable's requests that its firewall may refuse, or would. @default 0.01 */
  readonly refusedRatio?: number | undefined;
  /** Test alert that every preflight sends. @default - none is sent */
  readonly testAlert?: TestAlertSettings | undefined;
}
