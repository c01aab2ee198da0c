import type { JsonObject } from "../revision/revision";
import { kindOf, nameOf } from "../workload/from/identity";

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

/** An object of the input by kind and name. */
export function findObject(
  inputs: readonly InputObject[],
  kinds: readonly string[],
  name: string,
): InputObject | undefined {
  return inputs.find(({ object }) => kinds.includes(kindOf(object)) && nameOf(object) === name);
}

/** Objects of the input of a kind. */
export const ofKind = (inputs: readonly InputObject[], kind: string): readonly InputObject[] =>
  inputs.filter(({ object }) => kindOf(object) === kind);
