import { tracks } from "../track";
import { showValues } from "./entry";
import type { Doubt, Entry } from "./entry";
import { targetOf } from "./labels";

/** Labels that a store puts on everything that comes from one place. */
const storeNames = [
  "cluster",
  "cluster_name",
  "k8s_cluster_name",
  "kubernetes_cluster",
  "region",
  "cloud_region",
  "zone",
  "availability_zone",
  "cloud_availability_zone",
  "datacenter",
];

/** The same, unless a target has several values: then it is a label of the app's requests. */
const sharedNames = [
  "environment",
  "env",
  "deployment_environment",
  "deployment_environment_name",
  "tenant",
  "tenant_id",
];

/** Labels that name a place: the same app in another place is another app. */
export const placeNames: readonly string[] = [...storeNames, ...sharedNames];

/** Places that were chosen: the value of a label, or "*" for all. */
export type ChosenPlaces = Readonly<Record<string, string>>;

/** Entries of the chosen places; those without the label are everywhere. */
export function choosePlaces(entries: readonly Entry[], chosen: ChosenPlaces): readonly Entry[] {
  const names = Object.keys(chosen).filter((name) => chosen[name] !== "*");
  return entries.filter(({ labels }) =>
    names.every((name) => labels[name] === undefined || labels[name] === chosen[name]),
  );
}

function valuesOf(entries: readonly Entry[], name: string): string[] {
  return [...new Set(entries.flatMap(({ labels }) => labels[name] ?? []))].filter((value) => value !== "");
}

/** Whether a target has series with several values of a label. */
function variesInTarget(entries: readonly Entry[], name: string): boolean {
  const known = new Map<string, string>();
  return entries.some(({ labels, target }) => {
    const value = labels[name];
    const key = `${target["job"] ?? ""} ${targetOf(labels)}`;
    const before = known.get(key);
    if (value !== undefined) known.set(key, value);
    return before !== undefined && value !== undefined && before !== value;
  });
}

/** Doubts where the series of a track come from several places of which none was chosen. */
export function findPlaceDoubts(entries: readonly Entry[], chosen: ChosenPlaces): Doubt[] {
  return placeNames
    .filter((name) => chosen[name] === undefined)
    .filter((name) =>
      tracks.some(
        (track) =>
          valuesOf(
            entries.filter((one) => one.track === track),
            name,
          ).length > 1,
      ),
    )
    .filter((name) => storeNames.includes(name) || !variesInTarget(entries, name))
    .map((name) => {
      const values = valuesOf(entries, name);
      return {
        text: `series of one app must come from one place: got ${showValues(name, values)}`,
        fix: `choose one with sluice:analysis.labels: { ${name}: ${values.toSorted()[0]} }, or take all together with "*"`,
      };
    });
}
