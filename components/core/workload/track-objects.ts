import { objectNames, trackLabels } from "../settings";
import type { Track } from "../track";
import { usualBudget } from "./track-shape";
import type { TrackShape } from "./track-shape";

/**
 * Terms of a track's objects. What only a deployment knows may be a promise of it: nothing here looks inside.
 */
export interface TrackTerms<Template, Replicas, Ports, Open> {
  readonly app: string;
  readonly namespace: string;
  readonly track: Track;
  readonly shape: TrackShape;
  /** `spec.template` of its Deployment. */
  readonly template: Template;
  /** Pods that its Deployment is created with. */
  readonly replicas: Replicas;
  /** Ports of its Services. */
  readonly ports: Ports;
  /** Ports of its pods that clients may connect to. */
  readonly open: Open;
  /** Whether it takes the place of a running service: it has as many pods from the start, whatever its autoscaler will say. @default false */
  readonly takesOver?: boolean | undefined;
}

/** Objects of a track as they are declared. A NetworkPolicy and an autoscaler are absent where it has none. */
export function toTrackObjects<Template, Replicas, Ports, Open>(
  terms: TrackTerms<Template, Replicas, Ports, Open>,
) {
  const { app, namespace, track, shape, template, replicas, ports, open, takesOver } = terms;
  const labels = trackLabels(app, track);
  const selector = { matchLabels: labels };
  const names = objectNames(app);
  const metadata = { name: names.track(track), namespace, labels };
  const isCanary = track === "canary";
  const autoscaler = isCanary ? undefined : shape.autoscaler;
  const { owner: _, ...range } = autoscaler ?? {};
  const from = (shape.network?.from ?? []).map((allowed) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": allowed } },
  }));
  return {
    service: {
      apiVersion: "v1",
      kind: "Service",
      metadata: isCanary ? { ...metadata, labels: { ...shape.canaryLabels, ...labels } } : metadata,
      spec: { selector: labels, ports },
    },
    /** Service by which Sluice's own requests reach it. */
    probe: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, name: names.probe(track) },
      spec: { selector: labels, ports },
    },
    deployment: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        ...(autoscaler && takesOver !== true ? {} : { replicas }),
        selector,
        ...shape.deployment,
        template,
      },
    },
    budget: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata,
      spec: { selector, ...(isCanary ? usualBudget : shape.budget) },
    },
    ...(shape.network === undefined
      ? {}
      : {
          network: {
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata,
            spec: {
              podSelector: selector,
              policyTypes: ["Ingress"],
              ingress: [{ ...(from.length === 0 ? {} : { from }), ports: open }],
            },
          },
        }),
    ...(autoscaler === undefined
      ? {}
      : {
          autoscaler: {
            apiVersion: "autoscaling/v2",
            kind: "HorizontalPodAutoscaler",
            metadata,
            spec: {
              scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: metadata.name },
              ...(range as object as { maxReplicas: number }),
            },
          },
        }),
  };
}
