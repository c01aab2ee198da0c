import type { JsonObject } from "../../../revision/revision";
import { describe, kindOf, nameOf } from "../identity";
import { asTexts, at } from "../../../json";
import type { HookTime } from "../rendered-app";

/** Hooks by whose tool and when they run: before the pods of a revision. */
const times: Readonly<Record<string, readonly HookTime[]>> = {
  "pre-install": ["install"],
  "pre-upgrade": ["upgrade"],
  PreSync: ["install", "upgrade"],
};

const split = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

const annotationsOf = (object: JsonObject): Readonly<Record<string, string>> =>
  asTexts(at(object, "metadata", "annotations"));

/** Hooks that an object is of, in the words of Helm or Argo CD. */
export const hooksOf = (object: JsonObject): readonly string[] => {
  const annotations = annotationsOf(object);
  return [...split(annotations["helm.sh/hook"]), ...split(annotations["argocd.argoproj.io/hook"])];
};

const weightOf = (object: JsonObject): number => {
  const annotations = annotationsOf(object);
  const weight = Number(
    annotations["helm.sh/hook-weight"] ?? annotations["argocd.argoproj.io/sync-wave"] ?? 0,
  );
  return Number.isFinite(weight) ? weight : 0;
};

/** A Job of the set that runs before the pods of a revision. */
export interface RunHook {
  readonly job: JsonObject;
  readonly weight: number;
  readonly times: readonly HookTime[];
}

/** A set with its hooks taken out. */
export interface Hooks {
  /** Jobs that run before the pods of a revision, in their order. */
  readonly jobs: readonly RunHook[];
  /** The set without Jobs and Pods of hooks. */
  readonly rest: readonly JsonObject[];
  /** Jobs and Pods that nothing runs, as people name them. */
  readonly leftOut: readonly string[];
}

/** Takes the hooks out of a set; what their pods need, such as a service account, is declared like the rest. */
export function takeHooks(objects: readonly JsonObject[]): Hooks {
  const isRun = (one: JsonObject): boolean => ["Job", "Pod"].includes(kindOf(one)) && hooksOf(one).length > 0;
  const timesOf = (one: JsonObject): readonly HookTime[] => [
    ...new Set(hooksOf(one).flatMap((hook) => times[hook] ?? [])),
  ];
  const hooks = objects.filter(isRun);
  const taken = hooks.filter((one) => kindOf(one) === "Job" && timesOf(one).length > 0);
  return {
    jobs: taken
      .map((job) => ({ job, weight: weightOf(job), times: timesOf(job) }))
      .toSorted((a, b) => a.weight - b.weight || (nameOf(a.job) < nameOf(b.job) ? -1 : 1)),
    rest: objects.filter((one) => !isRun(one)),
    leftOut: hooks
      .filter((one) => !taken.includes(one))
      .map((one) => `${describe(one)} (${hooksOf(one).join(", ")})`),
  };
}
