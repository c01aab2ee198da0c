import type { JsonObject } from "../../../revision/revision";
import type { Choice } from "./choose-deployment";
import { asObjects, asText, at } from "../../../json";

/** Name of a container. */
export const containerName = (container: JsonObject): string => asText(container["name"]) ?? "";

/** Containers of a pod template that stay: the main ones, and the init containers that start again. */
export function lastingContainers(template: JsonObject): readonly JsonObject[] {
  const sidecars = asObjects(at(template, "spec", "initContainers")).filter(
    (one) => one["restartPolicy"] === "Always",
  );
  return [...asObjects(at(template, "spec", "containers")), ...sidecars];
}

/**
 * Container of a pod template that `release.image` sets: the named one, else the one named like the app, else the only
 * one.
 * @param wanted - `app.container`
 */
export function chooseContainer(template: JsonObject, app: string, wanted?: string): Choice<string> {
  const names = asObjects(at(template, "spec", "containers")).map(containerName);
  const all = names.join(", ");
  const path = "sluice:app.container";
  if (wanted !== undefined) {
    if (names.includes(wanted)) return { found: wanted };
    return {
      problem: {
        path,
        text: `${path} must name a container of the workload: got ${wanted}; it has ${all || "none"}`,
      },
    };
  }
  if (names.includes(app)) return { found: app };
  const [only, ...further] = names;
  if (only === undefined) {
    return { problem: { path, text: "spec.template.spec.containers must have a container: got none" } };
  }
  if (further.length === 0) return { found: only };
  return {
    problem: {
      path,
      text: `${path} must name the container that sluice:release.image is for: got nothing, and none of ${all} is named "${app}"`,
    },
  };
}
