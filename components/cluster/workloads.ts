import { annotations, formerAnnotations, readAnnotation } from "../core/annotations";
import { fieldManager, objectNames } from "../core/settings";
import type { LiveTrack } from "../core/live";
import { toCanonicalText } from "../core/revision/canonical";
import type { JsonObject } from "../core/revision/revision";
import { revisionLabel } from "../core/settings";
import type { Version } from "../core/revision/version";
import { explainDeployment } from "../core/workload/deployment-problem";
import type { DeploymentCondition } from "../core/workload/deployment-problem";
import { appContainer } from "../core/workload/pod-template";
import type { Track } from "../core/track";
import { findApp } from "../core/workload/app-container";
import type { ObjectMeta } from "../core/object-meta";
import type { Cluster } from "./api";
import { jsonPatch, mergePatch } from "./api";

/** A Deployment as far as it is read here. */
export interface Deployment {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly template: {
      readonly metadata?: Pick<ObjectMeta, "labels" | "annotations">;
      readonly spec: { readonly containers: readonly { readonly name: string; readonly image?: string }[] };
    } & JsonObject;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly DeploymentCondition[];
  };
}

/** Name and namespace of an app. */
export interface AppPlace {
  readonly app: string;
  readonly namespace: string;
}

/** Path of a track's Deployment. */
export function deploymentPath(place: AppPlace, track: Track): string {
  return `/apis/apps/v1/namespaces/${place.namespace}/deployments/${objectNames(place.app).track(track)}`;
}

/** Reads one track, or undefined when its Deployment does not exist. */
export async function readTrack(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
): Promise<LiveTrack | undefined> {
  const object = await cluster.find<Deployment>(deploymentPath(place, track));
  return object === undefined ? undefined : toLiveTrack(object);
}

/** View of a Deployment with the facts that decisions need. */
export function toLiveTrack({ metadata, spec, status = {} }: Deployment): LiveTrack {
  const replicas = spec.replicas ?? 1;
  const isSeen = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  const updatedReplicas = isSeen ? (status.updatedReplicas ?? 0) : 0;
  const promotedImage = readAnnotation(metadata, "promoted");
  const promotedRevision = readAnnotation(metadata, "promotedRevision");
  const revision = spec.template.metadata?.labels?.[revisionLabel];
  const trouble = explainDeployment(status.conditions ?? []);
  const aborted = parseVersions(readAnnotation(metadata, "aborted"));
  return {
    image: findApp(spec.template.spec.containers, spec.template.metadata)?.image ?? "",
    ...(revision === undefined ? {} : { revision }),
    replicas,
    readyReplicas: status.readyReplicas ?? 0,
    updatedReplicas,
    settled:
      isSeen &&
      updatedReplicas === replicas &&
      (status.replicas ?? 0) === replicas &&
      (status.availableReplicas ?? 0) === replicas,
    available:
      status.conditions?.some(({ type, status: value }) => type === "Available" && value === "True") ?? false,
    ...(trouble === undefined ? {} : { trouble }),
    ...(spec.paused === true ? { paused: true } : {}),
    template: spec.template,
    ...(spec.template.metadata?.labels === undefined ? {} : { podLabels: spec.template.metadata.labels }),
    ...(promotedImage === undefined
      ? {}
      : {
          promoted: {
            image: promotedImage,
            ...(promotedRevision === undefined ? {} : { revision: promotedRevision }),
          },
        }),
    ...(aborted === undefined ? {} : { aborted }),
  };
}

function parseVersions(text: string | undefined): readonly Version[] | undefined {
  try {
    if (text === undefined) return undefined;
    const list = JSON.parse(text) as readonly (string | Version)[];
    return list.map((one) => (typeof one === "string" ? { image: one } : one));
  } catch {
    return undefined;
  }
}

/** Sets a track's replica count; the canary's is never Pulumi's to set. */
export async function scaleTrack(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
  replicas: number,
): Promise<void> {
  await cluster.call("PATCH", `${deploymentPath(place, track)}/scale?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: { spec: { replicas } },
  });
}

/**
 * Copies the promoted version and the aborted ones from the ledger to stable's Deployment, so that a lost ledger costs
 * evidence only.
 */
export async function annotateStable(
  cluster: Cluster,
  place: AppPlace,
  facts: { promoted?: Version; aborted: readonly Version[] },
): Promise<void> {
  await cluster.call("PATCH", `${deploymentPath(place, "stable")}?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: {
      metadata: {
        annotations: {
          ...(facts.promoted === undefined
            ? {}
            : {
                [annotations.promoted]: facts.promoted.image,
                [annotations.promotedRevision]: facts.promoted.revision ?? null,
                [formerAnnotations.promoted]: null,
              }),
          [annotations.aborted]: JSON.stringify(facts.aborted),
          [formerAnnotations.aborted]: null,
        },
      },
    },
  });
}

/** Sets the whole pod template of a track; only `sluice abort` during a promotion does this. */
export async function setTrackTemplate(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
  template: JsonObject,
): Promise<void> {
  await cluster.call("PATCH", `${deploymentPath(place, track)}?fieldManager=${fieldManager}`, {
    contentType: jsonPatch,
    body: [{ op: "replace", path: "/spec/template", value: template }],
  });
}

/**
 * Whether a track's pod template would not change by another one: the API server adds its defaults to both, and
 * whatever else changes new templates.
 */
export async function hasTemplate(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
  template: JsonObject,
): Promise<boolean> {
  const path = deploymentPath(place, track);
  const before = await cluster.find<Deployment>(path);
  if (before === undefined) return false;
  const after = await cluster.call<Deployment>("PATCH", `${path}?fieldManager=${fieldManager}&dryRun=All`, {
    contentType: jsonPatch,
    body: [{ op: "replace", path: "/spec/template", value: template }],
  });
  return toCanonicalText(before.spec.template) === toCanonicalText(after.spec.template);
}

/**
 * Sets the image of the app's container where the revision is not known; only `sluice abort` during a promotion does this.
 * @throws {Error} where no container is known to be the app's
 */
export async function setTrackImage(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
  image: string,
): Promise<void> {
  const object = await cluster.call<Deployment>("GET", deploymentPath(place, track));
  const { metadata, spec } = object.spec.template;
  const { containers } = spec;
  const name = findApp(containers, metadata)?.name;
  if (name === undefined) {
    const names = containers.map((one) => one.name).join(", ");
    throw new Error(
      `Cannot set the image of ${objectNames(place.app).track(track)}: one of its containers must be the app's ("${appContainer}"): got ${names || "none"}`,
    );
  }
  await cluster.call("PATCH", `${deploymentPath(place, track)}?fieldManager=${fieldManager}`, {
    contentType: "application/strategic-merge-patch+json",
    body: { spec: { template: { spec: { containers: [{ name, image }] } } } },
  });
}
