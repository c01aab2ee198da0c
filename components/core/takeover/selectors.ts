import { toCanonicalText } from "../revision/canonical";
import type { PatchOperation } from "../routers/json-patch";
import type { Labels, LabelSelector } from "../selectors/match-labels";
import { trackLabel, trackLabels } from "../settings";
import type { Selector } from "./decide-takeover";

/** A Service's own terms, and those by which stable's pods alone have them. */
const narrowed = (theirs: Labels, app: string): Labels => ({ ...theirs, ...trackLabels(app, "stable") });

/** Selector of a Service that was taken over, or given back. */
export const selectorOf = (to: "stable" | "theirs", theirs: Labels, app: string): Labels =>
  to === "theirs" ? theirs : narrowed(theirs, app);

/** Pods that a Service leads to, by its selector and the one that it had. */
export function readSelector(live: Labels | undefined, theirs: Labels, app: string): Selector {
  const text = toCanonicalText({ ...live });
  if (text === toCanonicalText(theirs)) return "theirs";
  return text === toCanonicalText(narrowed(theirs, app)) ? "stable" : "other";
}

/** Side that all Services lead to; mixed where they do not agree. */
export function readSelectors(all: readonly Selector[]): Selector | "mixed" {
  const [first = "other"] = all;
  if (all.includes("other")) return "other";
  return all.every((one) => one === first) ? first : "mixed";
}

/** The term by which a budget leaves the tracks' pods out. */
const without = { key: trackLabel, operator: "DoesNotExist" } as const;

const isWithout = ({ key, operator }: { readonly key: string; readonly operator: string }): boolean =>
  key === without.key && operator === without.operator;

/** Whether a budget leaves the tracks' pods out. */
export const leavesTracksOut = ({ matchExpressions = [] }: LabelSelector): boolean =>
  matchExpressions.some(isWithout);

/**
 * The patch by which a budget leaves the tracks' pods out, or takes all of its pods again: a pod has one budget, since with
 * two the API server refuses every eviction.
 * @returns undefined where it is so already
 */
export function renderBudget(
  selector: LabelSelector,
  leavesOut: boolean,
): readonly PatchOperation[] | undefined {
  if (leavesTracksOut(selector) === leavesOut) return undefined;
  const { matchExpressions = [], ...rest } = selector;
  const left = matchExpressions.filter((one) => !isWithout(one));
  const terms = leavesOut ? [...left, without] : left;
  const value = terms.length === 0 ? rest : { ...rest, matchExpressions: terms };
  return [
    { op: "test", path: "/spec/selector", value: selector },
    { op: "replace", path: "/spec/selector", value },
  ];
}
