import * as path from "node:path";
import { RunEnd } from "../../components/core/run-end";
import type { Settings } from "../../components/core/settings";
import { loadStack } from "../../stacks/load";
import { listSiblings } from "./list-services";

const placeOf = ({ cluster, namespace, app }: Settings): string => `${cluster.uid}/${namespace}/${app}`;

/**
 * Refuses an environment whose app another service, or another environment of the same one, releases in the same
 * namespace: both would have one ledger, and destroying one would take the other's objects.
 * @param root - folder of its project
 * @throws {RunEnd} with exit code 3
 */
export async function demandOwnPlace(root: string, settings: Settings): Promise<void> {
  const { app, namespace, environment } = settings;
  for (const service of await listSiblings(root)) {
    const others = service.environments.filter((one) => service.root !== root || one !== environment);
    for (const other of others) {
      // A file that cannot be read is told where it is used.
      const plan = await loadStack(service.root, other).catch(() => undefined);
      if (plan === undefined || placeOf(plan.settings) !== placeOf(settings)) continue;
      const folder = path.relative(path.dirname(root), service.root);
      throw new RunEnd("refused", {
        text: `Cannot make environment "${environment}": app "${app}" in namespace "${namespace}" must be of one environment: got "${other}" of ${folder} as well`,
        fix: "give one of them a namespace of its own",
      });
    }
  }
}
