import { ApiError, isNotServed } from "../../components/cluster/api-error";
import type { Cluster } from "../../components/cluster/api";
import { listRunningPods } from "../../components/cluster/running-pods";
import { findLiveImage } from "../../components/core/adopt/live-image";
import { asObject, asObjects, asTexts, at } from "../../components/core/json";
import type { Json, JsonObject } from "../../components/core/revision/revision";
import { matchLabels, toSelector } from "../../components/core/selectors/match-labels";
import {
  containerName,
  lastingContainers,
} from "../../components/core/workload/from/template/choose-container";
import { kindOf, nameOf } from "../../components/core/workload/from/identity";
import type { RenderedApp } from "../../components/core/workload/from/rendered-app";
import { scales } from "../../components/core/workload/from/take/take-scale";
import type { Problem } from "../../components/core/problem";
import { ConfigError } from "../../stacks/config-error";
import { toLivePod } from "../../components/core/workload/pod";

/** A running Deployment, with what selects and scales its pods. */
export interface RunningFacts {
  /** Ready pods. */
  readonly pods: number;
  /** Image with digest that they run; undefined where they run several. */
  readonly image: string | undefined;
  readonly budgets: readonly JsonObject[];
  readonly scalers: readonly JsonObject[];
}

/**
 * Objects of one kind; undefined where they may not be listed.
 * @param isOptional - whether a cluster may be without the kind, or have it under another version: undefined then
 */
async function list(
  cluster: Cluster,
  path: string,
  kind: string,
  isOptional = false,
): Promise<readonly JsonObject[] | undefined> {
  try {
    const found = await cluster.find<{ readonly items?: readonly JsonObject[] }>(path, {
      demandServed: true,
    });
    return (found?.items ?? []).map((one) => ({ ...one, kind }));
  } catch (error) {
    const isForbidden = error instanceof ApiError && error.status === 403;
    if (isForbidden || (isOptional && isNotServed(error))) return undefined;
    throw error;
  }
}

const hiddenScaler = (name: string): Problem => ({
  text: `sluice:app.adopt must name a Deployment whose ScaledObject this account may see: got ${name}, which KEDA scales`,
  fix: "give the account list and get of scaledobjects (docs/reference/rights.md), and have the cluster serve keda.sh/v1alpha1",
});

/**
 * Reads what is about a running Deployment.
 * @param stable - name of the Deployment that takes its place: what scales it by then
 * @throws {ConfigError} where KEDA scales it, and its ScaledObject may not be seen
 */
export async function lookAtRunning(
  cluster: Cluster,
  namespace: string,
  deployment: JsonObject,
  { revision, image }: Pick<RenderedApp, "revision" | "image">,
  stable: string,
): Promise<RunningFacts> {
  const name = nameOf(deployment);
  const template = asObject(at(deployment, "spec", "template"));
  const labels = asTexts(at(template, "metadata", "labels"));
  const of = (group: string, resource: string): string =>
    `/apis/${group}/namespaces/${namespace}/${resource}`;
  const [pods, budgets = [], autoscalers = [], scaled] = await Promise.all([
    listRunningPods(cluster, namespace, asTexts(at(deployment, "spec", "selector", "matchLabels"))),
    list(cluster, of("policy/v1", "poddisruptionbudgets"), "PodDisruptionBudget"),
    list(cluster, of("autoscaling/v2", "horizontalpodautoscalers"), "HorizontalPodAutoscaler"),
    list(cluster, of("keda.sh/v1alpha1", "scaledobjects"), "ScaledObject", true),
  ]);
  const isScaling = (one: JsonObject): boolean =>
    scales(one, name) || (scales(one, stable) && nameOf(one) !== stable);
  const ownersOf = (one: JsonObject): readonly JsonObject[] =>
    asObjects(at(one, "metadata", "ownerReferences"));
  // KEDA makes an autoscaler of its own, of an object that has to be turned.
  const isByKeda = autoscalers.some(
    (one) => isScaling(one) && ownersOf(one).some((owner) => kindOf(owner) === "ScaledObject"),
  );
  if (isByKeda && scaled === undefined)
    throw new ConfigError(`take Deployment ${name} over`, [hiddenScaler(name)]);
  const live = lastingContainers(template).find((one) => containerName(one) === revision.container);
  const written = live?.["image"];
  return {
    pods: pods.filter((pod) => toLivePod(pod).ready).length,
    image: findLiveImage(typeof written === "string" ? written : image, revision.container, pods),
    budgets: budgets.filter((one) => matchLabels(labels, toSelector(at(one, "spec", "selector")))),
    scalers: [...autoscalers, ...(scaled ?? [])].filter(
      (one) => isScaling(one) && ownersOf(one).length === 0,
    ),
  };
}

/** A set with what runs in place of what it says of it. */
export function withRunning(
  documents: readonly Json[],
  deployment: JsonObject,
  live: readonly { readonly object: JsonObject; readonly body?: JsonObject }[],
): readonly Json[] {
  return documents.map((document) => {
    const object = asObject(document);
    if (kindOf(object) === "Deployment" && nameOf(object) === nameOf(deployment))
      return { ...object, spec: deployment["spec"] ?? {} };
    const found = live.find((one) => kindOf(object) === "ConfigMap" && nameOf(one.object) === nameOf(object));
    const { data, binaryData } = found?.body ?? {};
    return found?.body === undefined
      ? document
      : {
          ...object,
          ...(data === undefined ? {} : { data }),
          ...(binaryData === undefined ? {} : { binaryData }),
        };
  });
}
