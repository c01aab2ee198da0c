import type * as pulumi from "@pulumi/pulumi";
import { SluiceResource } from "./sluice-resource";
import type { StageResourceArgs } from "./stage-resource";

/** Decides whether traffic may move to this stage's weight now; in a preview a refusal is data and not an error. */
export class Gate extends SluiceResource {
  /** Whether nothing refuses. */
  declare readonly open: pulumi.Output<boolean>;
  /** One line per check with its finding. */
  declare readonly checks: pulumi.Output<readonly string[]>;
  /** The decision, for people. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: StageResourceArgs, options?: pulumi.CustomResourceOptions) {
    super(
      "gate",
      "Gate",
      name,
      { ...args, open: undefined, checks: undefined, sentence: undefined },
      options,
    );
  }
}
