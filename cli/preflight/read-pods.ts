import { readPods } from "../../components/cluster/pods";
import { given } from "../../components/core/given";
import { asObjects, asText, at } from "../../components/core/json";
import type { PodFact, PodsFact, VolumeFact } from "../../components/core/preflight/facts";
import { listAskedSidecars } from "../../components/core/preflight/sidecars";
import type { Marks } from "../../components/core/preflight/sidecars";
import { listVolumes } from "../../components/core/workload/volumes";
import type { JsonObject } from "../../components/core/revision/revision";
import type { ObjectEvent } from "../../components/core/workload/explain-events";
import { listRunning } from "../../components/core/workload/pod";
import type { ContainerStatus, Pod } from "../../components/core/workload/pod";
import type { Environment } from "../environment";

type Context = Pick<Environment, "cluster" | "settings">;

const timeoutMs = 5000;

/** Reasons of Events about a volume that cannot be mounted. */
const mountReasons = /^Failed(?:Mount|Attach|Map)/;

const hasRun = ({ state, lastState }: ContainerStatus): boolean =>
  state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined;

function toFact(pod: Pod, events: readonly ObjectEvent[]): PodFact {
  const { metadata, spec, status } = pod;
  const isMounted = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].some(
    hasRun,
  );
  const event = events.findLast(
    ({ involvedObject, reason = "" }) => involvedObject.name === metadata.name && mountReasons.test(reason),
  );
  const trouble =
    isMounted || event === undefined
      ? undefined
      : `${event.reason} of ${metadata.name}: ${(event.message ?? "").trim().slice(0, 200)}`;
  return {
    name: metadata.name,
    containers: [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name),
    running: listRunning(pod),
    isMounted,
    ...given("trouble", trouble),
  };
}

/**
 * Pods of stable as they run, and the sidecars that they ask for.
 * @param template - stable's, as the API server has it
 * @returns undefined where they may not be read
 */
export async function readPodsFact(
  { cluster, settings }: Context,
  template: JsonObject | undefined,
): Promise<PodsFact | undefined> {
  const { namespace } = settings;
  const of = `/api/v1/namespaces/${namespace}`;
  // Without them less is known, and nothing is told wrong.
  const find = async <Found>(path: string) =>
    await cluster.find<Found>(path, { timeoutMs }).catch(() => undefined);
  const [pods, events, space] = await Promise.all([
    readPods(cluster, settings, "stable").catch(() => undefined),
    find<{ readonly items?: readonly ObjectEvent[] }>(`${of}/events?fieldSelector=type%3DWarning`),
    find<{ readonly metadata: Marks }>(of),
  ]);
  if (pods === undefined || template === undefined) return undefined;
  const own = ["containers", "initContainers"].flatMap((list) =>
    asObjects(at(template, "spec", list)).flatMap(({ name }) => asText(name) ?? []),
  );
  return {
    pods: pods.map((pod) => toFact(pod, events?.items ?? [])),
    own,
    asked: listAskedSidecars((template["metadata"] ?? {}) as Marks, space?.metadata ?? {}),
  };
}

/** Volumes of a pod's template, with the phases of their claims. */
export async function readVolumes(
  { cluster, settings }: Context,
  template: JsonObject,
): Promise<readonly VolumeFact[]> {
  return await Promise.all(
    listVolumes(template["spec"]).map(async (volume): Promise<VolumeFact> => {
      const { claim } = volume;
      if (claim === undefined) return volume;
      const path = `/api/v1/namespaces/${settings.namespace}/persistentvolumeclaims/${claim}`;
      const phase = await cluster
        .find<{ readonly status?: { readonly phase?: string } }>(path, { timeoutMs })
        .then(
          (found) => (found === undefined ? "absent" : found.status?.phase),
          () => undefined,
        );
      return { ...volume, ...given("phase", phase) };
    }),
  );
}
