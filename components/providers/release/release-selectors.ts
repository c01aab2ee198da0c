import { prefixed, printProblem } from "../../core/problem";
import type { Problem } from "../../core/problem";
import type { ReleaseDecision, ReleaseFacts } from "../../core/release/release-facts";
import { judgeAdoptSetting } from "../../core/takeover/judge-setting";
import { judgeSelectors } from "../../core/selectors/judge-selectors";
import type { Session } from "../../session/session";
import { inEmergency } from "../../stage/emergency";
import { readSelectors } from "../../traffic/look/read-selectors";

/**
 * Reports foreign objects that select the canary's pods, and a change of the Service that stands for stable.
 * @returns the reasons why no release may begin; of the former its gates decide where one runs already
 */
export async function checkSelectors(
  { cluster, settings, say, now }: Session,
  { canary, ledger }: Pick<ReleaseFacts, "canary" | "ledger">,
  { kind }: Pick<ReleaseDecision, "kind">,
): Promise<readonly Problem[]> {
  const selectors = await readSelectors(cluster, settings, canary, []);
  const { problems, notes } = judgeSelectors(settings.app, selectors, inEmergency(settings, now()));
  for (const note of notes) say(note, "warning");
  const { stableService, route } = settings.traffic;
  // Where the user's Service is the switch itself, stable has one of its own.
  const taken = stableService ?? (settings.takeover === undefined ? undefined : route);
  const changed = judgeAdoptSetting(ledger, taken);
  if (kind === "start")
    return [...changed, ...problems.map((one) => prefixed(`Cannot release "${settings.app}": `, one))];
  // A takeover narrows them before there is a canary.
  if (kind === "first" && settings.takeover !== undefined) return changed;
  for (const one of problems) say(printProblem(one), "warning");
  return changed;
}
