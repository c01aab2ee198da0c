import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget";
import * as pulumi from "@pulumi/pulumi";
import { toPorts } from "../core/workload/pod-template";
import { objectNames, trackLabels } from "../core/settings";
import type { Track as TrackName } from "../core/track";
import type { PodTemplate } from "./release";
import type { WorkloadSpec } from "../core/workload/workload";
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
  readonly workload: WorkloadSpec;
  /** Resources that must exist before any pod of `template` starts. */
  readonly after: pulumi.Input<pulumi.Input<pulumi.Resource>[]>;
}

/**
 * One of the two versions: Deployment, Service, PodDisruptionBudget, NetworkPolicy, and stable's autoscaler.
 * The canary's number of pods belongs to the stages, stable's to its autoscaler where there is one, else to `Release`,
 * which never lowers what somebody else set.
 */
export class Track extends pulumi.ComponentResource {
  readonly deployment: Deployment;
  readonly service: Service;
  /** All children, for `dependsOn`. */
  readonly parts: readonly pulumi.Resource[];

  constructor(name: string, args: TrackArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Track", name, {}, options);
    const { app, namespace, track, workload } = args;
    const labels = trackLabels(app, track);
    const selector = { matchLabels: labels };
    const metadata = { name: objectNames(app).track(track), namespace, labels };
    const inside = { parent: this };
    const autoscale = track === "stable" ? workload.stable.autoscale : undefined;
    const isCanary = track === "canary";
    const stableSeconds = `${2 * workload.readySeconds + workload.drainSeconds + workload.stopSeconds}s`;

    this.service = new Service(
      name,
      {
        metadata: toMetadata(metadata, { skipAwait: true }),
        spec: { selector: labels, ports: [{ name: "http", port: workload.port, targetPort: "http" }] },
      },
      {
        ...inside,
        dependsOn: args.after,
        // Where the canary's requests go is the route writer's: an abort may have sent them to stable.
        ignoreChanges: isCanary ? ["spec.selector", "spec.ports[*].targetPort"] : [],
      },
    );
    this.deployment = new Deployment(
      name,
      {
        metadata: toMetadata(metadata, { force: true, skipAwait: isCanary }),
        spec: {
          ...(autoscale ? {} : { replicas: args.replicas }),
          selector,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          progressDeadlineSeconds: workload.readySeconds,
          revisionHistoryLimit: 3,
          template: args.template,
        },
      },
      {
        ...inside,
        dependsOn: args.after,
        // How many pods are live is for whoever scales them: a declared number would undo it with the next image.
        ignoreChanges: ["spec.replicas"],
        customTimeouts: { create: stableSeconds, update: stableSeconds },
      },
    );
    const budget = new PodDisruptionBudget(
      name,
      {
        metadata: toMetadata(metadata),
        spec: { selector, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
      },
      { ...inside, dependsOn: args.after },
    );
    const from = workload.allowFrom.map((allowed) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": allowed } },
    }));
    const policy = new NetworkPolicy(
      name,
      {
        metadata: toMetadata(metadata),
        spec: {
          podSelector: selector,
          policyTypes: ["Ingress"],
          ingress: [
            {
              ...(from.length === 0 ? {} : { from }),
              ports: [
                ...toPorts(workload).map(({ containerPort, protocol }) => ({
                  port: containerPort,
                  protocol,
                })),
                ...workload.allowPorts.map((port) => ({ port, protocol: "TCP" })),
              ],
            },
          ],
        },
      },
      { ...inside, dependsOn: args.after },
    );
    const parts: pulumi.Resource[] = [this.service, this.deployment, budget, policy];
    if (autoscale !== undefined) {
      parts.push(
        new HorizontalPodAutoscaler(
          name,
          {
            metadata: toMetadata(metadata, { skipAwait: true }),
            spec: {
              scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: metadata.name },
              minReplicas: workload.stable.replicas,
              maxReplicas: autoscale.maxReplicas,
              metrics: [
                {
                  type: "Resource",
                  resource: {
                    name: "cpu",
                    target: { type: "Utilization", averageUtilization: autoscale.cpuPercent },
                  },
                },
              ],
            },
          },
          { ...inside, dependsOn: [this.deployment], ignoreChanges: ["spec.minReplicas"] },
        ),
      );
    }
    this.parts = parts;
    this.registerOutputs();
  }
}
