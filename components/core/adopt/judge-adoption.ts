import { given } from "../given";
import type { ObjectMeta } from "../object-meta";
import { toProblem } from "../problem";
import type { Problem } from "../problem";
import type { JsonObject } from "../revision/revision";
import { isLocal, isNearby } from "../takeover/local";
import { isByPods } from "../routers/routers";
import type { TakeoverPlan } from "../takeover/plan";
import { toScalerName } from "../takeover/scalers";
import { refuseTakeover } from "../takeover/refuse-takeover";
import type { TakeoverSight } from "../takeover/refuse-takeover";
import { describe, kindOf, nameOf } from "../workload/from/identity";
import { isOurs } from "../workload/from/judge-live";
import type { LiveObject } from "../workload/from/judge-live";
import { explainTakeover } from "./explain-takeover";

/** An environment whose stable takes the place of a running Deployment. */
export interface AdoptionFacts extends Omit<TakeoverSight, "services"> {
  /** Field manager of Sluice's own declarations. */
  readonly manager: string;
  /** The running Deployment; undefined where there is none of this name. */
  readonly running: ObjectMeta | undefined;
  /** Objects of the set, as the cluster has them. */
  readonly live: readonly (LiveObject & { readonly body?: JsonObject })[];
  /** Name of the user's route. */
  readonly route: string;
  /** PodDisruptionBudgets that select its pods. */
  readonly budgets: readonly JsonObject[];
}

/** Fate of a set in which objects are another owner's so far. */
export interface AdoptionFinding {
  /** Objects of the set that are there already and stay as they are. */
  readonly adopted: readonly JsonObject[];
  /** Takeover that is wanted; absent where there is nothing to take over. */
  readonly plan?: TakeoverPlan;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Services that choose pods by their place: a track with few pods cannot be compared by its latency. */
const noteZones = (service: JsonObject): readonly string[] => [
  ...(isNearby(service)
    ? [`${describe(service)} prefers pods nearby: the tracks have other callers, and latency is not judged`]
    : []),
  ...(isLocal(service as unknown as Parameters<typeof isLocal>[0])
    ? [
        `${describe(service)} leads to pods of the same node alone: stable needs one on each node where one serves now`,
      ]
    : []),
];

/** Judges what an environment that adopts a running service finds, and says the steps of the takeover. */
export function judgeAdoption(facts: AdoptionFacts): AdoptionFinding {
  const { app, deployment, manager, running, scalers, budgets, hasBegun, pods, router, route, main } = facts;
  const theirs = facts.live.filter(({ live }) => live !== undefined && !isOurs(live, manager));
  const adopted = theirs.map(({ object }) => object);
  if (running === undefined)
    return {
      adopted,
      problems: [
        {
          path: "sluice:app.adopt",
          text: `sluice:app.adopt must name a Deployment that runs: got ${deployment}, which is not there`,
          fix: "leave it out: a new stable is made then",
        },
      ],
      notes: [],
    };
  const services = theirs.flatMap(({ object, body }) =>
    kindOf(object) === "Service" && body !== undefined ? [{ object, live: body }] : [],
  );
  const taken = services.map(({ object }) => object);
  const problems = refuseTakeover({ ...facts, services }).map(toProblem);
  const isDone = hasBegun && pods === 0;
  return {
    adopted,
    plan: {
      deployment,
      services: taken.map(nameOf),
      budgets: budgets.map(nameOf),
      scalers: scalers.map(toScalerName),
      ...given("main", main),
      ...(services.some(({ live }) => isNearby(live)) ? { isNearby: true } : {}),
      pods,
    },
    problems,
    notes: isDone
      ? []
      : [
          ...explainTakeover({
            app,
            deployment,
            services: taken,
            scalers,
            budgets,
            pods,
            router,
            route,
            ...(isByPods(router) ? { isProxied: false } : {}),
          }).map((step, index) => `takeover, step ${index + 1}: ${step}`),
          ...services.flatMap(({ live }) => noteZones(live)),
          ...adopted
            .filter((one) => !taken.includes(one))
            .map((one) => `${describe(one)} is there already and stays as it is`),
        ],
  };
}
