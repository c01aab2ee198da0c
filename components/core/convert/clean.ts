import { writtenAnnotations as common, writtenFields } from "../access/cluster-written";
import { ownerMarks } from "../access/owner-marks";
import { asObject, at } from "../json";
import type { Json, JsonObject } from "../revision/revision";
import { kindOf, nameOf } from "../workload/from/identity";
import type { ObjectFile } from "./conversion";
import { lost, unused } from "./fate";
import type { Fate } from "./fate";

/** Fields of metadata that the API server or a controller writes. */
const written: readonly string[] = [...writtenFields, "ownerReferences", "finalizers"];

/** Annotations that the API server, kubectl or a controller writes. */
const writtenAnnotations = [...common, "rollout.argoproj.io/", "flagger.app/"];

/** Label that a controller gives the pods of one version. */
const hashLabels = ["rollouts-pod-template-hash", "pod-template-hash"];

const begins = (name: string, starts: readonly string[]): boolean =>
  starts.some((start) => name.startsWith(start));

/** Fates of what {@link clean} takes out of any object. */
export const cleanedFates: readonly Fate[] = [
  unused("status", "written by the cluster"),
  ...written.map((name) => unused(`metadata ${name}`, "written by the cluster")),
  ...writtenAnnotations.map((name) => unused(`metadata annotations ${name}*`, "written by the cluster")),
  ...["labels", "annotations"].flatMap((field) =>
    ownerMarks.map((name) =>
      lost(
        `metadata ${field} ${name}*`,
        "left out of the copy: the tool that it names would prune the objects that carry it",
        "let that tool go of this service before the first up",
      ),
    ),
  ),
  ...hashLabels.map((name) => unused(`spec selector ${name}`, "written by the controller")),
];

function without(value: Json | undefined, isOut: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(asObject(value)).filter(([name]) => !isOut(name)));
}

/** An object as a file has it: without what the cluster wrote, and without marks of a tool that owned it. */
export function clean(live: JsonObject): JsonObject {
  const object = without(live, (name) => name === "status");
  const { labels, annotations, ...metadata } = without(object["metadata"], (name) => written.includes(name));
  const kept = {
    labels: without(labels, (name) => begins(name, ownerMarks)),
    annotations: without(annotations, (name) => begins(name, [...ownerMarks, ...writtenAnnotations])),
  };
  const fields = Object.entries(kept).filter(([, value]) => Object.keys(value).length > 0);
  const cleaned: JsonObject = {
    ...object,
    metadata: { ...metadata, ...(Object.fromEntries(fields) as JsonObject) },
  };
  if (kindOf(object) !== "Service" || at(object, "spec", "selector") === undefined) return cleaned;
  const selector = without(at(object, "spec", "selector"), (name) => hashLabels.includes(name));
  return { ...cleaned, spec: { ...asObject(object["spec"]), selector } };
}

/** The folder of the manifests of the workload. */
export const manifestFolder = "k8s";

/** File of an object in the folder of the manifests. */
export function toFile(object: JsonObject): ObjectFile {
  const name = `${kindOf(object)}-${nameOf(object)}`.toLowerCase().replaceAll(/[^a-z0-9.-]/g, "-");
  return { path: `${manifestFolder}/${name}.yaml`, object };
}
