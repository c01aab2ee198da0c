import { describeOwner } from "../../access/owner";
import type { ObjectMeta } from "../../object-meta";
import type { Problem } from "../../problem";
import type { JsonObject } from "../../revision/revision";
import { describe, kindOf, versionOf } from "./identity";

/** Kinds that an API server serves of one version: plural names by kind, and whether they are in namespaces. */
export type ServedKinds = Readonly<
  Record<string, { readonly plural: string; readonly isNamespaced: boolean }>
>;

/** Facts about an object of a set. */
export interface LiveObject {
  readonly object: JsonObject;
  /** Kinds of its version; undefined where the API server does not serve it, absent where it could not be asked. */
  readonly served?: ServedKinds | undefined;
  /** Its live metadata; undefined where there is none. */
  readonly live?: ObjectMeta | undefined;
}

/**
 * Objects of a set that may not be declared: of kinds that the cluster does not have, and of names that another owner's
 * objects have already.
 * @param manager - field manager of Sluice's own declarations
 */
export function judgeLive(objects: readonly LiveObject[], manager: string): readonly Problem[] {
  return objects.flatMap((one) => {
    const { object, live } = one;
    const path = describe(object);
    if ("served" in one) {
      const kind = one.served?.[kindOf(object)];
      if (kind === undefined) {
        const text = `kind of ${path} must be one that the cluster has: got ${versionOf(object)}, which it does not serve`;
        return [
          {
            path,
            text,
            fix: "install its CustomResourceDefinition first, or leave the object out of the set",
          },
        ];
      }
      if (!kind.isNamespaced) {
        return [
          {
            path,
            text: `${path} must be in a namespace: got a kind of the whole cluster`,
            fix: "leave it out of the set",
          },
        ];
      }
    }
    if (live === undefined || isOurs(live, manager)) return [];
    const text = `${path} must be Sluice's or not exist yet: got one of another owner${describeOwner(live)}`;
    return [
      {
        path,
        text,
        fix: "leave it out of the set, or give it another name there; `sluice adopt` plans how a running service is taken over",
      },
    ];
  });
}

/** Whether Sluice declared an object. */
export const isOurs = ({ managedFields = [] }: ObjectMeta, manager: string): boolean =>
  managedFields.some((entry) => entry.manager === manager);
