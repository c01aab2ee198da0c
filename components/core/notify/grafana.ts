import { annotationTags } from "../grafana/annotation-tags";
import type { Message } from "./message";
import type { GrafanaSettings } from "./settings";
import { jsonCall, readByStatus } from "./sink";
import type { Sink } from "./sink";

const toText = ({ title, sentence, measured }: Message): string => `${title}\n${sentence}\n${measured}`;

/**
 * Annotations of Grafana, one of each transition: dashboards show those with their tags, `sluice grafana`'s among them.
 * @see https://grafana.com/docs/grafana/latest/developers/http_api/annotations/
 */
export function grafanaSink({ url }: GrafanaSettings, token: string): Sink {
  return {
    tell: (message) => {
      const { environment, app, kind, atSeconds } = message;
      const tags = [...annotationTags(app, environment), kind];
      const body = { time: Math.round(atSeconds * 1000), tags, text: toText(message) };
      return [jsonCall("POST", `${url}/api/annotations`, { authorization: `Bearer ${token}` }, body)];
    },
    read: readByStatus,
  };
}
