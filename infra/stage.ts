import type { Inputs } from "@pulumi/pulumi";
import { hashConfiguration, revisionKey } from "../components/core/revision/hash-configuration";
import { Gate } from "../components/resources/gate";
import { Soak } from "../components/resources/soak";
import { TrafficShift } from "../components/resources/traffic-shift";
import { loadStack } from "../stacks/load";
import { awaitStart } from "./await-start";
import type { Declared } from "./own-program";
import { readOptions } from "./read-options";
import type { StackPlan } from "../stacks/load";
import { demandOwnState } from "./demand-own-state";

type StagePlan = StackPlan & { readonly kind: "stage" };

/** Reads the stack's files and declares their resources, once the run may begin. */
export async function declare(root: string, stack: string, declared?: Declared): Promise<Inputs> {
  const plan = (await loadStack(root, stack, readOptions(root, undefined, declared))) as StagePlan;
  await awaitStart(process.env);
  await demandOwnState(plan.settings);
  return declareStage(plan);
}

/** A stage's stack: Gate → TrafficShift → Soak. */
export function declareStage({ settings, key, revision }: StagePlan): Inputs {
  const args = { settings, stage: key };
  const run = {
    waitsForResume: process.env["SLUICE_WAIT_FOR_RESUME"] === "true",
    ...(revision && { checkout: hashConfiguration(revision, revisionKey(settings)) }),
  };
  const gate = new Gate(settings.app, { ...args, run });
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
