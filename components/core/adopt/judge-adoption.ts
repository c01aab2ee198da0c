import { noteHeld, refuseHeld } from "../access/let-go";
import type { ObjectMeta } from "../object-meta";
import { printProblem } from "../problem";
import type { Problem } from "../problem";
import type { JsonObject } from "../revision/revision";
import type { ClusterSettings } from "../settings";
import { describe, kindOf } from "../workload/from/identity";
import { isOurs } from "../workload/from/judge-live";
import type { LiveObject } from "../workload/from/judge-live";
import { describeTaken, explainTakeover } from "./explain-takeover";
import { toHeld } from "./held";

/** An environment whose stable takes the place of a running Deployment. */
export interface AdoptionFacts {
  readonly app: string;
  /** `sluice:app.adopt`. */
  readonly deployment: string;
  readonly cluster: Omit<ClusterSettings, "uid">;
  /** Field manager of Sluice's own declarations. */
  readonly manager: string;
  /** The running Deployment; undefined where there is none of this name. */
  readonly running: LiveObject["live"];
  /** Objects of the set, as the cluster has them. */
  readonly live: readonly LiveObject[];
  /** Only previewed: nothing is touched. */
  readonly isPreview: boolean;
}

/** Fate of a set in which objects are another owner's so far. */
export interface AdoptionFinding {
  /** Objects of the set that are there already and stay as they are. */
  readonly adopted: readonly JsonObject[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/**
 * Judges what an environment that adopts a running service finds: a preview shows the steps of the takeover and who has
 * to let go first, an `up` touches nothing.
 */
export function judgeAdoption(facts: AdoptionFacts): AdoptionFinding {
  const { app, deployment, cluster, manager, running, isPreview } = facts;
  const theirs = facts.live.filter(({ live }) => live !== undefined && !isOurs(live, manager));
  const adopted = theirs.map(({ object }) => object);
  const services = adopted.filter((one) => kindOf(one) === "Service");
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
  if (!isPreview)
    return {
      adopted,
      problems: [
        {
          path: "sluice:app.adopt",
          text: `${describeTaken({ deployment, services })} must not be taken over by this version: it plans the takeover, and touches nothing`,
          fix: "a preview shows the steps; what serves goes on serving as it is",
        },
      ],
      notes: [],
    };
  const old = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: deployment } };
  const held = [
    toHeld(old, running),
    ...theirs.map(({ object, live }) => toHeld(object, live as ObjectMeta)),
  ];
  const taken = {
    app,
    deployment,
    services,
    scalers: adopted.filter((one) => "scaleTargetRef" in Object(one["spec"])),
  };
  return {
    adopted,
    problems: [],
    notes: [
      ...explainTakeover(taken).map((step, index) => `takeover, step ${index + 1}: ${step}`),
      ...refuseHeld(held, cluster).map(printProblem),
      ...noteHeld(held),
      ...adopted
        .filter((one) => !services.includes(one))
        .map((one) => `${describe(one)} is there already and stays as it is until the takeover`),
    ],
  };
}
