import { prefixed, printProblem } from "../core/problem";
import type { Problem } from "../core/problem";
import type { ReleaseDecision, ReleaseFacts } from "../core/release/release-facts";
import { judgeSelectors } from "../core/selectors/judge-selectors";
import type { Session } from "../session/session";
import { inEmergency } from "../stage/emergency";
import { readSelectors } from "../traffic/read-selectors";

/**
 * Reports foreign objects that select the canary's pods.
 * @returns the reasons why no release may begin; where one runs already its gates decide
 */
export async function checkSelectors(
  { cluster, settings, say, now }: Session,
  { canary }: Pick<ReleaseFacts, "canary">,
  { kind }: Pick<ReleaseDecision, "kind">,
): Promise<readonly Problem[]> {
  const selectors = await readSelectors(cluster, settings, canary, []);
  const { problems, notes } = judgeSelectors(settings.app, selectors, inEmergency(settings, now()));
  for (const note of notes) say(note, "warning");
  if (kind === "start") return problems.map((one) => prefixed(`Cannot release "${settings.app}": `, one));
  for (const one of problems) say(printProblem(one), "warning");
  return [];
}
