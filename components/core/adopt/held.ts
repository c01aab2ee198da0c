import type { Held } from "../access/let-go";
import { writtenPart } from "../access/written-part";
import type { ObjectMeta } from "../object-meta";
import type { JsonObject } from "../revision/revision";
import { kindOf, nameOf } from "../workload/from/identity";
import type { Running } from "./running";

/** A live object of another owner that a takeover would change. */
export function toHeld(object: JsonObject, metadata: ObjectMeta): Held {
  const kind = kindOf(object);
  return {
    name: `${kind.toLowerCase()}/${nameOf(object)}`,
    object: `${kind} ${metadata.namespace}/${nameOf(object)}`,
    metadata,
    part: writtenPart(kind),
  };
}

/**
 * Objects of a running service that a takeover would change.
 * @param way - its route, where it is written
 */
export function listHeld(
  { deployment, services, scalers }: Pick<Running, "deployment" | "services" | "scalers">,
  way: JsonObject | undefined,
): readonly Held[] {
  return [deployment, ...services, ...scalers, ...(way === undefined ? [] : [way])].map((one) =>
    toHeld(one, one["metadata"] as unknown as ObjectMeta),
  );
}
