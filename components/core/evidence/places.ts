import type { Track } from "../track";
import { showValues } from "./samples/entry";
import type { Doubt, Entry } from "./samples/entry";
import { targetOf } from "./labels/labels";

/** Labels that a store puts on everything that comes from one place. */
const storeNames = [
  "cluster",
  "cluster_name",
  "cluster_id",
  "k8s_cluster_name",
  "kubernetes_cluster",
  "kubernetes_cluster_name",
  "k8s_cluster",
  "clusterName",
  "region",
  "cloud_region",
  "zone",
  "availability_zone",
  "cloud_availability_zone",
  "datacenter",
  "dc",
  "environment",
  "env",
  "deployment_environment",
  "deployment_environment_name",
  // As OpenTelemetry has them, where a store keeps their dots.
  "k8s.cluster.name",
  "cloud.region",
  "cloud.availability_zone",
  "deployment.environment",
  "deployment.environment.name",
];

/** The same, unless a target has several values: then it is a label of the app's requests, or of a copy. */
export const sharedNames = ["tenant", "tenant_id"];

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

/** Values of labels that name a place, as far as they were not chosen. */
export type FoundPlaces = Readonly<Record<string, readonly string[]>>;

/** Whether a label does nothing but name the tracks: each has one value, and the canary's says what it is. */
function namesTracks(entries: readonly Entry[], name: string): boolean {
  const of = (track: Track) =>
    valuesOf(
      entries.filter((one) => one.track === track),
      name,
    );
  const [canary = "", ...more] = of("canary");
  return more.length === 0 && of("stable").length === 1 && canary.toLowerCase().includes("canary");
}

/**
 * Places that the series come from, by the label; those that were chosen, and labels of requests or of tracks, are left
 * out.
 */
export function findPlaces(entries: readonly Entry[], chosen: ChosenPlaces): FoundPlaces {
  const counting = entries.map((one) => ({ ...one, labels: one.target }));
  const found = placeNames
    .filter((name) => chosen[name] === undefined && !namesTracks(entries, name))
    .filter((name) => storeNames.includes(name) || !variesInTarget(entries, name))
    .map((name) => [name, valuesOf(counting, name).toSorted()] as const);
  return Object.fromEntries(found.filter(([, values]) => values.length > 0));
}

/** Doubts where the series come from several places of which none was chosen: what another place counts is no evidence. */
export function findPlaceDoubts(entries: readonly Entry[], chosen: ChosenPlaces): Doubt[] {
  return Object.entries(findPlaces(entries, chosen))
    .filter(([, values]) => values.length > 1)
    .map(([name, values]) => ({
      text: `series of one app must come from one place: got ${showValues(name, values)}`,
      fix: `choose one with sluice:analysis.labels: { ${name}: ${values[0]} }, or take all together with "*"`,
    }));
}

/** Doubts where a chosen label is on none of the series: it chooses nothing, and whoever wrote it relies on it. */
export function findUnknownPlaces(entries: readonly Entry[], chosen: ChosenPlaces): Doubt[] {
  if (entries.length === 0) return [];
  const has = Object.keys(findPlaces(entries, {}));
  return Object.keys(chosen)
    .filter((name) => chosen[name] !== "*" && valuesOf(entries, name).length === 0)
    .map((name) => ({
      text: `sluice:analysis.labels.${name} must be a label of the series: got none that has it`,
      fix:
        has.length === 0
          ? "leave it out: the series have no label that names a place"
          : `leave it out, or choose by one that they have: ${has.join(", ")}`,
    }));
}

/** Doubts where series come from a place that was not there when the attempt began. */
export function findNewPlaceDoubts(began: FoundPlaces, now: FoundPlaces): Doubt[] {
  return Object.entries(now).flatMap(([name, values]) => {
    const known = began[name] ?? [];
    const isNew = known.length > 0 && values.some((value) => !known.includes(value));
    return isNew
      ? [
          {
            text: `series must come from where they came from when the attempt began, ${showValues(name, known)}: got ${showValues(name, values)}`,
            fix: `find out who counts there; a new attempt takes sluice:analysis.labels: { ${name}: ${known[0]} }, or "*" for all together`,
          },
        ]
      : [];
  });
}
