import type * as pulumi from "@pulumi/pulumi";
import { SluiceResource } from "./sluice-resource";
import type { SluiceResourceArgs } from "./sluice-resource";

/** Arguments of `RouteRules`. */
export interface RouteRulesArgs extends SluiceResourceArgs {
  /** Routing key of the probe rules. */
  readonly probeToken: pulumi.Input<string>;
}

/** Keeps the structure of the route's rules as configured, whatever the weight is, through the one route writer. */
export class RouteRules extends SluiceResource {
  /** Sentence for people on what was done. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: RouteRulesArgs, options?: pulumi.CustomResourceOptions) {
    super("routeRules", "RouteRules", name, { ...args, sentence: undefined }, options);
  }
}
