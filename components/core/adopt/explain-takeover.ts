import { asTexts, at } from "../json";
import type { JsonObject } from "../revision/revision";
import { routerOf } from "../routers/routers";
import { describeSelector } from "../selectors/match-labels";
import { objectNames } from "../settings";
import { describe, describeAll } from "../workload/from/identity";

/** Objects of a running service that stable takes the place of. */
export interface Taken {
  readonly app: string;
  readonly deployment: string;
  /** Its Services. */
  readonly services: readonly JsonObject[];
  /** Its autoscalers. */
  readonly scalers: readonly JsonObject[];
  /** Its PodDisruptionBudgets. */
  readonly budgets: readonly JsonObject[];
  /** Router by which it is taken over. */
  readonly router: string;
  /** Name of the route that leads to it. */
  readonly route: string;
  /** Pods that it has now; absent where nobody counted. */
  readonly pods?: number;
  /** A proxy stands before its Services; absent where nobody looked. */
  readonly isProxied?: boolean;
}

/** Steps of a takeover in their order, for people: each begins when the one before is seen to be done. */
export function explainTakeover({
  app,
  deployment,
  services,
  scalers,
  budgets,
  pods,
  isProxied,
  router,
  route,
}: Taken): readonly string[] {
  const { stable } = objectNames(app);
  const joins = routerOf({ traffic: { router } }).takeover.step(app, route);
  const names = describeAll(services);
  const terms = services.map((one) =>
    describeSelector({ matchLabels: asTexts(at(one, "spec", "selector")) }),
  );
  const many = pods === undefined ? "as many pods as serve now" : `${pods} pods, as many as serve now`;
  return [
    ...budgets.map((one) => `${describe(one)} leaves the tracks' pods out, which have budgets of their own`),
    `Deployment ${stable} starts with ${many}${services.length === 0 ? "" : `, which join ${names} (${[...new Set(terms)].join("; ")})`}`,
    ...(services.length === 0
      ? []
      : [
          `once they are ready, in the endpoints and probed, ${names} leads to them alone: one guarded write, no backend of a route changes`,
        ]),
    joins,
    ...scalers.map((one) => `${describe(one)} is turned to ${stable}`),
    `after the drain Deployment ${deployment} goes to 0 pods, and stays${isProxied === false ? "; a connection that a client keeps to one of its pods ends with it, as in any rolling update" : ""}`,
  ];
}
