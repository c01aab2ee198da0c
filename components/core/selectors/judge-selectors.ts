import type { Problem } from "../problem";
import { listFirst } from "../revision/version";
import { objectNames } from "../settings";
import type { Selectors } from "./find-selectors";

/** Problems of exposing the canary while others select its pods, and notes for a person. */
export interface SelectorFinding {
  readonly problems: readonly (Problem & { readonly fix: string })[];
  readonly notes: readonly string[];
}

/**
 * Judges the other objects that select the canary's pods.
 * @param urgent - a rollback or an emergency release: a second budget, which exposes no pod, and pods of others, which
 * serve already, are only reported
 */
export function judgeSelectors(app: string, selectors: Selectors, urgent: boolean): SelectorFinding {
  const { exposing, shared, budgets, strangers, unseen } = selectors;
  const names = objectNames(app);
  const twice = {
    text: `a pod may have one PodDisruptionBudget, since with two the API server refuses every eviction: got ${budgets.join("; ")} beside ${names.canary}`,
    fix: `its owner narrows its selector so that it leaves out the pods of ${app}, which have budgets of their own`,
  };
  const strange = {
    text: `only pods of ${names.stable} and ${names.canary} may have the labels of a track, its Service sends users' requests to them: got ${listFirst(strangers)}`,
    fix: `their owner gives them another app.kubernetes.io/name or no sluice.dev/track, in the selector as well`,
  };
  return {
    problems: [
      ...exposing.map((text) => ({
        text: `no Service of others may select the canary's pods, its requests would reach them at any weight: got ${text}`,
        fix: "its owner adds sluice.dev/track: stable to its selector where only stable is meant, or sluice:app.sharedServices names it, ungated",
      })),
      ...(budgets.length === 0 || urgent ? [] : [twice]),
      ...(strangers.length === 0 || urgent ? [] : [strange]),
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
      ...(strangers.length > 0 && urgent ? [strange.text] : []),
    ],
  };
}
