import type { ObjectMeta } from "../object-meta";
import { toProblem } from "../problem";
import type { Problem } from "../problem";

/** Reason among the causes of a refusal to create an object in such a namespace. */
export const endingCause = "NamespaceTerminating";

/** Problem of a namespace whose deletion nobody can call off. */
export function explainEnding(got: string): Problem {
  return toProblem({
    path: "sluice:app.namespace",
    rule: "be one that stays: everything in it is being deleted",
    got,
    fix: "create it again once it is gone, or name another one, and deploy as for the first time",
  });
}

/** Problem of a namespace that is being deleted; undefined where it is not. */
export function refuseEnding(
  namespace: string,
  { deletionTimestamp }: Pick<ObjectMeta, "deletionTimestamp">,
): Problem | undefined {
  return deletionTimestamp === undefined
    ? undefined
    : explainEnding(`${namespace}, deleted at ${deletionTimestamp}`);
}
