import { tracks } from "../../track";
import type { Track } from "../../track";
import type { EvidenceState, GaugeMark, RawSeries } from "../model";
import { patienceOf } from "./scrapes";
import type { GaugeRule, VerdictParameters } from "../parameters";

/** Whether the samples of a series are values of a gauge. */
export function isGauge({ counters }: RawSeries): boolean {
  return counters.some((counter) => counter.startsWith("gauge:"));
}

/** Distance of a value beyond the limit; 0 or less where it is accepted. */
function excess({ limit, direction }: GaugeRule, value: number): number {
  return direction === "atLeast" ? limit - value : value - limit;
}

/** The worst of the series' latest values that are no older than a gap; undefined where there is none. */
function readLatest(
  rule: GaugeRule,
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
  return latest
    .toSorted((a, b) => excess(rule, a.value) - excess(rule, b.value) || a.atSeconds - b.atSeconds)
    .at(-1);
}

/** The gauges after new samples: per gauge and track the worst value among its series, the worst pod. */
export function readGauges(
  state: Pick<EvidenceState, "gauges" | "parameters" | "scrapes">,
  series: readonly RawSeries[],
  untilSeconds: number,
): EvidenceState["gauges"] {
  const { parameters } = state;
  const fromSeconds = untilSeconds - patienceOf({ ...state, cursorSeconds: untilSeconds });
  return parameters.gauges.map((rule, k) => {
    const of = (track: Track) => {
      const feeding = series.filter(
        (one) => one.track === track && one.counters.includes(`gauge:${rule.name}`),
      );
      const latest = readLatest(rule, feeding, fromSeconds, untilSeconds);
      return latest ?? (state.gauges[k]?.[track] as GaugeMark | null);
    };
    return { stable: of("stable"), canary: of("canary") };
  });
}

/** A gauge that keeps the weight from being raised: beyond its limit, or without a fresh value. */
export interface GaugeObstacle {
  readonly name: string;
  readonly limit: number;
  /** Absent where no fresh value is known; without track where both have the very same, as of something shared. */
  readonly worst?: { readonly track?: Track; readonly value: number };
}

function isShared({ stable, canary }: EvidenceState["gauges"][number]): boolean {
  return stable?.atSeconds === canary?.atSeconds && stable?.value === canary?.value;
}

/** First gauge that keeps the stage from passing; those beyond their limit come first. */
export function findGaugeObstacle(
  state: Pick<EvidenceState, "parameters" | "cursorSeconds" | "gauges" | "scrapes">,
): GaugeObstacle | undefined {
  const { parameters, cursorSeconds } = state;
  const patienceSeconds = patienceOf(state);
  const obstacles = parameters.gauges.flatMap((rule, k): GaugeObstacle[] => {
    const { name, limit } = rule;
    const marks = state.gauges[k] as EvidenceState["gauges"][number];
    const fresh = tracks.flatMap((track) => {
      const mark = marks[track];
      const isFresh = mark !== null && (cursorSeconds as number) - mark.atSeconds <= patienceSeconds;
      return isFresh ? [{ track, value: mark.value }] : [];
    });
    const worst = fresh.toSorted((a, b) => excess(rule, a.value) - excess(rule, b.value)).at(-1);
    if (worst === undefined) return [{ name, limit }];
    const { track, value } = worst;
    const named = isShared(marks) ? { value } : { track, value };
    return excess(rule, value) > 0 ? [{ name, limit, worst: named }] : [];
  });
  return obstacles.find(({ worst }) => worst !== undefined) ?? obstacles[0];
}

/** Gauge in the way now, before there is any evidence: for forecasts; undefined where there is none. */
export function assessGauges(
  parameters: VerdictParameters,
  series: readonly RawSeries[],
  nowSeconds: number,
): GaugeObstacle | undefined {
  const none = parameters.gauges.map(() => ({ stable: null, canary: null }));
  const gauges = readGauges({ gauges: none, parameters, scrapes: [] }, series, nowSeconds);
  return findGaugeObstacle({ parameters, cursorSeconds: nowSeconds, gauges, scrapes: [] });
}
