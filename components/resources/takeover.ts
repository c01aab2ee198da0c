import type * as pulumi from "@pulumi/pulumi";
import type { TakeoverPart } from "../core/takeover/decide-takeover";
import { SluiceResource } from "./sluice-resource";
import type { SluiceResourceArgs } from "./sluice-resource";

/** Arguments of `Takeover`. */
export interface TakeoverArgs extends SluiceResourceArgs {
  /** Part that it carries out. */
  readonly part: TakeoverPart;
}

/** Lets stable take the place of a running Deployment: before the route is written stable joins, after it old leaves. */
export class Takeover extends SluiceResource {
  /** Sentence for people on what was done. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: TakeoverArgs, options?: pulumi.CustomResourceOptions) {
    super("takeover", "Takeover", name, { ...args, sentence: undefined }, options);
  }
}
