import { given } from "../../given";
import { asText, asTexts, at } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { objectNames } from "../../settings";
import { kindOf, nameOf } from "../../workload/from/identity";
import { selects } from "../../workload/from/services/services";
import { assemble } from "../assemble";
import { chooseOne } from "../choose-one";
import { clean, cleanedFates, toFile } from "../clean";
import type { Converted, ObjectFile } from "../conversion";
import { abilitiesOf } from "../match-stage";
import { beside, exact, lost, near } from "../fate";
import type { Fate } from "../fate";
import { findObject, ofKind } from "../input";
import type { ConvertOptions, InputObject } from "../input";
import { findCredentials } from "../prometheus-address";
import { readGoDuration } from "../read-duration";
import { toApp } from "../workload";
import { writeDuration } from "../write-duration";
import { mapAnalysis, toAnalysis } from "./analysis";
import { mapBlueGreen } from "./blue-green";
import { isReferred, retargetScaler, toDeployment } from "./deployment";
import { rolloutRules } from "./rules";
import { mapSteps } from "./steps";
import { mapTraffic } from "./traffic";

const strategy = "spec strategy";

/** Names of the Services of a Rollout. */
interface Services {
  readonly stable?: string | undefined;
  readonly canary?: string | undefined;
}

function findServices(rollout: JsonObject): Services {
  const name = (...path: readonly string[]): string | undefined =>
    asText(at(rollout, "spec", "strategy", ...path));
  return {
    stable:
      name("canary", "stableService") ??
      name("canary", "pingPong", "pingService") ??
      name("blueGreen", "activeService"),
    canary:
      name("canary", "canaryService") ??
      name("canary", "pingPong", "pongService") ??
      name("blueGreen", "previewService"),
  };
}

/** The stable Service, where the input has others of the same pods, none of which has the app's name. */
function findUsers(
  { stable, canary }: Services,
  inputs: readonly InputObject[],
  template: Json | undefined,
  names: readonly string[],
): string | undefined {
  const labels = asTexts(at(template, "metadata", "labels"));
  const all = ofKind(inputs, "Service")
    .filter(({ object }) => selects(object, labels))
    .map(({ object }) => nameOf(object))
    .filter((one) => one !== canary || one === stable);
  const isClear = all.length < 2 || all.some((one) => names.includes(one));
  return isClear ? undefined : all.find((one) => one === stable);
}

/** The workload's Service under the app's name, where Sluice's own has the old one. */
function renameService(object: JsonObject, app: string): JsonObject {
  const isOurs = kindOf(object) === "Service" && nameOf(object) === objectNames(app).stable;
  return isOurs ? { ...object, metadata: { ...(object["metadata"] as JsonObject), name: app } } : object;
}

/** Fates of the Services by their part in the Rollout. */
function judgeServices({ stable, canary }: Services, app: string): readonly Fate[] {
  const own = objectNames(app);
  const kept =
    stable === own.stable
      ? near(
          `${strategy} canary stableService`,
          `Sluice's own Service has this name: the workload's is called ${app}`,
          "the live one is in the way of the first up: --app gives the app another name",
        )
      : exact(
          `${strategy} canary stableService`,
          "the workload's Service: it keeps its name and leads to stable",
        );
  const inTheWay =
    canary === own.canary ? [", whose name the old one has: --app gives the app another name"] : [""];
  return [kept, near(`${strategy} canary canaryService`, `Service ${own.canary}${inTheWay.join("")}`)];
}

/** `promotion.keepPrevious` of the time that a blue-green Rollout keeps its old pods. */
function mapKept(rollout: JsonObject): { readonly further: JsonObject; readonly fates: readonly Fate[] } {
  const delay = at(rollout, "spec", "strategy", "blueGreen", "scaleDownDelaySeconds");
  const seconds = readGoDuration(delay);
  if (seconds === undefined || seconds < 1) return { further: {}, fates: [] };
  const keepPrevious = writeDuration(seconds);
  const place = `${strategy} blueGreen scaleDownDelaySeconds`;
  return {
    further: { promotion: { keepPrevious } },
    fates: [exact(place, `sluice:promotion.keepPrevious: ${keepPrevious}`)],
  };
}

function explainAdded(added: readonly string[], hasSteps: boolean): readonly Fate[] {
  const none = "no steps: all pods were replaced at once, or by maxSurge; here the default stages";
  if (!hasSteps) return [beside("none", near(`${strategy} canary`, none))];
  return added.length === 0 ? [] : [near(`${strategy} canary steps`, `added: ${added.join("; ")}`)];
}

/** Converts a Rollout with its AnalysisTemplates, Services, routes and what else belongs to its pods. */
export function convertRollout(inputs: readonly InputObject[], options: ConvertOptions): Converted {
  const chosen = chooseOne(inputs, "Rollout", options);
  if ("problem" in chosen) return { problems: [chosen.problem] };
  const { input, app } = chosen;
  const rollout = input.object;
  const name = nameOf(rollout);
  const services = findServices(rollout);
  const referred = inputs.find(({ object }) => isReferred(object, rollout));
  const hasTemplate = at(rollout, "spec", "template") !== undefined;
  const deployment = asText(at(rollout, "spec", "workloadRef", "name")) ?? name;
  const made: readonly ObjectFile[] = hasTemplate ? [toFile(toDeployment(rollout))] : [];
  const files = referred === undefined ? made : [toFile(clean(referred.object))];
  const template =
    referred === undefined ? at(rollout, "spec", "template") : at(referred.object, "spec", "template");
  const namespace = options.namespace ?? asText(at(rollout, "metadata", "namespace"));
  const routed = mapTraffic(rollout, services.stable, inputs);
  const steps = mapSteps(rollout, abilitiesOf(routed.traffic).match);
  const analysis = mapAnalysis(rollout, inputs);
  const move = mapBlueGreen(rollout, template);
  const kept = mapKept(rollout);
  const others = ofKind(inputs, "Deployment").length - (referred === undefined ? 0 : 1);
  // Under Sluice's own name the Service is renamed to the app's.
  const users = findUsers(services.stable === objectNames(app).stable ? {} : services, inputs, template, [
    app,
    deployment,
  ]);
  const draft = toApp({
    app,
    deployment,
    deployments: 1 + others,
    command: `kubectl${namespace === undefined ? "" : ` --namespace ${namespace}`} get deployment ${deployment} -o yaml`,
    ...given("namespace", namespace),
    ...given("template", template as JsonObject | undefined),
    ...given("service", users),
  });
  const canaryName = services.canary ?? "";
  const canaryService = findObject(inputs, ["Service"], canaryName);
  const left: readonly (readonly [InputObject, readonly Fate[]])[] =
    canaryService === undefined || canaryName === services.stable
      ? []
      : [
          [
            canaryService,
            [
              lost(
                "",
                `replaced by Service ${objectNames(app).canary}, which Sluice makes`,
                "callers that name it call the other one",
              ),
            ],
          ],
        ];
  const isFree = findObject(inputs, ["Service"], app) === undefined;
  const rename = (object: JsonObject): JsonObject => (isFree ? renameService(object, app) : object);
  const hasSteps = steps.stages.length > 0;
  const own: readonly Fate[] = [
    ...steps.fates,
    ...(move?.fates ?? []),
    ...analysis.fates,
    ...routed.fates,
    ...kept.fates,
    ...judgeServices(services, app),
    ...explainAdded(steps.added, hasSteps || move !== undefined),
    ...cleanedFates,
    ...rolloutRules,
  ];
  const fates = new Map([[input, own], ...analysis.templates, ...left]);
  if (referred !== undefined)
    fates.set(referred, [exact("", `${files[0]?.path}, the workload`), ...cleanedFates]);
  return {
    conversion: assemble(
      inputs,
      {
        draft,
        stages: move?.stages ?? steps.stages,
        routed,
        analysis: toAnalysis(analysis.measures),
        sources: analysis.measures.map(({ source }) => source),
        further: { ...move?.further, ...kept.further },
        gaps: [...findCredentials(analysis.measures), ...(move?.gaps ?? [])],
        files,
        fates,
        namespace: namespace ?? "default",
        change: (object) => rename(retargetScaler(object, name, deployment)),
        replaced: new Map(),
      },
      options,
    ),
  };
}
