import type * as pulumi from "@pulumi/pulumi";
import type { types } from "@pulumi/kubernetes";
import type { WafSpec } from "../core/edge/waf";
import type { Revision } from "../core/revision/revision";
import type { ReleaseKind } from "../core/release/release-facts";
import type { BaseShape } from "../core/workload/base-shape";
import type { MigrationCommands } from "../core/workload/migration/migration-commands";
import type { PerPod } from "../core/workload/sizes/peak-pods";
import { SluiceResource } from "./sluice-resource";
import type { SluiceResourceArgs } from "./sluice-resource";

/** Arguments of `Release`: facts about the objects that the base stack declares. */
export interface ReleaseArgs extends SluiceResourceArgs {
  /** Values that may not change while a release runs. */
  readonly shape: BaseShape;
  /** Facts that decide on the most pods at once. */
  readonly pods: {
    readonly maxSurge: number | string;
    readonly perPod?: PerPod;
  };
  /** Revision of this checkout; a secret where it has Secrets. */
  readonly revision: pulumi.Input<Revision>;
  /** Migration of this checkout. @default - none */
  readonly migration?: MigrationCommands;
  /** Intent that the run was started with, and the firewall of this checkout, which only policies read. */
  readonly run?: { readonly intent: object; readonly kubeVersion?: string; readonly waf?: WafSpec };
}

/** `spec.template` of a Deployment. */
export type PodTemplate = types.input.core.v1.PodTemplateSpec;

/**
 * Decides from ledger and live objects which revisions the two tracks get. Workloads take their templates only from its
 * outputs. In a preview the outputs are true as well: they are decided in `check`.
 */
export class Release extends SluiceResource {
  /** Decision on what the base stack's `up` does. */
  declare readonly decision: pulumi.Output<ReleaseKind>;
  /** Image with digest that stable must run. */
  declare readonly stableImage: pulumi.Output<string>;
  /** Image with digest that the canary must run. */
  declare readonly canaryImage: pulumi.Output<string>;
  /** Names of the revisions. */
  declare readonly stableRevision: pulumi.Output<string>;
  declare readonly canaryRevision: pulumi.Output<string>;
  /** Pod templates of the tracks, with their labels. */
  declare readonly stableTemplate: pulumi.Output<PodTemplate>;
  declare readonly canaryTemplate: pulumi.Output<PodTemplate>;
  /** Pods that stable is created with; a later run never lowers the live number. */
  declare readonly stableReplicas: pulumi.Output<number>;
  /** Whether the migration of `canaryImage` (on a first deploy also stable's) belongs to this release. */
  declare readonly migrate: pulumi.Output<boolean>;
  /** Names the migration Job; a function of the image's digest. */
  declare readonly migrationKey: pulumi.Output<string>;
  /** Number of the attempt under way, or of the last one. */
  declare readonly attempt: pulumi.Output<number>;
  /** Sentence for people on the decision. */
  declare readonly sentence: pulumi.Output<string>;

  constructor(name: string, args: ReleaseArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = {
      decision: undefined,
      stableImage: undefined,
      canaryImage: undefined,
      stableRevision: undefined,
      canaryRevision: undefined,
      stableTemplate: undefined,
      canaryTemplate: undefined,
      stableReplicas: undefined,
      migrate: undefined,
      migrationKey: undefined,
      attempt: undefined,
      sentence: undefined,
    };
    // The tracks show the same differences.
    const hideDiffs = ["revision", "stableTemplate", "canaryTemplate"];
    super("release", "Release", name, { ...args, ...outputs }, { ...options, hideDiffs });
  }
}
