import { ValidatingAdmissionPolicy } from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicy";
import { ValidatingAdmissionPolicyBinding } from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicyBinding";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import * as pulumi from "@pulumi/pulumi";
import { toBinding } from "../core/access/admission-binding";
import type { BindingScope, Enforcement } from "../core/access/admission-binding";

/** Admission policy as in its file. */
export interface AdmissionManifest {
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

/** A check that the cluster enforces. */
export interface EnforcedCheck {
  readonly manifest: AdmissionManifest;
  readonly enforcement: Enforcement;
  /** Values of its parameters; absent where it has none. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Arguments of `Admission`. */
export interface AdmissionArgs {
  readonly checks: readonly EnforcedCheck[];
  readonly scope: BindingScope;
  /** Namespace of the ConfigMaps with the parameters. */
  readonly namespace: pulumi.Input<string>;
}

/** Checks as admission policies, with a binding and its parameters. */
export class Admission extends pulumi.ComponentResource {
  /** All children, for `dependsOn`. */
  readonly parts: readonly pulumi.Resource[];

  constructor(name: string, args: AdmissionArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Admission", name, {}, options);
    const inside = { parent: this };
    const parts: pulumi.Resource[] = [];
    for (const { manifest, enforcement, parameters } of args.checks) {
      const id = manifest.metadata.name;
      const policy = new ValidatingAdmissionPolicy(id, manifest as object, inside);
      const dependsOn: pulumi.Resource[] = [policy];
      if (parameters !== undefined) {
        const data = { ...parameters };
        dependsOn.push(
          new ConfigMap(id, { metadata: { name: id, namespace: args.namespace }, data }, inside),
        );
      }
      const parametersFrom = parameters === undefined ? undefined : args.namespace;
      const binding = new ValidatingAdmissionPolicyBinding(
        id,
        {
          metadata: { name: id },
          spec: toBinding(id, enforcement, args.scope, parametersFrom),
        },
        { ...inside, dependsOn },
      );
      parts.push(...dependsOn, binding);
    }
    this.parts = parts;
    this.registerOutputs();
  }
}
