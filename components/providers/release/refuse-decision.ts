import type { Problem } from "../../core/problem";
import type { ReleaseDecision } from "../../core/release/release-facts";
import type { Settings } from "../../core/settings";
import { listShapeChanges } from "../../core/workload/base-shape";

/**
 * Reasons for which a decision lets nothing happen: its own, and a change of what identifies a track, Service or route
 * while a release runs, which would replace it.
 * @param before - values that may not change, of the run before; undefined where there was none
 */
export function refuseDecision(
  decision: ReleaseDecision,
  before: unknown,
  now: { readonly settings: Settings; readonly shape?: unknown },
): readonly Problem[] {
  const own = decision.kind === "refuse" ? decision.problems : [];
  if (!decision.frozen || before === undefined) return own;
  const changed = listShapeChanges(before, now.shape);
  if (changed.length === 0) return own;
  return [
    ...own,
    {
      text: `Cannot change "${now.settings.app}" while it is being released (${decision.sentence}): only its revision may change: got changes of ${changed.join(", ")}`,
      fix: "finish or abort the release first, then change them in an up of their own",
    },
  ];
}
