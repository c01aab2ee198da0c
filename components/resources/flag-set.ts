import type * as pulumi from "@pulumi/pulumi";
import type { FlagsSettings } from "../core/flags/flag";
import { SluiceResource } from "./sluice-resource";
import type { SluiceResourceArgs } from "./sluice-resource";

/** Arguments of `FlagSet`. */
export interface FlagSetArgs extends SluiceResourceArgs {
  readonly flags: FlagsSettings;
}

/**
 * Flags of the environment file in the ConfigMap that flagd reads. It neither raises a percentage nor turns a flag on
 * that was switched off.
 */
export class FlagSet extends SluiceResource {
  /** Sentence for people on what was written. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: FlagSetArgs, options?: pulumi.CustomResourceOptions) {
    super("flags", "FlagSet", name, { ...args, sentence: undefined }, options);
  }
}
