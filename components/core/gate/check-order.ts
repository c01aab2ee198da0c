import { describeExposure, describeWeight, weightOf } from "../stage/exposure";
import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/**
 * Check `order`: the stage before this one passed in this attempt (an attempt has one digest), and the live weight is
 * that stage's or already this one's, so that no jump upward is left.
 */
export function checkOrder({ ledger, key, weight, route }: GateFacts): Finding {
  const stages = ledger?.attempt?.stages ?? [];
  const at = stages.findIndex((stage) => stage.key === key);
  if (at === -1) {
    const list = stages.map(describeExposure).join(", ");
    return problem(
      `stage must be one of the attempt's stages (${list || "none"}): got ${describeWeight(weight)}`,
      "stages are pinned when an attempt begins; a changed list counts from the next attempt on",
      "turn",
    );
  }
  const before = stages[at - 1];
  if (before !== undefined && before.phase !== "passed") {
    return problem(
      `stage ${describeExposure(before)} must have passed with this digest: got ${before.phase}`,
      `run the stack of stage ${describeExposure(before)} first`,
      "turn",
    );
  }
  const from = before === undefined ? 0 : weightOf(before);
  const live = route?.weight;
  return live === undefined || live === from || live === weight
    ? fine(
        before === undefined
          ? "first stage of the attempt"
          : `stage ${describeWeight(from)} passed with this digest`,
      )
    : problem(
        `live weight must be ${describeWeight(from)} or ${describeWeight(weight)}: got ${describeWeight(live)}`,
        "run the stages in their order, or sluice abort",
        "turn",
      );
}
