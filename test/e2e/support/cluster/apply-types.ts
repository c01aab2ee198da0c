import { ensureDefinitions } from "../../../../sandbox/cluster/config/route-crds";
import type { Definitions } from "../../../../sandbox/cluster/config/route-crds";
import type { KubernetesObject } from "../../../../sandbox/cluster/network/api-client";
import type { App } from "../app";
import { writeObjects } from "../write-objects";

/**
 * Gives the sandbox's API server types, and waits until it serves them.
 * @param more - definitions that no module has
 * @returns their names
 */
export async function applyTypes(
  app: App,
  definitions: readonly Definitions[],
  more: readonly KubernetesObject[] = [],
): Promise<readonly string[]> {
  const items = [...(await Promise.all(definitions.map(ensureDefinitions))).flat(), ...more];
  await app.kubectl("apply", "--server-side", "-f", await writeObjects(app, "types", items));
  const names = items.map(({ metadata }) => metadata.name);
  const established = names.map((name) => `customresourcedefinition/${name}`);
  await app.kubectl("wait", "--for=condition=Established", "--timeout=60s", ...established);
  return names;
}
