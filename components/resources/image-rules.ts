import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";

/** Object that a controller of the cluster takes its rules from. */
export interface RuleObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

/** Rules about images, for a controller that the cluster has already. */
export class ImageRules extends pulumi.ComponentResource {
  /** All children, for `dependsOn`. */
  readonly parts: readonly pulumi.Resource[];

  constructor(
    name: string,
    { objects }: { readonly objects: readonly RuleObject[] },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("sluice:index:ImageRules", name, {}, options);
    this.parts = objects.map(
      (object) =>
        new CustomResource(`${object.kind}/${object.metadata.name}`, { ...object }, { parent: this }),
    );
    this.registerOutputs();
  }
}
