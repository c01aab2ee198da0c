import { judgeCheck, planChecks } from "../core/checks/plan-checks";
import type { CheckMoment } from "../core/checks/plan-checks";
import type { CheckFact } from "../core/checks/spec";
import { askCheck } from "./ask-check";
import type { CheckContext } from "./check-context";

/**
 * Asks the checks of the settings that belong to a moment, all at once; each has its own time limit.
 * @returns undefined where none are configured
 */
export async function runChecks(
  context: CheckContext,
  moment: CheckMoment,
): Promise<readonly CheckFact[] | undefined> {
  const { checks } = context.settings;
  if (checks === undefined) return undefined;
  const planned = planChecks(checks, moment);
  return await Promise.all(planned.map(async (one) => judgeCheck(one, await askCheck(context, one))));
}
