import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget";
import * as pulumi from "@pulumi/pulumi";
import { listOpenPorts } from "../core/edge/open-ports";
import type { JsonObject } from "../core/revision/revision";
import type { Track as TrackName } from "../core/track";
import type { PodTemplate } from "./release";
import type { ServicePort } from "../core/workload/from/rendered-app";
import { toTrackObjects } from "../core/workload/track-objects";
import type { TrackShape } from "../core/workload/track-shape";
import { toMetadata } from "./object-metadata";

/** Arguments of `Track`. */
export interface TrackArgs {
  readonly app: string;
  readonly namespace: string;
  readonly track: TrackName;
  /** Pod template with the labels of the track; only ever an output of `Release`. */
  readonly template: pulumi.Output<PodTemplate>;
  /** Pods that its Deployment is created with. */
  readonly replicas: pulumi.Input<number>;
  readonly shape: TrackShape;
  /** Whether a Service of the user's stands for it: none is declared. @default false */
  readonly isServed?: boolean;
  /** Whether it takes the place of a running service: it has as many pods from the start, whatever its autoscaler will say. @default false */
  readonly takesOver?: boolean;
  /** Ports of its Service, as {@link TrackShape} has them or with targets that both revisions have. */
  readonly ports: pulumi.Input<readonly ServicePort[]>;
  /** Resources that must exist before any pod of `template` starts. */
  readonly after: pulumi.Input<pulumi.Input<pulumi.Resource>[]>;
}

/**
 * One of the two versions: Deployment, Service, another Service for probes, PodDisruptionBudget, NetworkPolicy, and stable's autoscaler.
 * The canary's number of pods belongs to the stages, stable's to its autoscaler where there is one, else to `Release`,
 * which never lowers what another writer set.
 */
export class Track extends pulumi.ComponentResource {
  readonly deployment: Deployment;
  /** All children, for `dependsOn`. */
  readonly parts: readonly pulumi.Resource[];

  constructor(name: string, args: TrackArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Track", name, {}, options);
    const { app, namespace, track, shape } = args;
    const inside = { parent: this };
    const isCanary = track === "canary";
    const ports = pulumi.output(args.ports).apply((all) => [...all]);
    const open = args.template.apply((template) => [
      ...listOpenPorts(template as JsonObject, shape.network?.further ?? []),
    ]);
    const { template, replicas, takesOver } = args;
    const terms = { app, namespace, track, shape, takesOver, template, replicas, ports, open };
    const { service, probe, deployment, budget, network, autoscaler } = toTrackObjects(terms);

    const services =
      args.isServed === true
        ? []
        : [
            new Service(
              name,
              { metadata: toMetadata(service.metadata, { skipAwait: true }), spec: service.spec },
              {
                ...inside,
                dependsOn: args.after,
                // Where the canary's requests go is the route writer's: an abort may have sent them to stable.
                ignoreChanges: isCanary ? ["spec.selector", "spec.ports[*].targetPort"] : [],
              },
            ),
          ];
    const probes = new Service(
      probe.metadata.name,
      { metadata: toMetadata(probe.metadata, { skipAwait: true }), spec: probe.spec },
      { ...inside, dependsOn: args.after },
    );
    this.deployment = new Deployment(
      name,
      {
        // Stages wait for the canary's pods and `Promotion` for stable's, as long as these get further: the engine
        // would wait for a fixed time, or for a Deployment that stands still until that is over.
        metadata: toMetadata(deployment.metadata, { force: true, skipAwait: true }),
        spec: deployment.spec,
      },
      {
        ...inside,
        dependsOn: args.after,
        // The number of live pods is for whoever scales them: a declared number would undo it with the next image.
        ignoreChanges: ["spec.replicas"],
      },
    );
    const disruption = new PodDisruptionBudget(
      name,
      { metadata: toMetadata(budget.metadata), spec: budget.spec },
      { ...inside, dependsOn: args.after },
    );
    const parts: pulumi.Resource[] = [...services, probes, this.deployment, disruption];
    if (network !== undefined) {
      parts.push(
        new NetworkPolicy(
          name,
          { metadata: toMetadata(network.metadata), spec: network.spec },
          { ...inside, dependsOn: args.after },
        ),
      );
    }
    if (autoscaler !== undefined) {
      parts.push(
        new HorizontalPodAutoscaler(
          name,
          { metadata: toMetadata(autoscaler.metadata, { skipAwait: true }), spec: autoscaler.spec },
          { ...inside, dependsOn: [this.deployment], ignoreChanges: ["spec.minReplicas"] },
        ),
      );
    }
    this.parts = parts;
    this.registerOutputs();
  }
}
