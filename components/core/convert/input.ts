import type { JsonObject } from "../revision/revision";
import { groupOf, kindOf, nameOf, versionOf } from "../workload/from/identity";

/** An object of the input. */
export interface InputObject {
  /** File that it stands in, as it was named; `-` for standard input. */
  readonly file: string;
  readonly object: JsonObject;
}

/** Values that a person gave beside the input. */
export interface ConvertOptions {
  /** Environment that is written, for example "prod". */
  readonly environment: string;
  /** The object to convert, where there are several of its kind. */
  readonly name?: string;
  readonly app?: string;
  readonly namespace?: string;
  /** Image with digest. */
  readonly image?: string;
  readonly host?: string;
  readonly prometheus?: string;
  readonly context?: string;
  /** uid of namespace kube-system. */
  readonly uid?: string;
  /** `<namespace>/<name>` of the Gateway. */
  readonly gateway?: string;
}

/** API groups of the kinds that are read here: other tools have kinds of the same names. */
const groups: Readonly<Record<string, readonly string[]>> = {
  AlertProvider: ["flagger.app"],
  Canary: ["flagger.app"],
  ConfigMap: [""],
  Deployment: ["apps", "extensions"],
  HTTPRoute: ["gateway.networking.k8s.io"],
  Ingress: ["networking.k8s.io", "extensions"],
  MetricTemplate: ["flagger.app"],
  Rollout: ["argoproj.io"],
  Service: [""],
};

/** Whether an object is of a kind, in that kind's API group; one without `apiVersion` is. */
const isKind = (object: JsonObject, kind: string): boolean =>
  kindOf(object) === kind && (versionOf(object) === "" || groups[kind]?.includes(groupOf(object)) !== false);

/** An object of the input by kind and name. */
export function findObject(
  inputs: readonly InputObject[],
  kinds: readonly string[],
  name: string,
): InputObject | undefined {
  return inputs.find(({ object }) => kinds.some((kind) => isKind(object, kind)) && nameOf(object) === name);
}

/** Objects of the input of a kind. */
export const ofKind = (inputs: readonly InputObject[], kind: string): readonly InputObject[] =>
  inputs.filter(({ object }) => isKind(object, kind));
