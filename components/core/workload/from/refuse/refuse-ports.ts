import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { asObject, asObjects, showJson } from "../../../json";
import { kindOf, versionOf } from "../identity";
import { ofObject } from "./of-object";
import { listTwins } from "./list-twins";

/** Rules among the ports of a Service; other objects break none. */
export function refusePorts(object: JsonObject): readonly Problem[] {
  if (kindOf(object) !== "Service" || versionOf(object) !== "v1") return [];
  const spec = asObject(object["spec"]);
  const ports = asObjects(spec["ports"]);
  const unnamed = ports.flatMap(({ name, port }, index) =>
    ports.length > 1 && (name === undefined || name === null || name === "")
      ? [
          {
            path: `spec.ports[${index}].name`,
            rule: "be set where a Service has several ports",
            got: `none for port ${showJson(port)}`,
          },
        ]
      : [],
  );
  return ofObject(object, [...unnamed, ...listTwins(spec, "spec")]);
}
