import { toProblem } from "../../../problem";
import type { BrokenRule, Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { describe } from "../identity";

/** Problems of rules that an object's fields break: people read which object, programs the path of the field. */
export const ofObject = (object: JsonObject, faults: Iterable<BrokenRule>): readonly Problem[] =>
  [...faults].map((fault) => ({
    ...toProblem({ ...fault, path: `${fault.path} of ${describe(object)}` }),
    path: fault.path,
    object: describe(object),
  }));
