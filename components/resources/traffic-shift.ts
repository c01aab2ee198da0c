import type * as pulumi from "@pulumi/pulumi";
import { SluiceResource } from "./sluice-resource";
import type { StageResourceArgs } from "./stage-resource";

/** Moves traffic to this stage's weight: canary ready, probed, gated again, one write, observed. */
export class TrafficShift extends SluiceResource {
  /** Percent of requests on the canary after it. */
  declare readonly weight: pulumi.Output<number>;
  /** Sentence for people on what was done. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: StageResourceArgs, options?: pulumi.CustomResourceOptions) {
    super("shift", "TrafficShift", name, { ...args, weight: undefined, sentence: undefined }, options);
  }
}
