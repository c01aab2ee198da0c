import { z } from "zod";
import { exemptionSchema, isExpired } from "../pack/exemption";
import { resourcePolicy } from "../pack/policy";
import type { Resource } from "../pack/resource";
import { freezeWindowSchema, isFrozen } from "./freeze-window";
import { sluiceKind } from "./sluice-resources";

/** Decisions of `Release` that bring nothing new: going on, going back, cleaning up. */
const harmless: ReadonlySet<unknown> = new Set(["none", "continue", "revert", "aborted"]);

/** Whether this resource moves a release forward: a gate, or a base that begins, supersedes or promotes. */
function releases({ type, raw }: Resource): boolean {
  const kind = sluiceKind(type);
  if (kind === "Gate") return true;
  return kind === "Release" && !harmless.has(raw["decision"]);
}

/** No release while it cannot be looked after. */
export const freeze = resourcePolicy({
  name: "freeze",
  title: "No release in a freeze window",
  description:
    "No stage raises a weight and no release begins or is promoted inside a window of `windows`; abort and revert are always allowed.",
  why: "What breaks while nobody is there stays broken; what is released before a peak breaks in the peak.",
  fix: "Wait for the end of the window, or break the glass: `breakGlass` with a reason, an owner and an expiry.",
  severity: "high",
  config: z.object({
    windows: z.array(freezeWindowSchema).default([]),
    /** Lifts every window until it expires, visibly. */
    breakGlass: exemptionSchema.omit({ resource: true, container: true }).optional(),
  }),
  applies: releases,
  *check(_resource, { windows, breakGlass }, { now, preview }) {
    for (const window of windows) {
      if (!isFrozen(window, now)) continue;
      const lifted = breakGlass !== undefined && !isExpired(breakGlass, now);
      const expired =
        breakGlass !== undefined && !lifted ? `; breakGlass expired on ${breakGlass.expires}` : "";
      yield {
        path: "the time of this run",
        rule: `lie outside the freeze window "${window.name}"`,
        got: `${now.toISOString()}${expired}`,
        fix: lifted
          ? `lifted by ${breakGlass.owner} until ${breakGlass.expires}: ${breakGlass.reason}`
          : `wait for its end (${window.to ?? window.before ?? "see its days"}, ${window.timeZone}), or set breakGlass with a reason and an expiry`,
        advisory: lifted || preview,
      };
    }
  },
});
