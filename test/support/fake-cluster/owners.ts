import { isDeepStrictEqual } from "node:util";
import type { Target } from "./kinds";
import type { Stored } from "./store";

type Json = Record<string, unknown>;

/** Entry of an object's `managedFields`. */
export interface Owner {
  readonly manager: string;
  readonly operation: "Update";
  readonly apiVersion: string;
  readonly time: string;
  readonly fieldsType: "FieldsV1";
  readonly fieldsV1: object;
  readonly subresource?: string;
}

type Fields = Readonly<Record<string, Json>>;

/** Fields that a write changes, down to the second level: enough to tell who wrote a spec's field last. */
export function changedFields({ subresource }: Target, before: Stored | undefined, after: Stored): Fields {
  const parts = subresource === undefined ? ["spec", "data"] : [subresource === "scale" ? "spec" : "status"];
  return Object.fromEntries(
    parts.flatMap((part) => {
      const [was, is] = [before, after].map(
        (one) => Object((one as unknown as Json | undefined)?.[part]) as Json,
      );
      const keys = Object.keys(is as Json).filter((key) => !isDeepStrictEqual(was?.[key], is?.[key]));
      return keys.length === 0
        ? []
        : [[`f:${part}`, Object.fromEntries(keys.map((key) => [`f:${key}`, {}]))]];
    }),
  );
}

/** Fields of an owner, and those that it writes now. */
export function join(own: object, changed: Fields): Fields {
  const fields = { ...(own as Fields) };
  for (const [part, keys] of Object.entries(changed)) fields[part] = { ...fields[part], ...keys };
  return fields;
}

/** An owner without the fields that another one writes now. */
export function disown(owner: Owner, changed: Fields): Owner {
  const fieldsV1 = Object.entries(owner.fieldsV1 as Fields).map(([part, keys]) => [
    part,
    Object.fromEntries(Object.entries(keys).filter(([key]) => !(key in (changed[part] ?? {})))),
  ]);
  return { ...owner, fieldsV1: Object.fromEntries(fieldsV1) as Fields };
}
