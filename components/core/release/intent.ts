import type { Attempt } from "../ledger/ledger";
import { explainOther } from "../revision/version";
import type { Version } from "../revision/version";

/** Whether this checkout's commit comes before the one that an attempt began from. */
export type CommitAge = "older" | "notOlder" | "unknown";

/** Intent of the person or command that runs the base stack, towards a release under way. */
export interface ReleaseIntent {
  /** Number of the attempt that this run may end; it means nothing for any other. */
  readonly supersede: number | undefined;
  /** Only previewed: a refusal is reported and the plan is still shown. */
  readonly previewed: boolean;
  /** Against the commit that began the attempt under way. */
  readonly age: CommitAge;
  /** `--from-older-commit`. */
  readonly fromOlderCommit: boolean;
}

/** A run that means nothing: a schedule, a drift repair, an old checkout. */
export const noIntent: ReleaseIntent = {
  supersede: undefined,
  previewed: false,
  age: "unknown",
  fromOlderCommit: false,
};

/** Reason why a run may not end an attempt, with the way out; undefined where it may. */
export function findUnintended(
  attempt: Attempt,
  { environment, wanted, phase }: { environment: string; wanted: Version; phase: string },
  { supersede, age, fromOlderCommit }: ReleaseIntent,
): { readonly rule: string; readonly fix: string } | undefined {
  const { number, checkout } = attempt;
  if (supersede !== number) {
    return {
      rule: `${explainOther(wanted, attempt, `while attempt ${number} is ${phase}`)}, and no order to end that attempt`,
      fix: `\`sluice abort ${environment} --reason TEXT\` first; or, to end it by this version, \`sluice rollout ${environment}\` or release.supersede: ${number}`,
    };
  }
  if (age !== "older" || fromOlderCommit) return undefined;
  return {
    rule: `this checkout must not be older than the commit that began attempt ${number} (${checkout?.commit.slice(0, 12)}): got an ancestor of it`,
    fix: `check out a newer commit, or \`sluice rollout ${environment} --from-older-commit\``,
  };
}
