import { at, asTexts } from "../json";
import type { BrokenRule } from "../problem";
import type { JsonObject } from "../revision/revision";
import type { MainIngress } from "../routers/nginx/main-ingress";
import { routerOf } from "../routers/routers";
import { hasLabels } from "../selectors/match-labels";
import { trackLabel } from "../settings";
import type { Labels } from "../selectors/match-labels";
import { describe, describeAll, kindOf, nameOf } from "../workload/from/identity";
import { portsOf } from "../workload/from/services/services";

/** A Service of the set, and as it is live. */
export interface SightedService {
  readonly object: JsonObject;
  readonly live: JsonObject;
}

/** Facts of a running service before stable takes its place. */
export interface TakeoverSight {
  readonly app: string;
  /** `sluice:app.adopt`. */
  readonly deployment: string;
  readonly router: string;
  /** The route is the user's own (`sluice:traffic.from.object`). */
  readonly isShared: boolean;
  /** Service that is to stand for stable, or to be the switch where the router splits by it. */
  readonly stableService: string;
  /** Parts of the user's Ingress that the one beside it repeats; undefined where it leads to no Service of the app, or is written. */
  readonly main?: MainIngress | undefined;
  /** Service of the set that the users' requests come to; undefined where it has none. */
  readonly users: string | undefined;
  /** Labels of stable's pods. */
  readonly labels: Labels;
  /** Services of the set that are there already. */
  readonly services: readonly SightedService[];
  /** Autoscalers of the Deployment. */
  readonly scalers: readonly JsonObject[];
  /** Stable is there: from then on the checkout may be another version. */
  readonly hasBegun: boolean;
  /** Ready pods of the Deployment. */
  readonly pods: number;
  /** Paths in which the set says something else than what runs. */
  readonly differences: readonly string[];
  /** Image with digest that its pods run; undefined where they run several, or it is not known. */
  readonly image: string | undefined;
  /** `release.image`. */
  readonly wanted: string;
}

const digestOf = (image: string): string => image.slice(image.indexOf("@") + 1);

/** Annotation by which KEDA leaves a workload alone, or keeps it at a number. */
const isPaused = (scaler: JsonObject): boolean =>
  Object.keys(asTexts(at(scaler, "metadata", "annotations"))).some((name) =>
    name.startsWith("autoscaling.keda.sh/paused"),
  );

/** Stable may never be put to sleep: 0 ready pods satisfy no gate. */
function refuseScaler(scaler: JsonObject): readonly BrokenRule[] {
  const path = describe(scaler);
  if (kindOf(scaler) === "HorizontalPodAutoscaler") {
    return at(scaler, "spec", "minReplicas") === 0
      ? [{ path, rule: "have minReplicas of at least 1, since it is turned to stable", got: "0" }]
      : [];
  }
  const least = at(scaler, "spec", "minReplicaCount") ?? 0;
  return [
    ...(least === 0 || at(scaler, "spec", "idleReplicaCount") !== undefined
      ? [
          {
            path,
            rule: "have minReplicaCount of at least 1 and no idleReplicaCount, since it is turned to stable",
            got: "one that lets it sleep",
            fix: "set minReplicaCount to 1 and take idleReplicaCount away, at its owner",
          },
        ]
      : []),
    ...(isPaused(scaler)
      ? [
          {
            path,
            rule: "scale, since it is turned to stable",
            got: "one that is paused",
            fix: "take its annotations autoscaling.keda.sh/paused… away",
          },
        ]
      : []),
  ];
}

/** Labels that a Service selects by, whichever track it leads to by now. */
const termsOf = (live: JsonObject): Labels =>
  Object.fromEntries(
    Object.entries(asTexts(at(live, "spec", "selector"))).filter(([label]) => label !== trackLabel),
  );

/** Ports of a Service with the default that the API server writes into them. */
const readPorts = (service: JsonObject): string =>
  JSON.stringify(portsOf(service).map(({ protocol = "TCP", ...port }) => ({ ...port, protocol })));

function refuseService({ object, live }: SightedService, labels: Labels): readonly BrokenRule[] {
  const terms = termsOf(live);
  const name = describe(object);
  const [wanted, got] = [object, live].map(readPorts);
  return [
    ...(Object.keys(terms).length > 0 && hasLabels(labels, terms)
      ? []
      : [
          {
            path: `spec.selector of ${name}`,
            rule: "fit the labels of stable's pods, which join it",
            got: JSON.stringify(terms),
            fix: "let sluice:app.name be the app.kubernetes.io/name that it selects, and its other labels the template's",
          },
        ]),
    ...(at(live, "spec", "publishNotReadyAddresses") === true
      ? [
          {
            path: `spec.publishNotReadyAddresses of ${name}`,
            rule: "be absent, since pods of stable that start would get requests",
            got: "true",
          },
        ]
      : []),
    ...(wanted === got
      ? []
      : [
          {
            path: `spec.ports of ${name}`,
            rule: "be as they are live, since its owner keeps them",
            got: `${wanted}, and live are ${got}`,
          },
        ]),
  ];
}

/** Problems that hold only until stable is there: the same version goes on serving. */
function refuseOther(sight: TakeoverSight): readonly BrokenRule[] {
  const { deployment, pods, differences, image, wanted } = sight;
  const isSame = image !== undefined && digestOf(image) === digestOf(wanted);
  return [
    ...(pods > 0 ? [] : [{ path: `Deployment ${deployment}`, rule: "have a ready pod", got: "none" }]),
    ...(differences.length === 0
      ? []
      : [
          {
            path: "sluice:app.from",
            rule: `say what Deployment ${deployment} runs, since stable takes its place without a stage`,
            got: `differences at ${differences.slice(0, 3).join(", ")}`,
            fix: "take over first, then release the change; `sluice adopt` writes what runs",
          },
        ]),
    ...(isSame
      ? []
      : [
          {
            path: "sluice:release.image",
            rule: `be the one that the pods of Deployment ${deployment} run`,
            got: `${wanted}, and they run ${image ?? "several, or one that is not known"}`,
            fix: "take over first, then release the change",
          },
        ]),
  ];
}

/** Refusals of a route and a Service that cannot be taken over. */
function refuseWay(sight: TakeoverSight): readonly BrokenRule[] {
  const { router, isShared, stableService, users, services, main } = sight;
  const { takeover, byPods = false } = routerOf({ traffic: { router } });
  const found = services.find(({ object }) => nameOf(object) === stableService);
  const isHeadless = byPods && at(found?.live, "spec", "clusterIP") === "None";
  return [
    ...(isShared
      ? []
      : [
          {
            path: "sluice:traffic.from",
            rule: `name the ${takeover.way} that leads to what runs`,
            got: "none",
            fix: "`sluice adopt` writes it; `sluice convert --from ingress` makes an HTTPRoute of an Ingress of ingress-nginx",
          },
        ]),
    ...(users === stableService && found !== undefined
      ? []
      : [
          {
            path: byPods ? "sluice:traffic.from" : "sluice:traffic.service",
            rule: "name the Service that the set's users come to, and that is there",
            got: `${stableService}, and they come to ${users ?? "none"}`,
          },
        ]),
    ...(isHeadless
      ? [
          {
            path: `spec.clusterIP of Service ${stableService}`,
            rule: "be an address, since callers of a headless Service keep those of pods that left",
            got: "None",
            fix: "let callers use a Service with an address, and name that one",
          },
        ]
      : []),
    ...(takeover.main === undefined || !isShared || main !== undefined
      ? []
      : [
          {
            path: "sluice:traffic.from",
            rule: `name an ${takeover.way} with a rule that leads to Service ${stableService}`,
            got: "one that is not there, may not be read, or has none",
          },
        ]),
  ];
}

/** Reasons why stable cannot take the place of a running service. */
export function refuseTakeover(sight: TakeoverSight): readonly BrokenRule[] {
  const { labels, services, scalers, hasBegun } = sight;
  return [
    ...refuseWay(sight),
    ...scalers.flatMap(refuseScaler),
    ...(scalers.length < 2
      ? []
      : [{ path: describeAll(scalers), rule: "be one: two of them on the same pods scale nothing" }]),
    ...services.flatMap((one) => refuseService(one, labels)),
    ...(hasBegun ? [] : refuseOther(sight)),
  ];
}
