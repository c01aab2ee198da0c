import type { JsonObject } from "../../../revision/revision";
import { kindOf, nameOf } from "../identity";
import { asObjects, at, showJson } from "../../../json";
import type { Problem } from "../../../problem";
import type { RenderedApp } from "../rendered-app";

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

/**
 * A set that has lost its Service: the route would lead stable's users to a port where nothing listens, at once.
 * @param stable - live Service of stable; absent where nothing is deployed
 * @returns undefined where the users' port is known, or requests come to no other port now
 */
export function refuseLostPort(
  { services, revision }: Pick<RenderedApp, "services" | "revision">,
  stable: JsonObject | undefined,
): Problem | undefined {
  if (services.userPort !== undefined) return undefined;
  const used = asObjects(at(stable, "spec", "ports")).find(({ port, targetPort }) => targetPort !== port);
  if (used === undefined) return undefined;
  return {
    path: "sluice:app.from",
    text: `the set must have a Service of the workload, or a port of container ${revision.container}: got neither, and users come to port ${showJson(used["targetPort"])} of stable's pods`,
    fix: "bring the Service back: without it the route would lead to a port where nothing listens",
  };
}
