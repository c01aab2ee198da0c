import { given } from "../../given";
import { asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { kindOf, nameOf } from "../../workload/from/identity";
import { assemble } from "../assemble";
import { chooseOne } from "../choose-one";
import { clean, cleanedFates, toFile } from "../clean";
import type { Converted, Gap } from "../conversion";
import { toAnalysis } from "../argo/analysis";
import { exact, lost, unused } from "../fate";
import type { Fate } from "../fate";
import { findObject, ofKind } from "../input";
import type { ConvertOptions, InputObject } from "../input";
import { findCredentials, toPrometheusAddress } from "../prometheus-address";
import { toApp } from "../workload";
import { mapMetrics } from "./metrics";
import { canaryRules } from "./rules";
import { toService } from "./service";
import { mapStages } from "./stages";
import { mapTraffic } from "./traffic";

/** Objects that Flagger makes of the workload's, by kind and name. */
function listMade(inputs: readonly InputObject[], names: readonly string[]): ReadonlyMap<string, Fate> {
  const fate = unused("", "made by Flagger of the target's: Sluice's own tracks come in its place");
  const copies = inputs.filter(({ object }) => nameOf(object).endsWith("-primary"));
  const services = names.flatMap((name) => [`Service ${name}-canary`, `Service ${name}-primary`]);
  return new Map([
    ...copies.map(({ object }): [string, Fate] => [`${kindOf(object)} ${nameOf(object)}`, fate]),
    ...services.map((one): [string, Fate] => [one, fate]),
  ]);
}

/** Pods of the workload: while Flagger runs the target has 0, and `<name>-primary` serves. */
function withServing(target: JsonObject, primary: JsonObject | undefined): JsonObject {
  const replicas = at(primary, "spec", "replicas");
  const spec = target["spec"] as JsonObject;
  if (replicas === undefined || (spec["replicas"] ?? 0) !== 0) return target;
  return { ...target, spec: { ...spec, replicas } };
}

/** Converts a Canary with its MetricTemplates, its target and what else belongs to its pods. */
export function convertCanary(inputs: readonly InputObject[], options: ConvertOptions): Converted {
  const chosen = chooseOne(inputs, "Canary", options);
  if ("problem" in chosen) return { problems: [chosen.problem] };
  const { input, app } = chosen;
  const canary = input.object;
  const kind = asText(at(canary, "spec", "targetRef", "kind")) ?? "Deployment";
  const target = asText(at(canary, "spec", "targetRef", "name")) ?? nameOf(canary);
  if (kind !== "Deployment") {
    const text = `spec.targetRef.kind of Canary ${nameOf(canary)} must be Deployment: got ${kind}`;
    return { problems: [{ text, fix: "only Deployments are released in tracks" }] };
  }
  const workload = findObject(inputs, ["Deployment"], target);
  const primary = findObject(inputs, ["Deployment"], `${target}-primary`);
  const namespace = options.namespace ?? asText(at(canary, "metadata", "namespace"));
  const service = toService(canary, target, workload?.object);
  const serviceName = nameOf(service);
  const present = findObject(inputs, ["Service"], serviceName);
  const metrics = mapMetrics(canary, inputs);
  const routed = mapTraffic(canary, inputs, serviceName);
  const template = at(workload?.object, "spec", "template");
  const stages = mapStages(canary, { traffic: routed.traffic, source: routed.source, template });
  const deployments = ofKind(inputs, "Deployment").filter(
    ({ object }) => !nameOf(object).endsWith("-primary"),
  );
  const draft = toApp({
    app,
    deployment: target,
    deployments: deployments.length,
    command: `kubectl${namespace === undefined ? "" : ` --namespace ${namespace}`} get deployment ${target} -o yaml`,
    ...given("namespace", namespace),
    ...given("template", template as JsonObject | undefined),
  });
  const files = [
    ...(workload === undefined ? [] : [toFile(withServing(clean(workload.object), primary?.object))]),
    ...(present === undefined ? [toFile(service)] : []),
  ];
  const server = toPrometheusAddress(asText(at(canary, "spec", "metricsServer")) ?? "");
  const addresses =
    server === undefined ? metrics.measures : [{ address: server.address }, ...metrics.measures];
  const field = at(canary, "spec", "analysis") === undefined ? "spec canaryAnalysis" : "spec analysis";
  const own = [...stages.fates, ...metrics.fates, ...routed.fates, ...canaryRules, ...cleanedFates].map(
    (fate) => ({
      ...fate,
      at: fate.at.replace(/^spec analysis/, field),
    }),
  );
  const fates = new Map<InputObject, readonly Fate[]>([[input, own], ...metrics.templates]);
  for (const provider of ofKind(inputs, "AlertProvider")) {
    fates.set(provider, [
      lost("", "its receivers are not read: Sluice has its own", "name them in sluice:notify"),
    ]);
  }
  if (workload !== undefined)
    fates.set(workload, [exact("", `${files[0]?.path}, the workload`), ...cleanedFates]);
  const gaps: readonly Gap[] = [
    ...(stages.gaps ?? []),
    ...findCredentials([server, ...metrics.measures]),
    ...(workload === undefined && present === undefined
      ? [
          {
            key: `k8s/service-${serviceName}.yaml`,
            what: "the selector of the Service has to be the Deployment's",
            taken: `app: ${target}`,
          },
        ]
      : []),
  ];
  return {
    conversion: assemble(
      inputs,
      {
        draft,
        stages: stages.stages,
        routed,
        analysis: toAnalysis(addresses),
        sources: metrics.measures.map(({ source }) => source),
        further: stages.further ?? {},
        gaps,
        files,
        fates,
        namespace: namespace ?? "default",
        change: (object) => object,
        replaced: listMade(inputs, [serviceName, target]),
      },
      options,
    ),
  };
}
