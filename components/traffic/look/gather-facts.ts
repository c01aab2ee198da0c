import type { Cluster } from "../../cluster/api";
import { countEndpoints, listPods } from "../../cluster/pods";
import { readTrack } from "../../cluster/workloads";
import { readSizing } from "../../cluster/autoscaler";
import type { Sizing } from "../../cluster/autoscaler";
import { describeOwner } from "../../core/access/owner";
import type { GateFacts, PodFact } from "../../core/gate/facts";
import { unprobed } from "../../core/gate/probes";
import type { ProbeFact } from "../../core/gate/probes";
import { routerOf } from "../../core/routers/routers";
import { revisionLabel } from "../../core/settings";
import type { Settings } from "../../core/settings";
import type { Track } from "../../core/track";
import { explainIdle, findController, isCopy } from "../../core/workload/sizes/autoscaler";
import type { LivePod } from "../../core/workload/pod";
import { compareRules } from "../reach/probe";
import { compareCalls } from "../reach/reach-calls";
import { reachTrack } from "../reach/reach-track";
import { readAttached } from "./read-attached";
import { readSelectors } from "./read-selectors";
import type { RouteView } from "../../core/routers/router";

/** Part of the gate's facts that comes from cluster and router. */
export type ClusterFacts = Pick<
  GateFacts,
  | "declared"
  | "stable"
  | "canary"
  | "stableFloor"
  | "canaryPods"
  | "selectors"
  | "attached"
  | "acceptedPolicies"
  | "openRule"
  | "canaryScaler"
  | "idleScaler"
  | "endpoints"
  | "probes"
  | "route"
>;

/**
 * Reads tracks, pods and endpoints and probes each track that is asked for.
 * @param canaryProbe - whether the canary should answer already
 */
export async function gatherClusterFacts(
  cluster: Cluster,
  settings: Settings,
  route: RouteView | undefined,
  canaryProbe: boolean,
): Promise<ClusterFacts> {
  const probe = async (track: Track): Promise<ProbeFact> =>
    route === undefined ? unprobed("there is no route") : await reachTrack(cluster, route, settings, track);
  const compare = routerOf(settings).isOfCalls ? compareCalls : compareRules;
  const [stable, canary, sizing, pods, stableEndpoints, canaryEndpoints, stableProbe, canaryProbeFact] =
    await Promise.all([
      readTrack(cluster, settings, "stable"),
      readTrack(cluster, settings, "canary"),
      readSizing(cluster, settings),
      listPods(cluster, settings, "canary"),
      countEndpoints(cluster, settings, "stable"),
      countEndpoints(cluster, settings, "canary"),
      probe("stable"),
      canaryProbe ? probe("canary") : undefined,
    ]);
  const [selectors, attached, openRule] = await Promise.all([
    readSelectors(cluster, settings, canary, pods),
    readAttached(cluster, settings, route?.object),
    route === undefined ? undefined : compare(route, settings),
  ]);
  return {
    ...(stable === undefined ? {} : { stable }),
    ...(canary === undefined ? {} : { canary }),
    ...sizeToDemand(sizing),
    canaryPods: pods.map(toPodFact),
    selectors,
    attached,
    ...(openRule === undefined ? {} : { openRule }),
    acceptedPolicies: settings.traffic.policies ?? {},
    ...nameScaler(sizing),
    endpoints: { stable: stableEndpoints, canary: canaryEndpoints },
    probes: { stable: stableProbe, ...(canaryProbeFact === undefined ? {} : { canary: canaryProbeFact }) },
    ...(route === undefined ? {} : { route: route.live }),
  };
}

function toPodFact({ name, ready, runningDigest, problem, labels, tagged }: LivePod): PodFact {
  const revision = labels[revisionLabel];
  return {
    name,
    ready,
    ...(runningDigest === undefined ? {} : { digest: runningDigest }),
    ...(revision === undefined ? {} : { revision }),
    ...(Object.keys(tagged).length === 0 ? {} : { tagged }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Autoscalers that a person should know of: stable's where it does not scale, and another's of the canary. */
function nameScaler({ autoscaler, canary }: Sizing): Pick<GateFacts, "canaryScaler" | "idleScaler"> {
  const idle = autoscaler && explainIdle(autoscaler);
  const idleScaler = idle === undefined ? {} : { idleScaler: idle };
  if (canary === undefined || isCopy(canary)) return idleScaler;
  const { metadata } = canary;
  return {
    ...idleScaler,
    canaryScaler: `HorizontalPodAutoscaler ${metadata.namespace}/${metadata.name}${describeOwner(metadata)}`,
  };
}

/** Size that may be demanded of stable: the live one, where another controller owns the autoscaler's lower end. */
function sizeToDemand({ scale, floor, autoscaler }: Sizing): Pick<GateFacts, "declared" | "stableFloor"> {
  const isKept = autoscaler === undefined || findController(autoscaler) === undefined;
  if (!isKept) return { declared: { replicas: floor ?? 1 } };
  return { declared: scale, ...(floor === undefined ? {} : { stableFloor: floor }) };
}
