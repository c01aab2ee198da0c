import type { Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { matchLabels, toSelector } from "../../../selectors/match-labels";
import { objectNames } from "../../../settings";
import { containerName, lastingContainers } from "../template/choose-container";
import { describe, describeAll, kindOf, nameOf } from "../identity";
import { asList, asObject, asObjects, asTexts, at, isObject, showJson } from "../../../json";
import type { RenderedAutoscaler } from "../rendered-app";

/** Autoscaler and budget of a workload, taken out of its set. */
export interface TakenScale {
  readonly autoscaler?: RenderedAutoscaler;
  readonly budget?: JsonObject;
  readonly taken: readonly JsonObject[];
  readonly problems: readonly Problem[];
}

/** Fields by which autoscalers of any kind name what they scale. */
const targetFields = ["scaleTargetRef", "targetRef"];

const isTarget = (target: Json | undefined, deployment: string): boolean =>
  isObject(target) && target["name"] === deployment && (target["kind"] ?? "Deployment") === "Deployment";

/** Whether an object scales a Deployment, or sets its resources. */
export const scales = (object: JsonObject, deployment: string): boolean =>
  targetFields.some((field) => isTarget(at(object, "spec", field), deployment));

/** An object that names a Deployment as what it scales, naming stable's instead. */
export function retarget(object: JsonObject, deployment: string, app: string): JsonObject {
  if (!scales(object, deployment)) return object;
  const spec = asObject(object["spec"]);
  const fields = targetFields.filter((field) => isTarget(spec[field], deployment));
  const targets = fields.map((field) => [field, { ...asObject(spec[field]), name: objectNames(app).stable }]);
  return { ...object, spec: { ...spec, ...(Object.fromEntries(targets) as JsonObject) } };
}

/** Takes autoscalers and budgets that are about the workload's pods. */
export function takeScale(objects: readonly JsonObject[], deployment: JsonObject): TakenScale {
  const name = nameOf(deployment);
  const labels = asTexts(at(deployment, "spec", "template", "metadata", "labels"));
  const scalers = objects.filter(
    (one) => ["HorizontalPodAutoscaler", "ScaledObject"].includes(kindOf(one)) && scales(one, name),
  );
  const budgets = objects.filter(
    (one) =>
      kindOf(one) === "PodDisruptionBudget" && matchLabels(labels, toSelector(at(one, "spec", "selector"))),
  );
  const [scaler] = scalers;
  const [budget] = budgets;
  const problems = [
    ...refuseMore(scalers, `autoscaler of Deployment ${name}`),
    ...refuseMore(budgets, `budget of the pods of Deployment ${name}`),
  ];
  const autoscaler = scaler === undefined ? undefined : toAutoscaler(scaler);
  if (autoscaler !== undefined) problems.push(...refuseIdle(autoscaler, deployment));
  const { selector: _, ...rest } = asObject(budget?.["spec"]);
  return {
    ...(autoscaler === undefined ? {} : { autoscaler }),
    ...(budget === undefined ? {} : { budget: rest }),
    taken: [...scalers.filter((one) => kindOf(one) === "HorizontalPodAutoscaler"), ...budgets],
    problems,
  };
}

const refuseMore = (found: readonly JsonObject[], what: string): readonly Problem[] =>
  found.length < 2
    ? []
    : [
        {
          path: describe(found[1] as JsonObject),
          text: `the ${what} must be one: got ${describeAll(found)}`,
        },
      ];

const numberOr = (value: Json | undefined, usual: number): number =>
  typeof value === "number" ? value : usual;

function toAutoscaler(object: JsonObject): RenderedAutoscaler {
  const spec = asObject(object["spec"]);
  if (kindOf(object) === "ScaledObject") {
    return {
      minReplicas: numberOr(spec["minReplicaCount"], 0),
      maxReplicas: numberOr(spec["maxReplicaCount"], 100),
      owner: describe(object),
    };
  }
  const percent = spec["targetCPUUtilizationPercentage"];
  const metrics =
    typeof percent === "number"
      ? [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percent } },
          },
        ]
      : asList(spec["metrics"]);
  return {
    minReplicas: numberOr(spec["minReplicas"], 1),
    maxReplicas: numberOr(spec["maxReplicas"], 1),
    ...(metrics.length === 0 ? {} : { metrics }),
    ...(isObject(spec["behavior"]) ? { behavior: spec["behavior"] } : {}),
  };
}

/** An autoscaler by utilisation scales nothing while a container of the pods has no request for it. */
function refuseIdle({ metrics = [] }: RenderedAutoscaler, deployment: JsonObject): readonly Problem[] {
  const template = asObject(at(deployment, "spec", "template"));
  const hasRequest = (of: Json | undefined, resource: string): boolean =>
    ["requests", "limits"].some((field) => at(of, "resources", field, resource) !== undefined);
  return asObjects(metrics).flatMap((metric) => {
    const name = showJson(at(metric, "resource", "name"));
    const isShare = at(metric, "resource", "target", "type") === "Utilization";
    if (metric["type"] !== "Resource" || !isShare || hasRequest(template["spec"], name)) return [];
    return lastingContainers(template)
      .filter((one) => !hasRequest(one, name))
      .map((one) => ({
        path: `container ${containerName(one)}`,
        text: `resources.requests.${name} of container ${containerName(one)} must be set with an autoscaler by its utilisation: got none`,
      }));
  });
}
