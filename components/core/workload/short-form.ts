import { toWafConfiguration } from "../edge/sidecar";
import { withWaf } from "../edge/with-waf";
import type { JsonObject, Revision } from "../revision/revision";
import { appContainer, toPodTemplate } from "./pod-template";
import type { WorkloadSpec } from "./workload";

/**
 * Revision of an app whose environment file describes it in the short form.
 * @param image - with digest
 */
export function toShortRevision(app: string, image: string, workload: WorkloadSpec): Revision {
  const { waf } = workload;
  const template = toPodTemplate(app, image, workload);
  const complete = waf === undefined ? template : withWaf(template, app, waf, workload);
  return {
    template: complete as unknown as JsonObject,
    container: appContainer,
    configuration: waf === undefined ? [] : [toWafConfiguration(app, waf, workload)],
  };
}
