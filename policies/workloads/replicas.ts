import { z } from "zod";
import { stackPolicy } from "../pack/policy";
import { scaledFrom, scalerKinds } from "./autoscaler";
import { judgeEach, stackObjects } from "./stack-objects";

/** Enough pods that one of them may go. */
export const replicas = stackPolicy({
  name: "replicas",
  title: "More than one pod",
  description: "A Deployment or StatefulSet has no pods at all, or at least `minimum` of them.",
  why: "A single pod is gone for seconds to minutes whenever its node is upgraded or fails.",
  fix: "Set spec.replicas, or minReplicas of its HorizontalPodAutoscaler.",
  severity: "medium",
  config: z.object({ minimum: z.int().min(1).default(2) }),
  *checkStack(resources, { minimum }) {
    const scalers = stackObjects(resources, ...scalerKinds);
    yield* judgeEach(stackObjects(resources, "Deployment", "StatefulSet"), function* judge(workload) {
      const scaled = scaledFrom(workload, scalers);
      const declared = (workload.spec as { replicas?: number }).replicas;
      const pods = scaled ?? declared ?? 1;
      // None at all is no service: the canary between releases.
      if (pods === 0 || pods >= minimum) return;
      yield {
        path: scaled === undefined ? "spec.replicas" : "minReplicas of its autoscaler",
        rule: `be at least ${minimum}`,
        got: scaled === undefined && declared === undefined ? "nothing, which means 1" : String(pods),
        fix: `set it to ${minimum} or more`,
      };
    });
  },
});
