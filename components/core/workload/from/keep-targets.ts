import type { JsonObject } from "../../revision/revision";
import { kindOf, nameOf } from "./identity";
import { asObjects, at } from "../../json";

/** Targets of a Service's ports as they are live, by the port's name or number. */
export type LiveTargets = Readonly<Record<string, number | string>>;

/** Identity of a port: its name, which stays when its number changes. */
export const portKey = ({
  name,
  port,
}: {
  readonly name?: string | undefined;
  readonly port: number;
}): string => name ?? String(port);

/**
 * Targets of live Services by the Service's name: what leads to the pods of now stays as long as it is the same port,
 * also while these pods are replaced.
 */
export function readTargets(services: readonly JsonObject[]): Readonly<Record<string, LiveTargets>> {
  return Object.fromEntries(
    services
      .filter((one) => kindOf(one) === "Service")
      .map((service) => [
        nameOf(service),
        Object.fromEntries(
          asObjects(at(service, "spec", "ports")).flatMap(({ name, port, targetPort }) =>
            typeof targetPort === "string" || typeof targetPort === "number"
              ? [[portKey({ name: name as string | undefined, port: port as number }), targetPort]]
              : [],
          ),
        ) as LiveTargets,
      ]),
  );
}
