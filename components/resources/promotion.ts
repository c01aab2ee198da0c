import type * as pulumi from "@pulumi/pulumi";
import { SluiceResource } from "./sluice-resource";
import type { SluiceResourceArgs } from "./sluice-resource";

/** Arguments of `Promotion`: outputs of the release. */
export interface PromotionArgs extends SluiceResourceArgs {
  readonly stableImage: pulumi.Input<string>;
  readonly canaryImage: pulumi.Input<string>;
  readonly stableRevision: pulumi.Input<string>;
  readonly canaryRevision: pulumi.Input<string>;
  readonly attempt: pulumi.Input<number>;
}

/** Ends a release: waits for stable on the new image, moves traffic back to it, and takes the canary down. */
export class Promotion extends SluiceResource {
  /** Phase of the ledger after it. */
  declare readonly phase: pulumi.Output<string>;
  /** Sentence for people on what was done. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: PromotionArgs, options?: pulumi.CustomResourceOptions) {
    super("promotion", "Promotion", name, { ...args, phase: undefined, sentence: undefined }, options);
  }
}
