import { asList, asObjects, asText, asTexts, at, showJson, walk } from "../json";
import type { JsonObject } from "../revision/revision";
import { matchLabels, toSelector } from "../selectors/match-labels";
import { kindOf, nameOf } from "../workload/from/identity";
import { listReferences, refersTo } from "../workload/from/take/references";
import { selects } from "../workload/from/services/services";
import { scales } from "../workload/from/take/take-scale";

/** A running service: the objects of its namespace that are about one Deployment. */
export interface Running {
  readonly deployment: JsonObject;
  readonly services: readonly JsonObject[];
  /** Its HorizontalPodAutoscaler or ScaledObject. */
  readonly scalers: readonly JsonObject[];
  readonly budgets: readonly JsonObject[];
  /** Routes that lead to one of its Services, of any kind. */
  readonly ways: readonly JsonObject[];
  /** ConfigMaps that its pods take their configuration from. */
  readonly configuration: readonly JsonObject[];
  /** Remark on it, for people. */
  readonly beside: readonly string[];
}

const wayKinds = [
  "HTTPRoute",
  "GRPCRoute",
  "TLSRoute",
  "TCPRoute",
  "Ingress",
  "IngressRoute",
  "VirtualService",
];

/** Annotations by which a tool changes a Deployment that it was not made by. */
const updaters = [
  "keel.sh/",
  "reloader.stakater.com/",
  "argocd-image-updater.argoproj.io/",
  "wave.pusher.com/",
];

/** Whether a route names a Service as a backend. */
export function leadsTo(way: JsonObject, service: string): boolean {
  return [...walk(way["spec"] ?? null)].some(({ path, value }) => {
    if (path.includes("parentRefs") || typeof value !== "string") return false;
    const field = path.at(-1);
    return field === "name"
      ? value === service
      : field === "host" && (value === service || value.startsWith(`${service}.`));
  });
}

const isMade = (object: JsonObject): boolean => asList(at(object, "metadata", "ownerReferences")).length > 0;

/** Objects of a namespace that are about one Deployment; undefined where there is none of this name. */
export function findRunning(objects: readonly JsonObject[], name: string): Running | undefined {
  const ofKind = (...kinds: readonly string[]): readonly JsonObject[] =>
    objects.filter((one) => kinds.includes(kindOf(one)));
  const deployment = ofKind("Deployment").find((one) => nameOf(one) === name);
  if (deployment === undefined) return undefined;
  const template = at(deployment, "spec", "template") as JsonObject;
  const labels = asTexts(at(template, "metadata", "labels"));
  const services = ofKind("Service").filter((one) => selects(one, labels));
  const references = listReferences(template);
  return {
    deployment,
    services,
    // KEDA makes an autoscaler of its own.
    scalers: ofKind("HorizontalPodAutoscaler", "ScaledObject").filter(
      (one) => scales(one, name) && !isMade(one),
    ),
    budgets: ofKind("PodDisruptionBudget").filter((one) =>
      matchLabels(labels, toSelector(at(one, "spec", "selector"))),
    ),
    ways: ofKind(...wayKinds).filter((one) => services.some((service) => leadsTo(one, nameOf(service)))),
    configuration: ofKind("ConfigMap").filter((one) =>
      refersTo(references, { kind: "ConfigMap", name: nameOf(one) }),
    ),
    beside: [...listBeside(objects, name), ...listUpdaters(deployment)],
  };
}

/** Objects that are about a Deployment by its name, and that nothing takes over. */
function listBeside(objects: readonly JsonObject[], name: string): readonly string[] {
  const mention = new RegExp(`(^|[^-.\\w])${name}($|[^-.\\w])`);
  return objects.flatMap((one) => {
    if (kindOf(one) === "VerticalPodAutoscaler" && scales(one, name))
      return [`VerticalPodAutoscaler ${nameOf(one)} sets its resources`];
    if (kindOf(one) !== "PrometheusRule") return [];
    const alerts = asObjects(at(one, "spec", "groups"))
      .flatMap((group) => asObjects(group["rules"]))
      .filter((rule) => mention.test(asText(rule["expr"]) ?? ""))
      .map((rule) => showJson(rule["alert"] ?? rule["record"]));
    return alerts.length === 0 ? [] : [`PrometheusRule ${nameOf(one)} names it: ${alerts.join(", ")}`];
  });
}

/** Tools that change the Deployment by marks on it. */
function listUpdaters(deployment: JsonObject): readonly string[] {
  const names = Object.keys(asTexts(at(deployment, "metadata", "annotations")));
  return updaters.flatMap((tool) => {
    const found = names.filter((one) => one.startsWith(tool));
    return found.length === 0 ? [] : [`annotation ${found.join(", ")} lets a tool change it`];
  });
}
