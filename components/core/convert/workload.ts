import { given } from "../given";
import { asObjects, asText, at } from "../json";
import type { JsonObject } from "../revision/revision";
import { chooseContainer, containerName } from "../workload/from/template/choose-container";
import { manifestFolder } from "./clean";
import type { Gap } from "./conversion";

/** Settings of a workload that is a manifest. */
export interface AppDraft {
  readonly app: JsonObject & { readonly name: string };
  readonly image?: string;
  readonly gaps: readonly Gap[];
}

interface Workload {
  readonly app: string;
  readonly namespace?: string;
  /** Name of the Deployment. */
  readonly deployment: string;
  /** The Deployments of the set: with several, the file says which is released. */
  readonly deployments: number;
  /** Pod template; absent where the input has none. */
  readonly template?: JsonObject;
  /** Service that the users' requests come to, where several select the pods. */
  readonly service?: string;
  /** Command that prints the manifest that is missing. */
  readonly command: string;
}

/** Keys of `sluice:app` for a workload in the folder of manifests. */
export function toApp(workload: Workload): AppDraft {
  const { app, namespace, deployment, deployments, template, service, command } = workload;
  const keys = {
    name: app,
    ...given("namespace", namespace),
    from: { manifest: manifestFolder, ...given("service", service) },
    ...(deployments > 1 ? { workload: deployment } : {}),
  };
  if (template === undefined) {
    const path = `${manifestFolder}/deployment-${deployment}.yaml`;
    const what = `the manifest of Deployment ${deployment}, which is not in the input`;
    return {
      app: keys,
      gaps: [{ key: path, what, command: `mkdir -p ${manifestFolder} && ${command} > ${path}` }],
    };
  }
  const containers = asObjects(at(template, "spec", "containers"));
  const choice = chooseContainer(template, app);
  const chosen = "found" in choice ? choice.found : containers.map(containerName)[0];
  const image = asText(containers.find((one) => containerName(one) === chosen)?.["image"]);
  const gap: Gap = {
    key: "sluice:app.container",
    what: `the container that is released: none of ${containers.map(containerName).join(", ")} is named like the app`,
    taken: chosen as string,
  };
  const isGuess = !("found" in choice) && chosen !== undefined;
  return {
    app: { ...keys, ...(isGuess ? { container: chosen } : {}) },
    ...given("image", image),
    gaps: isGuess ? [gap] : [],
  };
}
