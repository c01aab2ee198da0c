import { stackPolicy } from "../pack/policy";
import { selects } from "./selector";
import { judgeEach, podLabels, selectorOf, stackObjects } from "./stack-objects";

/** Every pod has a rule about who may connect. */
export const networkPolicy = stackPolicy({
  name: "network-policy",
  title: "A network policy for every workload",
  description: "The pods of every Deployment, StatefulSet and DaemonSet are selected by a NetworkPolicy.",
  why: "Without one, whoever breaks into any pod of the cluster reaches every port of this one.",
  fix: "Declare a NetworkPolicy with podSelector of the workload's labels and the ports that it serves.",
  severity: "medium",
  *checkStack(resources) {
    const rules = stackObjects(resources, "NetworkPolicy");
    const workloads = stackObjects(resources, "Deployment", "StatefulSet", "DaemonSet");
    yield* judgeEach(workloads, function* judge(workload) {
      const labels = podLabels(workload);
      const selected = rules.some(
        (rule) => rule.namespace === workload.namespace && selects(selectorOf(rule, "podSelector"), labels),
      );
      if (selected) return;
      yield {
        path: "spec.template.metadata.labels",
        rule: "be selected by a NetworkPolicy of this stack",
        value: "none",
        fix: "declare one with the ports that the pods serve",
      };
    });
  },
});
