import type { Problem } from "../problem";
import { objectNames } from "../settings";
import type { Selectors } from "./find-selectors";

/** Problems of exposing the canary while others select its pods, and notes for a person. */
export interface SelectorFinding {
  readonly problems: readonly (Problem & { readonly fix: string })[];
  readonly notes: readonly string[];
}

/**
 * Judges the other objects that select the canary's pods.
 * @param urgent - a rollback or an emergency release: a second budget, which exposes no pod, is only reported
 */
export function judgeSelectors(app: string, selectors: Selectors, urgent: boolean): SelectorFinding {
  const { exposing, shared, budgets, unseen } = selectors;
  const names = objectNames(app);
  const twice = {
    text: `a pod may have one PodDisruptionBudget, since with two the API server refuses every eviction: got ${budgets.join("; ")} beside ${names.canary}`,
    fix: `its owner narrows its selector so that it leaves out the pods of ${app}, which have budgets of their own`,
  };
  return {
    problems: [
      ...exposing.map((text) => ({
        text: `no Service of others may select the canary's pods, its requests would reach them at any weight: got ${text}`,
        fix: "its owner adds sluice.dev/track: stable to its selector where only stable is meant, or sluice:app.sharedServices names it, ungated",
      })),
      ...(budgets.length === 0 || urgent ? [] : [twice]),
      ...(unseen.length === 0
        ? []
        : [
            {
              text: `whatever selects the canary's pods must be found: got no right to list ${unseen.join(", ")}`,
              fix: "docs/reference/rights.md lists the rules of each role",
            },
          ]),
    ],
    notes: [
      ...shared.map(
        (text) => `ungated by sluice:app.sharedServices: ${text}, the canary's pods at any weight`,
      ),
      ...(budgets.length > 0 && urgent ? [twice.text] : []),
    ],
  };
}
