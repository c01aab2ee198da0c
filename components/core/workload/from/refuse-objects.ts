import type { Problem } from "../../problem";
import type { JsonObject } from "../../revision/revision";
import { objectNames } from "../../settings";
import { tracks } from "../../track";
import { findRemovedApi } from "../removed-apis";
import { isClusterWide } from "./cluster-wide";
import { describe, kindOf, nameOf, versionOf } from "./identity";
import { asObject, asText, at } from "../../json";

/** Most that an object may weigh, bytes of its JSON: what etcd takes in one write has to hold it. */
const mostBytes = 1024 * 1024;

/** Size of a value as JSON, bytes. */
const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** The rule that a value is too big for; undefined where it is not. */
export function refuseSize(what: string, value: unknown): Problem | undefined {
  const bytes = sizeOf(value);
  return bytes <= mostBytes
    ? undefined
    : {
        path: what,
        text: `${what} must be at most 1 MiB as JSON: got ${(bytes / mostBytes).toFixed(1)} MiB`,
      };
}

interface Place {
  readonly app: string;
  readonly namespace: string;
}

/** Whether an object is the namespace itself, which exists already. */
export const isOwnNamespace = (object: JsonObject, namespace: string): boolean =>
  kindOf(object) === "Namespace" && nameOf(object) === namespace;

/** Rules that objects of a set break, whatever they are for. */
export function refuseObjects(objects: readonly JsonObject[], place: Place): readonly Problem[] {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    if (isOwnNamespace(object, place.namespace)) return [];
    const key = `${versionOf(object).split("/")[0]} ${describe(object)}`;
    const isTwice = seen.has(key);
    seen.add(key);
    return [
      refusePlace(object, place.namespace),
      isTwice
        ? { path: describe(object), text: `${describe(object)} must be in the set once: got two of it` }
        : undefined,
      refuseName(object, place.app),
      refuseVersion(object),
      refuseSize(describe(object), object),
      ...refuseData(object),
    ].filter((one) => one !== undefined);
  });
}

function refusePlace(object: JsonObject, namespace: string): Problem | undefined {
  if (isClusterWide(object)) {
    return {
      path: describe(object),
      text: `${describe(object)} must be in a namespace: got a kind of the whole cluster`,
      fix: "leave it out of the set: what belongs to the cluster is for the platform's stack or whoever runs the cluster",
    };
  }
  const own = asText(at(object, "metadata", "namespace")) ?? namespace;
  if (own === namespace) return undefined;
  return {
    path: describe(object),
    text: `metadata.namespace of ${describe(object)} must be ${namespace} (sluice:app.namespace): got ${own}`,
    fix:
      kindOf(object) === "Deployment"
        ? `set sluice:app.namespace to ${own} if the set belongs there; else leave it out of the set`
        : "leave it out of the set: nothing of this environment may write into another namespace",
  };
}

/** Names that Sluice gives to objects of its own, by kind. */
function refuseName(object: JsonObject, app: string): Problem | undefined {
  const { stable, canary, probe, ledger } = objectNames(app);
  const taken: Readonly<Record<string, readonly string[]>> = {
    Deployment: [stable, canary],
    Service: [stable, canary, ...tracks.map(probe)],
    HorizontalPodAutoscaler: [stable, canary],
    PodDisruptionBudget: [stable, canary],
    ConfigMap: [ledger],
  };
  return taken[kindOf(object)]?.includes(nameOf(object)) === true
    ? {
        path: describe(object),
        text: `metadata.name of ${describe(object)} must be another one: got the name of an object of Sluice`,
      }
    : undefined;
}

function refuseVersion(object: JsonObject): Problem | undefined {
  const removed = findRemovedApi(versionOf(object), kindOf(object));
  return removed === undefined
    ? undefined
    : {
        path: describe(object),
        text: `apiVersion of ${describe(object)} must be one that Kubernetes serves: got ${removed.apiVersion}, removed in ${removed.removedIn}`,
        fix: `use ${removed.instead}`,
      };
}

/** Texts that YAML took for something else. */
function refuseData(object: JsonObject): readonly Problem[] {
  const fields = { ConfigMap: ["data", "binaryData"], Secret: ["data", "stringData"] }[kindOf(object)] ?? [];
  return fields.flatMap((field) =>
    Object.entries(asObject(object[field])).flatMap(([key, value]) =>
      typeof value === "string"
        ? []
        : [
            {
              path: describe(object),
              text: `${field}.${key} of ${describe(object)} must be a text: got a ${value === null ? "null" : typeof value}`,
              fix: "write it in quotes",
            },
          ],
    ),
  );
}
