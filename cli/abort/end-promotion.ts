import { findOvertaken } from "../../components/core/commands/decide-abort";
import type { Ledger } from "../../components/core/ledger/ledger";
import { promotionAborted } from "../../components/core/ledger/transitions/weight-transition";
import { toRefusal } from "../../components/core/problem";
import { RunEnd } from "../../components/core/run-end";
import type { Change } from "../../components/ledger/commit";
import { commitOnce } from "../../components/traffic/commit-once";
import type { Environment } from "../environment";
import { attemptOf } from "./abort-facts";
import type { AbortFacts, AbortPatience } from "./abort-facts";
import { warned } from "./abort-steps";
import type { AbortProgress } from "./abort-steps";

/**
 * A promotion is ended in the ledger before stable goes back: base's run sees it there.
 * @throws {RunEnd} `refused` where the promotion ended meanwhile, or another attempt began
 */
export async function endPromotion(
  context: Environment,
  facts: AbortFacts,
  progress: AbortProgress,
  { awaySeconds }: AbortPatience,
): Promise<AbortProgress> {
  const { reason } = progress;
  const attempt = attemptOf(facts);
  const isDone = ({ phase }: Ledger): boolean => phase === "aborted";
  let overtaken: ReturnType<typeof findOvertaken>;
  const change: Change = (ledger, nowSeconds) => {
    overtaken = findOvertaken(ledger, attempt);
    return overtaken === undefined && ledger.phase === "promoting"
      ? promotionAborted(ledger, { reason, nowSeconds })
      : undefined;
  };
  try {
    await commitOnce(context, isDone, change, awaySeconds);
  } catch (error) {
    return warned(progress, `the end of the promotion is not in the ledger: ${(error as Error).message}`);
  }
  if (overtaken !== undefined) throw new RunEnd("refused", toRefusal(overtaken));
  return { ...progress, attempt };
}
