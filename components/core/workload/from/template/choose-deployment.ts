import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { describe, describeAll, groupOf, kindOf, nameOf } from "../identity";

/** Reason why a kind cannot have two versions side by side, and the way out. */
const reasons: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  StatefulSet: [
    "whose pods have names and claims of their own that two versions cannot share",
    "leave it to the tool that runs it now, and give Sluice the Deployments in front of it",
  ],
  DaemonSet: [
    "which has one pod on each node and no place for a second version",
    "leave it to the tool that runs it now",
  ],
  Job: [
    "which ends by itself and serves nobody",
    "make it a hook of the release (pre-upgrade, PreSync), or sluice:migration",
  ],
  CronJob: ["which serves nobody", "declare it beside the Deployment that it belongs to"],
  Pod: ["which nothing starts again", "make a Deployment of it"],
  ReplicaSet: ["which never rolls", "make a Deployment of it"],
  Rollout: [
    "whose traffic another controller splits",
    "make a Deployment of its spec.template and spec.selector, and give that to Sluice",
  ],
};

const isDeployment = (object: JsonObject): boolean =>
  kindOf(object) === "Deployment" && ["apps", "extensions"].includes(groupOf(object));

/** Result of choosing: one of a set, or why there is none. */
export type Choice<T> = { readonly found: T } | { readonly problem: Problem };

/**
 * Deployment of a set that becomes the tracks.
 * @param wanted - `app.workload`
 */
export function chooseDeployment(objects: readonly JsonObject[], wanted?: string): Choice<JsonObject> {
  const all = objects.filter(isDeployment);
  const path = "sluice:app.workload";
  const names = all.map(nameOf).join(", ");
  if (wanted !== undefined) {
    const found = all.find((one) => nameOf(one) === wanted);
    if (found !== undefined) return { found };
    const other = objects.find((one) => nameOf(one) === wanted && kindOf(one) in reasons);
    if (other !== undefined) return { problem: explainKind([other], path) };
    const got = all.length === 0 ? "no Deployment at all" : `only ${names}`;
    return { problem: { path, text: `${path} must name a Deployment of the set (${wanted}): got ${got}` } };
  }
  const [found, ...further] = all;
  if (found === undefined) return { problem: explainKind(objects, "sluice:app.from") };
  if (further.length === 0) return { found };
  return {
    problem: {
      path,
      text: `${path} must name one of the set's Deployments: got ${all.length} (${names})`,
      fix: `set ${path} to the one that is released; the others change at once, without a gate`,
    },
  };
}

function explainKind(objects: readonly JsonObject[], path: string): Problem {
  const near = objects.filter((one) => kindOf(one) in reasons);
  const first = near.toSorted((a, b) => rank(a) - rank(b))[0];
  if (first === undefined) {
    const got = objects.length === 0 ? "an empty set" : describeAll(objects.slice(0, 5));
    return { path, text: `${path} must have one Deployment: got ${got}` };
  }
  const [why, fix] = reasons[kindOf(first)] as readonly [string, string];
  return { path, text: `${path} must have one Deployment: got ${describe(first)}, ${why}`, fix };
}

const rank = (object: JsonObject): number => Object.keys(reasons).indexOf(kindOf(object));
