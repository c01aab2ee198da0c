import type { ObjectEvent } from "../workload/explain-events";

const most = 20;

const timeOf = ({ lastTimestamp, eventTime, metadata }: ObjectEvent): string =>
  lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "";

/**
 * The newest Events about a Deployment and what it made, one line each.
 * @param name - of the Deployment
 */
export function describeEvents(events: readonly ObjectEvent[], name: string): readonly string[] {
  return events
    .filter(
      ({ involvedObject }) => involvedObject.name === name || involvedObject.name.startsWith(`${name}-`),
    )
    .toSorted((a, b) => timeOf(b).localeCompare(timeOf(a)))
    .slice(0, most)
    .map((event) => {
      const { involvedObject, reason = "Event", message = "" } = event;
      const words = message.replaceAll(/\s+/g, " ").trim().slice(0, 300);
      return `${timeOf(event)} ${involvedObject.name} ${reason}: ${words}`;
    });
}
