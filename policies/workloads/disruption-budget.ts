import { stackPolicy } from "../pack/policy";
import { scaledFrom, scalerKinds } from "./autoscaler";
import { selects } from "./selector";
import { judgeEach, podLabels, selectorOf, stackObjects } from "./stack-objects";
import type { StackObject } from "./stack-objects";

/** The budgets that select a workload's pods. */
function budgetsOf(workload: StackObject, budgets: readonly StackObject[]): StackObject[] {
  const labels = podLabels(workload);
  return budgets.filter(
    (budget) => budget.namespace === workload.namespace && selects(selectorOf(budget, "selector"), labels),
  );
}

const describe = ({ name, resource }: StackObject): string => name ?? resource.name;

/** `minAvailable` of a budget as a number of pods, rounded up as Kubernetes does. */
function mustStay(minAvailable: unknown, pods: number): number {
  if (typeof minAvailable === "number") return minAvailable;
  const percent = /^(\d+)%$/.exec(String(minAvailable))?.[1];
  return percent === undefined ? 0 : Math.ceil((Number(percent) / 100) * pods);
}

/** Exactly one budget per workload of several pods, and one that lets a pod go. */
export const disruptionBudget = stackPolicy({
  name: "disruption-budget",
  title: "A disruption budget that can be kept",
  description:
    "A Deployment or StatefulSet of several pods has exactly one PodDisruptionBudget, and every budget lets one pod go, also when an autoscaler is at its lower end.",
  why: "Without a budget a node upgrade may take all pods at once; with two budgets, or one that lets none go, no node can be upgraded.",
  fix: "Declare one PodDisruptionBudget with maxUnavailable: 1 that selects the pods.",
  severity: "medium",
  *checkStack(resources) {
    const budgets = stackObjects(resources, "PodDisruptionBudget");
    const scalers = stackObjects(resources, ...scalerKinds);
    yield* judgeEach(stackObjects(resources, "Deployment", "StatefulSet"), function* judge(workload) {
      const scaled = scaledFrom(workload, scalers);
      const pods = scaled ?? (workload.spec as { replicas?: number }).replicas;
      if (pods === 0) return;
      const own = budgetsOf(workload, budgets);
      const single = scaled === undefined && pods === 1;
      if (own.length !== 1 && !(single && own.length === 0)) {
        yield {
          path: "spec.template.metadata.labels",
          rule: "be selected by exactly one PodDisruptionBudget",
          got: own.length === 0 ? "none" : own.map(describe).join(", "),
          fix:
            own.length === 0
              ? "declare one with maxUnavailable: 1"
              : "keep one: with several, evictions are refused",
        };
      }
      for (const budget of own) {
        const { minAvailable } = budget.spec as { minAvailable?: number | string };
        if (pods === undefined || minAvailable === undefined || mustStay(minAvailable, pods) < pods) continue;
        yield {
          resource: budget.resource,
          path: "spec.minAvailable",
          rule: `leave one of the ${pods} ${pods === 1 ? "pod" : "pods"} of ${describe(workload)} free to go`,
          got: String(minAvailable),
          fix: "use maxUnavailable: 1",
        };
      }
    });
  },
});
