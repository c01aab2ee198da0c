import { exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";

const canary = "spec strategy canary";
const blueGreen = "spec strategy blueGreen";
const oneByOne = "run the stages one by one with pulumi up -s, and look between two of them";

/** Fates of the fields of a Rollout whose value does not matter for it. */
export const rolloutRules: readonly Fate[] = [
  unused("apiVersion", "kind of the object"),
  unused("kind", "kind of the object"),
  exact("metadata name", "the Deployment's name"),
  exact("metadata namespace", "sluice:app.namespace"),
  exact("metadata labels", "the Deployment's"),
  exact("metadata annotations", "the Deployment's"),
  lost(
    "metadata annotations notifications.argoproj.io/*",
    "its receivers are not read: Sluice has its own",
    "name them in sluice:notify",
  ),
  exact("spec template", "the Deployment's pods: they are the revision that is released"),
  exact("spec selector", "the Deployment's selector"),
  exact("spec replicas", "the Deployment's; what an autoscaler or a person set live is never lowered"),
  exact("spec minReadySeconds", "the Deployment's"),
  near("spec revisionHistoryLimit", "the Deployment's; Sluice itself keeps the last ten promoted revisions"),
  near(
    "spec progressDeadlineSeconds",
    "the Deployment's: longest time for the canary's pods to become ready; then the stage is refused",
  ),
  near("spec progressDeadlineAbort", "always: pods that are not ready never get a weight"),
  lost("spec restartAt", "no restart is planned", "kubectl rollout restart restarts stable's pods"),
  lost("spec rollbackWindow", "any promoted revision may be gone back to", "sluice rollback --to REVISION"),
  lost("spec paused", "nothing runs between two commands", "run no command"),
  near("spec workloadRef", "the Deployment of the input is the workload"),
  lost(
    "spec workloadRef scaleDown",
    "Sluice never scales a Deployment that is not its own",
    "scale the old pods down when the new ones have the traffic",
  ),
  lost(
    "spec analysis",
    "no AnalysisRuns are kept: the ledger has each stage's evidence",
    "sluice history lists the releases",
  ),
  lost(canary, "this version has no such setting"),
  near(`${canary} maxSurge`, "the Deployment's; the canary's pods come beside all of stable's"),
  near(`${canary} maxUnavailable`, "0: no ready pod of stable goes before another one serves"),
  lost(
    `${canary} steps * setCanaryScale`,
    "the canary follows its share of stable's pods, at least two from 5 % on",
    "nothing to do where traffic and pods shall go together",
  ),
  lost(
    `${canary} steps * setHeaderRoute`,
    "one stage by one header or cookie stands before all weights, where the router can",
    "choose one condition, and write it as sluice:stages[0].match",
  ),
  lost(
    `${canary} steps * setMirrorRoute`,
    "a route of another owner gets no copies: a mirror goes by a route that Sluice makes",
    "leave sluice:traffic.from out, and write a first stage sluice:stages[0].mirror; or begin with a small weight",
  ),
  lost(
    `${canary} steps * experiment`,
    "no further version runs beside the two tracks",
    "compare canary and stable: every stage does",
  ),
  lost(`${canary} steps * plugin`, "no plugins", oneByOne),
  lost(
    `${canary} steps * replicaProgressThreshold`,
    "all of the canary's pods have to be ready",
    "give a stage fewer pods by a smaller weight",
  ),
  lost(`${canary} steps * setWeight`, "no weight that can be read"),
  lost(`${canary} steps * pause`, "no pause that can be read"),
  unused(`${canary} steps`, "the list itself"),
  near(
    `${canary} antiAffinity`,
    "nothing keeps the versions on nodes of their own",
    "write podAntiAffinity into the pod template",
  ),
  lost(
    `${canary} canaryMetadata`,
    "pods differ by the labels sluice.dev/track and sluice.dev/revision only",
    "select the track by its label",
  ),
  lost(
    `${canary} stableMetadata`,
    "pods differ by the labels sluice.dev/track and sluice.dev/revision only",
    "select the track by its label",
  ),
  lost(
    `${canary} dynamicStableScale`,
    "unsafe and not done: stable must be able to carry everything at any moment",
    "plan for the pods of both tracks",
  ),
  near(`${canary} abortScaleDownDelaySeconds`, "the canary's pods go when they are drained"),
  near(`${canary} scaleDownDelaySeconds`, "a version's pods go when they are drained (sluice:traffic.drain)"),
  near(`${canary} scaleDownDelayRevisionLimit`, "two versions run, never more"),
  lost(
    `${canary} minPodsPerReplicaSet`,
    "at least two pods from 5 % on, where stable has two",
    "nothing to do in most cases",
  ),
  lost(`${canary} pingPong`, "tracks have fixed Services", "nothing to do"),
  near(`${canary} trafficRouting maxTrafficWeight`, "weights are percent: they were converted"),
  unused(`${canary} trafficRouting managedRoutes`, "Sluice's rules need no list"),
  exact(blueGreen, "sluice:strategy: blue-green"),
  near(`${blueGreen} autoPromotionSeconds`, "a stage takes as long as its soak and its verdict need"),
  lost(`${blueGreen} previewReplicaCount`, "the canary follows its share of stable's pods", "nothing to do"),
  lost(
    `${blueGreen} previewMetadata`,
    "pods differ by the labels sluice.dev/track and sluice.dev/revision only",
    "select the track by its label",
  ),
  lost(
    `${blueGreen} activeMetadata`,
    "pods differ by the labels sluice.dev/track and sluice.dev/revision only",
    "select the track by its label",
  ),
  near(`${blueGreen} maxUnavailable`, "0: no ready pod of stable goes before another one serves"),
  near(
    `${blueGreen} antiAffinity`,
    "nothing keeps the versions on nodes of their own",
    "write podAntiAffinity into the pod template",
  ),
  near(`${blueGreen} scaleDownDelayRevisionLimit`, "two versions run, never more"),
  near(`${blueGreen} abortScaleDownDelaySeconds`, "the canary's pods go when they are drained"),
];
