import { asObject, at } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { kindOf, nameOf } from "../../workload/from/identity";
import { clean } from "../clean";

const kept = [
  "replicas",
  "minReadySeconds",
  "revisionHistoryLimit",
  "progressDeadlineSeconds",
  "selector",
  "template",
];

/** A Deployment with the pods of a Rollout. */
export function toDeployment(rollout: JsonObject): JsonObject {
  const spec = asObject(rollout["spec"]);
  const surge = at(spec, "strategy", "canary", "maxSurge");
  const strategy =
    surge === undefined ? {} : { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: surge } } };
  const fields = kept.flatMap((name) => (spec[name] === undefined ? [] : [[name, spec[name]] as const]));
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: asObject(clean(rollout)["metadata"]),
    spec: { ...(Object.fromEntries(fields) as JsonObject), ...strategy },
  };
}

/** An autoscaler of a Rollout, pointing at the Deployment of the same pods. */
export function retargetScaler(object: JsonObject, rollout: string, deployment: string): JsonObject {
  const spec = asObject(object["spec"]);
  const target = asObject(spec["scaleTargetRef"]);
  if (target["kind"] !== "Rollout" || target["name"] !== rollout) return object;
  const scaleTargetRef: { [name: string]: Json } = {
    ...target,
    apiVersion: "apps/v1",
    kind: "Deployment",
    name: deployment,
  };
  return { ...object, spec: { ...spec, scaleTargetRef } };
}

/** Whether an object is the Deployment that a Rollout refers to for its pods. */
export function isReferred(object: JsonObject, rollout: JsonObject): boolean {
  return kindOf(object) === "Deployment" && nameOf(object) === at(rollout, "spec", "workloadRef", "name");
}
