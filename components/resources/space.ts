import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import * as pulumi from "@pulumi/pulumi";
import { namespacesOf, toSpaceObjects } from "../core/access/environment-space";
import type { EnvironmentSpace } from "../core/access/environment-space";

/** Namespaces of an environment, each with its quota and its network policy. */
export class Space extends pulumi.ComponentResource {
  /** All children, for `dependsOn`. */
  readonly parts: readonly pulumi.Resource[];

  constructor(name: string, args: EnvironmentSpace, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Space", name, {}, options);
    const parts: pulumi.Resource[] = [];
    for (const each of namespacesOf(args)) {
      const objects = toSpaceObjects(args, each);
      // A line that somebody takes out of the file must not take an app away; a branch ends with its environment.
      const retainOnDelete = args.branches === undefined;
      const namespace = new Namespace(each, objects.namespace, { parent: this, retainOnDelete });
      parts.push(namespace);
      const inside = { parent: this, dependsOn: [namespace] };
      if (objects.quota !== undefined) {
        const { metadata, spec } = objects.quota;
        parts.push(new ResourceQuota(each, { metadata, spec: { hard: { ...spec.hard } } }, inside));
      }
      if (objects.network !== undefined) parts.push(new NetworkPolicy(each, objects.network, inside));
    }
    this.parts = parts;
    this.registerOutputs();
  }
}
