import type { Message } from "./message";
import type { PagerdutySettings } from "./settings";
import { jsonCall, readByStatus } from "./sink";
import type { Sink, SinkCall } from "./sink";
import { listLinks } from "./text";

const longestSummary = 1024;
const longestKey = 255;

/** Facts of a message, for a person who was called. */
function details({ sentence, measured, limit, requests, command, contacts }: Message): object {
  return { sentence, measured, limit, requests, command, ...contacts };
}

/**
 * A service of PagerDuty: an alert for what calls a person, its end, and a change event for what stable runs now.
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function pagerdutySink({ api }: PagerdutySettings, key: string): Sink {
  const send = (path: string, body: object): SinkCall => ({
    ...jsonCall("POST", `${api}${path}`, {}, { routing_key: key, ...body }),
    // The key makes two of them one; a change event twice is seen twice and calls nobody.
    repeatable: true,
  });
  return {
    tell: (message) => {
      const { tone, kind, title, sentence, atSeconds, app, environment, contacts } = message;
      const dedup = message.key.slice(-longestKey);
      const payload = {
        summary: `${title}: ${sentence}`.slice(0, longestSummary),
        source: `${environment}/${app}`,
        timestamp: new Date(atSeconds * 1000).toISOString(),
        custom_details: details(message),
      };
      const links = listLinks(contacts);
      if (tone === "critical") {
        const alert = { ...payload, severity: "critical", component: app, group: environment, class: kind };
        return [
          send("/v2/enqueue", {
            event_action: "trigger",
            dedup_key: dedup,
            payload: alert,
            links,
            client: "sluice",
          }),
        ];
      }
      const isOver = kind === "recovered" || kind === "promoted" || kind === "verified";
      return [
        ...(isOver ? [send("/v2/enqueue", { event_action: "resolve", dedup_key: dedup })] : []),
        ...(kind === "promoted" ? [send("/v2/change/enqueue", { payload, links })] : []),
      ];
    },
    read: readByStatus,
  };
}
