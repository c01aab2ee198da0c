import { exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";

const analysis = "spec analysis";
const service = "spec service";
const notModelled =
  "write it into the route: sluice:traffic.rules, or a route of your own with sluice:traffic.from";

/** Fates of the fields of a Canary whose value does not matter for it. */
export const canaryRules: readonly Fate[] = [
  unused("apiVersion", "kind of the object"),
  unused("kind", "kind of the object"),
  unused("metadata labels", "of the Canary itself"),
  unused("metadata annotations", "of the Canary itself"),
  exact("metadata namespace", "sluice:app.namespace"),
  exact("metadata name", "sluice:app.name"),
  near(
    "spec progressDeadlineSeconds",
    "the Deployment's: longest time for the canary's pods to become ready; then the stage is refused",
  ),
  lost(
    "spec skipAnalysis",
    "every stage is judged",
    "sluice:release.emergency waives what is missing of stable, with a date",
  ),
  near("spec suspend", "nothing runs between two commands"),
  lost(
    "spec revertOnDeletion",
    "Flagger's own way back, when the Canary is deleted",
    "read the guide before the Canary is deleted: without it the target stays at 0 pods",
  ),
  lost("spec upstreamRef", "no gateway of another kind", "use router gateway"),
  exact("spec metricsServer", "sluice:analysis.prometheus"),
  near(`${analysis} primaryReadyThreshold`, "the gate asks that stable alone can carry everything"),
  near(
    `${analysis} canaryReadyThreshold`,
    "the gate asks for the canary's share of stable's pods, all ready",
  ),
  lost(
    `${analysis} stepWeightPromotion`,
    "promotion moves back to stable by 50 % and 0 %",
    "nothing to do: stable's new pods are judged at both",
  ),
  lost(
    `${analysis} match`,
    "one stage by one header or cookie, with iterations, where the router can",
    "choose one condition, and write it as a first stage sluice:stages[0].match",
  ),
  lost(
    `${analysis} mirror`,
    "no stage: with weights alone, and where the router copies requests",
    "begin with a small weight",
  ),
  lost(
    `${analysis} mirrorWeight`,
    "no stage: with weights alone, and where the router copies requests",
    "begin with a small weight",
  ),
  lost(
    `${analysis} sessionAffinity`,
    "no pinned sessions: a weight is a share of requests",
    "let both versions take each other's sessions",
  ),
  lost(
    `${analysis} webhooks`,
    "webhooks are not read",
    "write what they ask as sluice:checks, what confirms as approval: true of a stage, or run them in the pipeline",
  ),
  lost(`${analysis} alerts`, "its receivers are not read: Sluice has its own", "name them in sluice:notify"),
  lost(`${analysis} metrics`, "no metric that can be read"),
  lost(service, "not part of Sluice's own route", notModelled),
  exact(`${service} name`, "name of the workload's Service"),
  exact(`${service} port`, "port of the workload's Service"),
  exact(`${service} portName`, "name of that port"),
  exact(`${service} targetPort`, "its target"),
  exact(`${service} appProtocol`, "protocol of that port"),
  lost(
    `${service} portDiscovery`,
    "Services have the ports of their manifests",
    "write further ports into the Service's manifest",
  ),
  exact(`${service} hosts`, "sluice:traffic.hosts"),
  exact(`${service} gatewayRefs`, "sluice:traffic.gateways"),
  lost(
    `${service} gateways`,
    "Gateways of Istio: this route needs one of the Gateway API",
    "make a Gateway of the Gateway API, and name it in sluice:traffic.gateway",
  ),
  near(`${service} apex`, "labels and annotations of the Service", "write them into the Service's manifest"),
  near(
    `${service} primary`,
    "labels and annotations of the Service",
    "write them into the Service's manifest",
  ),
  near(`${service} canary`, "Sluice's own Service", "nothing to do in most cases"),
  lost(`${service} delegation`, "no delegated VirtualService", "use router gateway"),
  near(
    "spec autoscalerRef",
    "the autoscaler of the input scales stable; the canary gets a copy while it has traffic",
  ),
  lost(
    "spec autoscalerRef primaryScalerReplicas",
    "the autoscaler's own numbers",
    "write them into its manifest",
  ),
  lost("spec autoscalerRef primaryScalerQueries", "the scaler's own queries", "write them into its manifest"),
  near("spec targetRef", "the Deployment is the workload; what served until now is called <name>-primary"),
];
