import type * as pulumi from "@pulumi/pulumi";
import { SluiceResource } from "./sluice-resource";
import type { StageResourceArgs } from "./stage-resource";

/** Judges the evidence at this stage's weight until it passes, fails (weight 0), or the deadline comes (held). */
export class Soak extends SluiceResource {
  /** `pass`, `fail` or `inconclusive`. */
  declare readonly verdict: pulumi.Output<string>;
  /** The numbers behind it, for people. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: StageResourceArgs, options?: pulumi.CustomResourceOptions) {
    super("soak", "Soak", name, { ...args, verdict: undefined, sentence: undefined }, options);
  }
}
