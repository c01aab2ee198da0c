import type { JsonObject, Revision } from "../../../components/core/revision/revision";
import { trackLabels } from "../../../components/core/settings";
import type { Track } from "../../../components/core/track";
import { appContainer } from "../../../components/core/workload/pod-template";

/** The revision of a checkout with this image, and with these variables. */
export function revisionOf(image: string, variables: Readonly<Record<string, string>> = {}): Revision {
  const env = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const container = { name: appContainer, image, ...(env.length === 0 ? {} : { env }) };
  return { template: { spec: { containers: [container] } }, container: appContainer, configuration: [] };
}

/** A template as an older Sluice declared it: no revision is named. */
export function plainTemplate(app: string, track: Track, image: string): JsonObject {
  const labels = trackLabels(app, track);
  return { metadata: { labels }, spec: { containers: [{ name: appContainer, image }] } };
}
