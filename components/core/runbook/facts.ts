import type { Ledger } from "../ledger/ledger";
import type { Settings } from "../settings";

/** Facts that a runbook is written from. */
export interface RunbookFacts {
  readonly settings: Settings;
  /** Absent before the first release, and where the cluster was not asked. */
  readonly ledger?: Ledger;
  /** Plain command that writes weight 0 on the route as it is; absent where the route was not read. */
  readonly zeroByHand?: string;
  /** Plain commands of the second lever. */
  readonly leverByHand: readonly string[];
  readonly nowSeconds: number;
}

/** A block of commands. */
export function shell(...lines: readonly string[]): readonly string[] {
  return ["```sh", ...lines, "```", ""];
}
