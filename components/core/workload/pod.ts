import { given } from "../given";
import type { ObjectMeta } from "../object-meta";
import { imageDigest } from "./image";
import type { MemoryKill, PodHealth } from "../stage/canary-health";
import { findApp } from "./app-container";
import { explainPod } from "./pod-problem";
import { parseQuantity } from "./sizes/quantity";

/** A container's status, as far as it is read here. */
export interface ContainerStatus {
  readonly name: string;
  readonly imageID?: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: { readonly startedAt?: string };
    readonly terminated?: Termination;
  };
  readonly lastState?: { readonly terminated?: Termination };
  readonly resources?: Resources;
}

interface Resources {
  readonly limits?: { readonly memory?: string };
}

/** End of a container. */
export interface Termination {
  readonly reason?: string;
  readonly exitCode?: number;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly resources?: Resources;
}

/** A Pod, as far as it is read here. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: NonNullable<ObjectMeta["ownerReferences"]>;
  };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly (Container & { readonly restartPolicy?: string })[];
    readonly nodeName?: string;
  };
  readonly status?: {
    readonly phase?: string;
    /** Of a pod that has ended, e.g. `Evicted`. */
    readonly reason?: string;
    readonly message?: string;
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

/** One pod of a track that serves or still may. */
export interface LivePod extends PodHealth {
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
  /** Last end of one of its containers, seconds since the epoch; absent where none did. */
  readonly lastEndSeconds?: number;
  /** Node that it runs on; absent before it has one. */
  readonly node?: string;
  /** Digest that the app's container runs, once it was pulled. */
  readonly runningDigest?: string;
  /** Digests that containers whose image is named by a tag alone run, by the container's name. */
  readonly tagged: Readonly<Record<string, string>>;
  /**
   * Reason why it is not ready, in Kubernetes' words: `ImagePullBackOff: …`, `CrashLoopBackOff: … (last: …)`,
   * `Unschedulable: …`.
   */
  readonly problem?: string;
}

/** Whether a pod serves or still may: one that was evicted, preempted or has ended stays listed until it is deleted. */
export function mayServe({ metadata, status }: Pick<Pod, "metadata" | "status">): boolean {
  const over = status?.phase === "Failed" || status?.phase === "Succeeded";
  return !over && metadata.deletionTimestamp === undefined;
}

/** The kubelet's words where a pod used more of its node's disk than its own limits allow; of its node's lack it says others. */
const ownLimit =
  /exceeded its local ephemeral storage limit|exceeds the total limit of containers|^Usage of EmptyDir volume .* exceeds the limit/;

/**
 * The kubelet's words on a pod that was evicted for what it wrote itself; undefined of any other. A container with too
 * little memory is killed, and its pod stays.
 */
export function findOverflow({ status }: Pick<Pod, "status">): string | undefined {
  const { phase, reason, message = "" } = status ?? {};
  return phase === "Failed" && reason === "Evicted" && ownLimit.test(message) ? message.trim() : undefined;
}

/** Sidecars among the containers that start first: they run as long as the pod does. */
const sidecarsOf = ({ initContainers = [] }: Pod["spec"]) =>
  initContainers.filter(({ restartPolicy }) => restartPolicy === "Always");

/** Names of the containers that run as long as the pod does: sidecars among those that start first, and all others. */
export const listRunning = ({ spec }: Pick<Pod, "spec">) =>
  [...sidecarsOf(spec), ...spec.containers].map(({ name }) => name);

/** Containers that run as long as the pod does, and what the kubelet says of them. */
function readRunning({ spec, status }: Pod) {
  const sidecars = sidecarsOf(spec);
  const started = status?.initContainerStatuses ?? [];
  return {
    containers: [...spec.containers, ...sidecars],
    statuses: [
      ...(status?.containerStatuses ?? []),
      ...started.filter(({ name }) => sidecars.some((one) => one.name === name)),
    ],
  };
}

/** View of a pod with the facts that decisions need. */
export function toLivePod(pod: Pod): LivePod {
  const { metadata, spec, status } = pod;
  const { containers, statuses } = readRunning(pod);
  const app = findApp(spec.containers, metadata);
  const image = app?.image ?? "";
  const runningDigest = readDigest(image, statuses.find(({ name }) => name === app?.name)?.imageID);
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  return {
    name: metadata.name,
    uid: metadata.uid,
    image,
    labels: metadata.labels ?? {},
    addresses: (status?.podIPs ?? []).map(({ ip }) => ip),
    ready,
    restarts: statuses.reduce((total, { restartCount = 0 }) => total + restartCount, 0),
    oomKills: statuses.flatMap((one) => listKills(metadata.uid, one)),
    memoryLimits: readLimits(containers, statuses),
    stranded: isStranded(pod),
    ...given("overflow", findOverflow(pod)),
    tagged: readTagged(pod),
    ...given("lastEndSeconds", findLastEnd(statuses)),
    ...given("node", spec.nodeName),
    ...(runningDigest === undefined ? {} : { runningDigest }),
    ...(ready ? {} : { problem: explainPod(pod) }),
  };
}

/**
 * Digest that a started container runs. A pinned image is the one that runs: the runtime has checked it, and reports it
 * under another digest where it is an index of platforms. For a tag only the runtime can prove it, and only where it
 * names a repository's digest: a bare one is the image's configuration.
 */
function readDigest(image: string, imageId: string | undefined): string | undefined {
  if (imageId === undefined || imageId === "") return undefined;
  return imageDigest(image) ?? imageDigest(imageId);
}

/** A tag may have moved between the starts of two pods: what each runs is in its status. */
function readTagged({ spec, status }: Pod): Readonly<Record<string, string>> {
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return Object.fromEntries(
    [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ name, image = "" }) => {
      const digest = imageDigest(statuses.find((one) => one.name === name)?.imageID ?? "");
      return imageDigest(image) !== undefined || digest === undefined ? [] : [[name, digest]];
    }),
  );
}

/** Seconds since the epoch; undefined where the text is no time. */
function toSeconds(time: string | undefined): number | undefined {
  const seconds = Date.parse(time ?? "") / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

function findLastEnd(statuses: readonly ContainerStatus[]): number | undefined {
  const ends = statuses
    .flatMap(({ state, lastState }) => [state?.terminated, lastState?.terminated])
    .map((end) => toSeconds(end?.finishedAt))
    .filter((at) => at !== undefined);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function listKills(uid: string, { name, state, lastState }: ContainerStatus): MemoryKill[] {
  return [state?.terminated, lastState?.terminated].flatMap((end) =>
    end?.reason === "OOMKilled"
      ? [
          {
            id: `${uid}/${name}/${end.finishedAt ?? ""}`,
            container: name,
            ...given("atSeconds", toSeconds(end.finishedAt)),
          },
        ]
      : [],
  );
}

/** Limits as they are enforced: a resize in place is in the status first. */
function readLimits(containers: readonly Container[], statuses: readonly ContainerStatus[]) {
  return Object.fromEntries(
    containers.flatMap(({ name, resources }) => {
      const status = statuses.find((one) => one.name === name);
      const limit = parseQuantity(status?.resources?.limits?.memory ?? resources?.limits?.memory ?? "");
      return limit === undefined ? [] : [[name, limit]];
    }),
  );
}

/**
 * Whether the pod's node is not heard of: the node's controller then takes readiness from the pod alone, while the
 * kubelet, which would take it from a container first, is silent.
 */
function isStranded({ status }: Pod): boolean {
  const of = (type: string) => status?.conditions?.find((one) => one.type === type);
  return (
    of("Ready")?.status === "False" &&
    of("ContainersReady")?.status === "True" &&
    of("Ready")?.reason !== "ReadinessGatesNotReady"
  );
}
