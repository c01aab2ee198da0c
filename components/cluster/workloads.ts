import { annotations, formerAnnotations, readAnnotation } from "../core/annotations";
import { fieldManager, objectNames, trackLabels } from "../core/settings";
import type { LiveTrack } from "../core/live";
import type { Track } from "../core/track";
import type { ObjectMeta } from "../core/object-meta";
import type { Cluster } from "./api";
import { mergePatch } from "./api";

/** A Deployment as far as it is read here. */
export interface Deployment {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly name: string; readonly image?: string }[] };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

/** Where an app lives. */
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

/** What the decisions need to know of a Deployment. */
export function toLiveTrack({ metadata, spec, status = {} }: Deployment): LiveTrack {
  const replicas = spec.replicas ?? 1;
  const promotedImage = readAnnotation(metadata, "promoted");
  const abortedImages = parseList(readAnnotation(metadata, "aborted"));
  return {
    image: spec.template.spec.containers[0]?.image ?? "",
    replicas,
    readyReplicas: status.readyReplicas ?? 0,
    settled:
      (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
      (status.updatedReplicas ?? 0) === replicas &&
      (status.replicas ?? 0) === replicas &&
      (status.availableReplicas ?? 0) === replicas,
    available:
      status.conditions?.some(({ type, status: value }) => type === "Available" && value === "True") ?? false,
    ...(promotedImage === undefined ? {} : { promotedImage }),
    ...(abortedImages === undefined ? {} : { abortedImages }),
  };
}

function parseList(text: string | undefined): readonly string[] | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as string[]);
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

/** Repeats what the ledger knows on stable's Deployment, so that a lost ledger costs evidence only. */
export async function annotateStable(
  cluster: Cluster,
  place: AppPlace,
  facts: { promoted?: string; aborted: readonly string[] },
): Promise<void> {
  await cluster.call("PATCH", `${deploymentPath(place, "stable")}?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: {
      metadata: {
        annotations: {
          ...(facts.promoted === undefined
            ? {}
            : { [annotations.promoted]: facts.promoted, [formerAnnotations.promoted]: null }),
          [annotations.aborted]: JSON.stringify(facts.aborted),
          [formerAnnotations.aborted]: null,
        },
      },
    },
  });
}

/** Sets the image of every container that runs the app's image; only `sluice abort` during a promotion does this. */
export async function setTrackImage(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
  image: string,
): Promise<void> {
  const object = await cluster.call<Deployment>("GET", deploymentPath(place, track));
  const name = object.spec.template.spec.containers[0]?.name;
  await cluster.call("PATCH", `${deploymentPath(place, track)}?fieldManager=${fieldManager}`, {
    contentType: "application/strategic-merge-patch+json",
    body: { spec: { template: { spec: { containers: [{ name, image }] } } } },
  });
}

/** One serving pod of a track. */
export interface LivePod {
  readonly name: string;
  readonly image: string;
  /** Digest that the kubelet pulled, where the container has started. */
  readonly runningDigest?: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** Why it is not ready, in Kubernetes' words: `ImagePullBackOff: …`, `CrashLoopBackOff: … (last: …)`, `Unschedulable: …`. */
  readonly problem?: string;
}

interface ContainerStatus {
  readonly imageID?: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  readonly lastState?: {
    readonly terminated?: { readonly reason?: string; readonly exitCode?: number; readonly message?: string };
  };
}

interface Pod {
  readonly metadata: ObjectMeta & { readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly { readonly image?: string }[] };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

/** Lists a track's pods that are not being deleted. */
export async function listPods(cluster: Cluster, place: AppPlace, track: Track): Promise<readonly LivePod[]> {
  const selector = Object.entries(trackLabels(place.app, track))
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
  const path = `/api/v1/namespaces/${place.namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
  const { items } = await cluster.call<{ items: Pod[] }>("GET", path);
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(toLivePod);
}

function toLivePod({ metadata, spec, status }: Pod): LivePod {
  const first = status?.containerStatuses?.[0];
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  const runningDigest = /sha256:[0-9a-f]{64}/.exec(first?.imageID ?? "")?.[0];
  const problem = ready ? undefined : podProblem(status, first);
  return {
    name: metadata.name,
    image: spec.containers[0]?.image ?? "",
    ready,
    restarts: first?.restartCount ?? 0,
    ...(runningDigest === undefined ? {} : { runningDigest }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function podProblem(status: Pod["status"], container: ContainerStatus | undefined): string {
  const waiting = container?.state?.waiting;
  const last = container?.lastState?.terminated;
  const ended =
    last === undefined
      ? ""
      : ` (last: ${last.reason ?? "ended"}, exit code ${last.exitCode ?? "?"}${last.message ? `: ${last.message.trim()}` : ""})`;
  if (waiting?.reason !== undefined)
    return `${waiting.reason}${waiting.message ? `: ${waiting.message}` : ""}${ended}`;
  const unscheduled = status?.conditions?.find(
    ({ type, status: value }) => type === "PodScheduled" && value === "False",
  );
  if (unscheduled !== undefined)
    return `${unscheduled.reason ?? "not scheduled"}: ${unscheduled.message ?? ""}`;
  return `running, but its readiness probe does not succeed${ended}`;
}

/** Number of ready endpoints of a track's Service, by its EndpointSlices. */
export async function countEndpoints(cluster: Cluster, place: AppPlace, track: Track): Promise<number> {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${objectNames(place.app).track(track)}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${place.namespace}/endpointslices?labelSelector=${selector}`;
  const { items } = await cluster.call<{
    items: { endpoints?: { conditions?: { ready?: boolean } }[] | null }[];
  }>("GET", path);
  return items
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}
