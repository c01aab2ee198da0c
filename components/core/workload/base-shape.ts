import type { Settings } from "../settings";
import { objectNames } from "../settings";
import type { WorkloadSpec } from "./workload";

/** Raised whenever Sluice gives the same settings another shape. */
export const shapeVersion = 2;

/**
 * Values that may not change while a release runs: whatever identifies a track, Service or route, so that a change would
 * replace it. Plain JSON, an input of `Release`.
 */
export interface BaseShape {
  /** Of the shape's form: two of different versions are not comparable. */
  readonly version: typeof shapeVersion;
  readonly identity: {
    readonly namespace: string;
    readonly tracks: readonly string[];
    readonly route: string;
    readonly servicePort: number;
  };
}

/** Shape of the objects that the base stack declares. */
export function toBaseShape(settings: Settings, workload: Pick<WorkloadSpec, "port">): BaseShape {
  const names = objectNames(settings.app);
  return {
    version: shapeVersion,
    identity: {
      namespace: settings.namespace,
      tracks: [names.stable, names.canary],
      route: settings.traffic.route,
      servicePort: workload.port,
    },
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/**
 * Differences between a shape and the one of the run before. A shape that another version of Sluice made of the same
 * settings is no change of a user's.
 * @param before - as it is in the state, of any version
 * @returns paths as `listChanges` has them
 */
export function listShapeChanges(before: unknown, after: unknown): readonly string[] {
  const comparable = isObject(before) && isObject(after) && before["version"] === after["version"];
  return comparable ? listChanges(before, after) : [];
}

/**
 * Paths at which two JSON values differ.
 * @returns paths such as `template.spec.containers[0].resources.requests.cpu`, in order of appearance
 */
export function listChanges(before: unknown, after: unknown, path = ""): readonly string[] {
  if (Object.is(before, after)) return [];
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) return [path];
  const inArray = Array.isArray(after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const inner = inArray ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return listChanges(before[key], after[key], inner);
  });
}
