import type { Track } from "../track";
import type { RawMetric } from "./source";

/** A pod that has, or had, an address. */
export interface Owner {
  readonly address: string;
  readonly track: Track;
  /** Start of the pod, seconds since the epoch: an address may have had another owner before. */
  readonly fromSeconds: number;
  /** Moment at which it was last there, seconds since the epoch. */
  readonly seenSeconds: number;
}

/** Label by which the track of an endpoint is told. */
export const trackLabel = "sluice_dev_track";

/** Address without its port; brackets of IPv6 are left out. */
function hostOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, "").replaceAll(/[[\]]/g, "");
}

/**
 * Owners that are known, with those that are there now; the same pod once.
 * @param oldestSeconds - owners that were not seen since are forgotten
 */
export function rememberOwners(
  known: readonly Owner[],
  listed: readonly Owner[],
  oldestSeconds: number,
): readonly Owner[] {
  const all = [...known.filter(({ seenSeconds }) => seenSeconds >= oldestSeconds), ...listed];
  return [
    ...new Map(all.map((owner) => [`${owner.address} ${owner.track} ${owner.fromSeconds}`, owner])).values(),
  ];
}

/** Track that an address was of at a moment: of whichever pod started last before it. */
function trackAt(owners: readonly Owner[], atSeconds: number): Track | undefined {
  return owners.findLast(({ fromSeconds }) => fromSeconds <= atSeconds)?.track;
}

/**
 * Series by the address of an endpoint as series by track: cut where another pod got the address. Samples of an address
 * that no known pod had keep their labels.
 * @param name - label with address and port
 */
export function nameEndpoints(
  metrics: readonly RawMetric[],
  name: string,
  owners: readonly Owner[],
): readonly RawMetric[] {
  const sorted = owners.toSorted((a, b) => a.fromSeconds - b.fromSeconds);
  return metrics.flatMap((metric) => {
    const host = hostOf(metric.labels[name] ?? "");
    const own = sorted.filter(({ address }) => address === host);
    const parts = new Map<Track | undefined, [number, number][]>();
    for (const [at, value] of metric.samples) {
      const track = trackAt(own, at);
      parts.set(track, [...(parts.get(track) ?? []), [at, value]]);
    }
    return [...parts].map(([track, samples]) => ({
      ...metric,
      labels: track === undefined ? metric.labels : { ...metric.labels, [trackLabel]: track },
      samples,
    }));
  });
}
