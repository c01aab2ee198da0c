import type { AdoptionFacts } from "../../../../components/core/adopt/judge-adoption";
import type { ObjectMeta } from "../../../../components/core/object-meta";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { nameOf } from "../../../../components/core/workload/from/identity";
import { object, service } from "../workload/from/set";

/** Metadata of a live object. */
export const meta = (name: string, more: Partial<ObjectMeta> = {}): ObjectMeta => ({
  name,
  namespace: "prod",
  uid: "u",
  resourceVersion: "1",
  ...more,
});
/** The Service that users come to. */
export const web = service("web", { selector: { app: "shop" }, ports: [{ name: "http", port: 80 }] });
/** A Service that prefers pods nearby. */
export const nearby = service("near", {
  selector: { app: "shop" },
  ports: [{ name: "http", port: 80 }],
  internalTrafficPolicy: "Local",
});
/** An object that is live as the set has it. */
export const live = (one: JsonObject) => ({
  object: one,
  live: meta(nameOf(one)),
  body: one,
});
/** A running service that can be adopted. */
export const facts: AdoptionFacts = {
  app: "shop",
  deployment: "old",
  manager: "sluice-base",
  router: "gateway",
  route: "public",
  isShared: true,
  stableService: "web",
  users: "web",
  labels: { app: "shop" },
  running: meta("old"),
  live: [
    live(web),
    live(nearby),
    { object: service("ours"), live: meta("ours", { managedFields: [{ manager: "sluice-base" }] }) },
    { object: service("new"), live: undefined },
    live(object("v1", "ServiceAccount", "web")),
  ],
  budgets: [object("policy/v1", "PodDisruptionBudget", "old")],
  scalers: [object("autoscaling/v2", "HorizontalPodAutoscaler", "old", { spec: { minReplicas: 2 } })],
  hasBegun: false,
  pods: 3,
  differences: [],
  image: "r/a:1@sha256:1",
  wanted: "r/a@sha256:1",
};
