import type { JsonObject, Revision } from "../revision/revision";
import { appContainer, toPodTemplate } from "./pod-template";
import type { WorkloadSpec } from "./workload";

/**
 * Revision of an app whose environment file describes it in the short form.
 * @param image - with digest
 */
export function toShortRevision(app: string, image: string, workload: WorkloadSpec): Revision {
  const template = toPodTemplate(app, image, workload) as unknown as JsonObject;
  return { template, container: appContainer, configuration: [] };
}
