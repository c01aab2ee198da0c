/** Event of the API server, as far as it is read here. */
export interface ObjectEvent {
  readonly involvedObject: { readonly name: string };
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly metadata: { readonly creationTimestamp?: string };
}

const most = 3;
const longest = 200;

const timeOf = ({ lastTimestamp, eventTime, metadata }: ObjectEvent): number =>
  Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "") / 1000;

/**
 * The newest warnings about a Deployment and what it made, each reason once: a volume that cannot be mounted, an address
 * that cannot be given and the words of a failed probe stand nowhere else.
 * @param name - of the Deployment
 * @param sinceSeconds - older ones are left out
 */
export function explainEvents(
  events: readonly ObjectEvent[],
  name: string,
  sinceSeconds: number,
): readonly string[] {
  const newest = events
    .filter(
      ({ involvedObject }) => involvedObject.name === name || involvedObject.name.startsWith(`${name}-`),
    )
    .filter((event) => timeOf(event) >= sinceSeconds)
    .toSorted((a, b) => timeOf(b) - timeOf(a));
  const told = new Map<string, string>();
  for (const { reason = "Warning", message = "" } of newest) {
    if (!told.has(reason)) told.set(reason, `${reason}: ${message.trim().slice(0, longest)}`);
  }
  return [...told.values()].slice(0, most);
}
