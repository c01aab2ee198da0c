import { tracks } from "../track";
import type { Track } from "../track";
import type { EvidenceState, GaugeMark, RawSeries } from "./model";

/** Whether the samples of a series are values of a gauge. */
export function isGauge({ counters }: RawSeries): boolean {
  return counters.some((counter) => counter.startsWith("gauge:"));
}

/** Largest of the series' latest values that are no older than a gap; undefined where there is none. */
function readLatest(
  series: readonly RawSeries[],
  fromSeconds: number,
  untilSeconds: number,
): GaugeMark | undefined {
  const latest = series.flatMap(({ samples }) => {
    const usable = samples.filter(
      ([at, value]) => at > fromSeconds && at <= untilSeconds && Number.isFinite(value),
    );
    const last = usable.toSorted((a, b) => a[0] - b[0]).at(-1);
    return last === undefined ? [] : [{ atSeconds: last[0], value: last[1] }];
  });
  return latest.toSorted((a, b) => a.value - b.value || a.atSeconds - b.atSeconds).at(-1);
}

/** The gauges after new samples: per gauge and track the largest value among its series, the worst pod. */
export function readGauges(
  state: Pick<EvidenceState, "gauges" | "parameters">,
  series: readonly RawSeries[],
  untilSeconds: number,
): EvidenceState["gauges"] {
  const { parameters } = state;
  const fromSeconds = untilSeconds - parameters.gapSeconds;
  return parameters.gauges.map(({ name }, k) => {
    const of = (track: Track) => {
      const feeding = series.filter((one) => one.track === track && one.counters.includes(`gauge:${name}`));
      return readLatest(feeding, fromSeconds, untilSeconds) ?? (state.gauges[k]?.[track] as GaugeMark | null);
    };
    return { stable: of("stable"), canary: of("canary") };
  });
}

/** A gauge that keeps the weight from being raised: above its limit, or without a fresh value. */
export interface GaugeObstacle {
  readonly name: string;
  readonly limit: number;
  /** Absent where no fresh value is known. */
  readonly worst?: { readonly track: Track; readonly value: number };
}

/** The first gauge in the way, those above their limit first. */
export function findGaugeObstacle(state: EvidenceState): GaugeObstacle | undefined {
  const { parameters, cursorSeconds } = state;
  const obstacles = parameters.gauges.flatMap(({ name, limit }, k): GaugeObstacle[] => {
    const fresh = tracks.flatMap((track) => {
      const mark = state.gauges[k]?.[track] as GaugeMark | null;
      const isFresh = mark !== null && (cursorSeconds as number) - mark.atSeconds <= parameters.gapSeconds;
      return isFresh ? [{ track, value: mark.value }] : [];
    });
    const worst = fresh.toSorted((a, b) => a.value - b.value).at(-1);
    return worst === undefined ? [{ name, limit }] : worst.value > limit ? [{ name, limit, worst }] : [];
  });
  return obstacles.find(({ worst }) => worst !== undefined) ?? obstacles[0];
}
