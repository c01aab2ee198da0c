import { explainDatabase } from "../commands/explain-database";
import { decideRollback } from "../commands/decide-rollback";
import type { Ledger } from "../ledger/ledger";
import { describeVersion } from "../revision/version";
import type { VerifyReport } from "./assess-verify";

/** Action where stable is not as it should be after a promotion: people are told, or the release is taken back. */
export const failActions = ["notify", "rollback"] as const;

/** One of {@link failActions}. */
export type FailAction = (typeof failActions)[number];

/** Whether a release is taken back by itself; `sentence` says why it is, or why it stays. */
export interface WayBack {
  readonly goesBack: boolean;
  readonly sentence: string;
}

const stays = (why: string): WayBack => ({
  goesBack: false,
  sentence: `verify.onFail: rollback does nothing: ${why}`,
});

/**
 * Decides whether what a look at stable found takes the release back: only a promoted release, only for users' errors or
 * a check that fails, and only where the version before may run on the database as it is.
 * @param findings - of the look
 * @param onFail - `verify.onFail`
 * @returns undefined where there is nothing to say
 */
export function decideWayBack(
  ledger: Ledger,
  { state, findings }: Pick<VerifyReport, "state" | "findings">,
  onFail: FailAction,
): WayBack | undefined {
  if (onFail === "notify" || state !== "wrong") return undefined;
  if (ledger.phase !== "promoted" || ledger.attempt?.kind !== "release")
    return stays("only a promoted release is taken back");
  const harm = findings.find(({ isHarm }) => isHarm === true);
  if (harm === undefined)
    return stays("neither 10 errors above the limit nor a check that fails says that users are harmed");
  const { version, sentence } = decideRollback(ledger);
  if (version === undefined) return stays(sentence);
  const database = explainDatabase(ledger, version.image);
  // A way out is named where the older version is not known to run on it.
  if (database?.fix !== undefined) return stays(database.text);
  return { goesBack: true, sentence: `back to ${describeVersion(version)}, by verify.onFail: ${harm.name}` };
}
