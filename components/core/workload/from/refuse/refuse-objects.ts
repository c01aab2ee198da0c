import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { objectNames } from "../../../settings";
import { tracks } from "../../../track";
import { findRemovedApi } from "../../removed-apis";
import { isClusterWide } from "./cluster-wide";
import { describe, describeAll, kindOf, nameOf, versionOf } from "../identity";
import { refuseFields } from "./refuse-fields";
import { refuseNames } from "./refuse-names";
import { refusePods } from "./refuse-pods";
import { refusePorts } from "./refuse-ports";
import { asObject, asText, at } from "../../../json";

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
  const own = objects.filter((one) => !isOwnNamespace(one, place.namespace));
  const each = own.flatMap((object) => {
    const key = `${versionOf(object).split("/")[0]} ${describe(object)}`;
    const isTwice = seen.has(key);
    seen.add(key);
    return [
      isTwice
        ? { path: describe(object), text: `${describe(object)} must be in the set once: got two of it` }
        : undefined,
      refuseName(object, place.app),
      refuseVersion(object),
      refuseSize(describe(object), object),
      ...refuseData(object),
      ...refuseFields(object),
      ...refuseNames(object),
      ...refusePods(object),
      ...refusePorts(object),
    ].filter((one) => one !== undefined);
  });
  return [...refuseClusterWide(own), ...refusePlaces(own, place.namespace), ...each];
}

/** The way to a set without objects that cannot be in it. */
const leaveOut = (objects: readonly JsonObject[]): string =>
  `leave ${objects.length === 1 ? "it" : "them"} out of the set, by a chart's values or by sluice:app.patch with $patch: delete`;

/** Kinds of the whole cluster, together: a chart has many or none. */
function refuseClusterWide(objects: readonly JsonObject[]): readonly Problem[] {
  const wide = objects.filter((one) => isClusterWide(one) && kindOf(one) !== "Namespace");
  const [first] = wide;
  if (first === undefined) return [];
  return [
    {
      path: describe(first),
      text: `${describeAll(wide)} must be in a namespace: got ${wide.length === 1 ? "a kind" : "kinds"} of the whole cluster`,
      fix: `${leaveOut(wide)}: what belongs to the cluster is for the platform's stack or whoever runs the cluster`,
    },
  ];
}

/** Objects of other namespaces, those of one together. */
function refusePlaces(objects: readonly JsonObject[], namespace: string): readonly Problem[] {
  const placeOf = (object: JsonObject): string => asText(at(object, "metadata", "namespace")) ?? namespace;
  const placed = objects.filter((one) => !isClusterWide(one));
  const spaces = objects.filter((one) => kindOf(one) === "Namespace");
  const others = [...new Set(placed.map(placeOf))].filter((one) => one !== namespace);
  const foreign = others.map((other) => {
    const there = placed.filter((one) => placeOf(one) === other);
    const isWorkload = there.some((one) => kindOf(one) === "Deployment");
    return {
      path: describe(there[0] as JsonObject),
      text: `metadata.namespace of ${describeAll(there)} must be ${namespace} (sluice:app.namespace): got ${other}`,
      fix: isWorkload
        ? `set sluice:app.namespace to ${other} if the set belongs there; else ${leaveOut(there)}`
        : `${leaveOut(there)}: nothing of this environment may write into another namespace`,
    };
  });
  const named = spaces.map((one) => ({
    path: describe(one),
    text: `metadata.name of ${describe(one)} must be ${namespace} (sluice:app.namespace): got another one`,
    fix: `set sluice:app.namespace to ${nameOf(one)} if the set belongs there; else ${leaveOut([one])}`,
  }));
  return [...named, ...foreign];
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

/** Texts that YAML took for something else, and of Secrets those that are no base64. */
function refuseData(object: JsonObject): readonly Problem[] {
  const fields = { ConfigMap: ["data", "binaryData"], Secret: ["data", "stringData"] }[kindOf(object)] ?? [];
  const path = describe(object);
  return fields.flatMap((field) =>
    Object.entries(asObject(object[field])).flatMap(([key, value]) => {
      const place = `${field}.${key} of ${path}`;
      if (typeof value !== "string") {
        const text = `${place} must be a text: got a ${value === null ? "null" : typeof value}`;
        return [{ path, text, fix: "write it in quotes" }];
      }
      const isEncoded = field === "binaryData" || (kindOf(object) === "Secret" && field === "data");
      if (!isEncoded || isBase64(value)) return [];
      const fix = `encode it, or write it ${field === "data" ? "under stringData" : "under data"} as it is`;
      return [{ path, text: `${place} must be base64: got another text`, fix }];
    }),
  );
}

/** Whether a text is base64 as the API server reads it: lines may be broken. */
function isBase64(text: string): boolean {
  const whole = text.replaceAll(/[\r\n]/g, "");
  return whole.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(whole);
}
