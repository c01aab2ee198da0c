import type { Inputs } from "@pulumi/pulumi";
import { Gate } from "../components/resources/gate";
import { Soak } from "../components/resources/soak";
import { TrafficShift } from "../components/resources/traffic-shift";
import type { StackPlan } from "../stacks/load";

/** A stage's stack: Gate → TrafficShift → Soak. */
export function declareStage({ settings, weight }: StackPlan & { kind: "stage" }): Inputs {
  const args = { settings, stage: weight };
  const gate = new Gate(settings.app, args);
  const shift = new TrafficShift(settings.app, args, { dependsOn: [gate] });
  const soak = new Soak(settings.app, args, { dependsOn: [shift] });
  return {
    weight: shift.weight,
    verdict: soak.verdict,
    gate: gate.sentence,
    shift: shift.sentence,
    soak: soak.sentence,
  };
}
