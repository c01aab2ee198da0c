import type { CountedApp, RawMetric, SeriesReader } from "../sources/source";
import { tracks } from "../track";
import type { RawSeries } from "../verdict/index";
import { dropAggregates } from "./aggregates";
import { dropCopies } from "./copies";
import { chooseEdition } from "./editions";
import type { Doubt, Entry } from "./samples/entry";
import { identify, splitLabels } from "./labels/labels";
import { findLostDoubts } from "./doubts/lost";
import { findMixedDoubts } from "./doubts/mixed";
import { findOutcomeDoubts, noteUnasked, tellOutcomes, toRawSeries } from "./answers/outcomes";
import type { CountTerms } from "./answers/outcomes";
import { findRoundedDoubts } from "./doubts/rounded";
import { findUpAndDownDoubts } from "./doubts/up-and-down";
import { choosePlaces, findPlaceDoubts, findPlaces, findUnknownPlaces } from "./places";
import type { ChosenPlaces, FoundPlaces } from "./places";

/** Terms of reading counters. */
export interface ReadTerms extends CountTerms {
  readonly reader: SeriesReader;
  readonly app: CountedApp;
  /** @default none */
  readonly places?: ChosenPlaces;
}

/** Counters of both tracks, each event once and with an outcome. */
export interface CounterReading {
  readonly series: readonly RawSeries[];
  /** Reason why they cannot be trusted: nothing passes while there are any. */
  readonly doubts: readonly Doubt[];
  /** Places that the series come from, as far as they were not chosen. */
  readonly places: FoundPlaces;
  /** Series that were left out, each with its reason. */
  readonly notes: readonly string[];
}

function toEntry({ labels, samples }: RawMetric, { reader, app }: ReadTerms): Entry[] {
  const track = reader.trackOf(labels, app);
  const meaning = reader.meaningOf(labels);
  if (track === undefined || meaning === undefined) return [];
  // A failed scrape writes up = 0: that is no data, not a sign of life.
  const isUsable = (value: number) => (meaning.kind === "presence" ? value === 1 : Number.isFinite(value));
  const usable = samples.filter(([, value]) => isUsable(value));
  if (usable.length === 0) return [];
  const { request, target } = splitLabels(labels, reader.requestNames);
  const described = { ...request, ...reader.describe?.(labels) };
  return [{ labels, track, meaning, samples: usable, request: described, target }];
}

/**
 * Presence series of a silent track. A router's counter appears with the first request it counts: where it counts one
 * track, silence of the other means 0 requests and not missing data. A series without counters marks that at the same
 * times.
 */
function presenceOf(series: readonly RawSeries[]): RawSeries[] {
  const targets = [...new Set(series.map(({ target }) => target))];
  return targets.flatMap((target) => {
    const ofTarget = series.filter((one) => one.target === target);
    const times = new Set(ofTarget.flatMap(({ samples }) => samples.map(([at]) => at)));
    const samples = [...times].toSorted((a, b) => a - b).map((at) => [at, 1] as const);
    return tracks
      .filter((track) => !ofTarget.some((one) => one.track === track))
      .map((track) => ({ id: `presence,${target},${track}`, target, track, counters: [], samples }));
  });
}

/**
 * Reads raw counters so that the engine can trust them. Left out are series of other apps, values that are no numbers,
 * copies, sums of other series, and requests that no user made; an unknown outcome is a doubt.
 */
export function readCounters(metrics: readonly RawMetric[], terms: ReadTerms): CounterReading {
  const { places = {} } = terms;
  const every = metrics.flatMap((metric) => toEntry(metric, terms));
  const everywhere = chooseEdition(every, terms.reader);
  const all = choosePlaces(everywhere, places);
  const single = dropCopies(all);
  const { entries, notes } = dropAggregates(single.entries);
  const told = tellOutcomes(entries, terms);
  const series = toRawSeries(told, terms);
  const remark = terms.reader.remark?.(entries.map(({ labels }) => labels));
  return {
    series: terms.reader.countsIn === "router" ? [...series, ...presenceOf(series)] : series,
    places: findPlaces(all, places),
    doubts: [
      ...findUnknownPlaces(everywhere, places),
      ...findPlaceDoubts(all, places),
      ...findOutcomeDoubts(told),
      ...findMixedDoubts(entries),
      ...findUpAndDownDoubts(entries),
      ...findRoundedDoubts(entries),
      ...findLostDoubts(metrics, terms.reader, terms.app),
    ],
    notes: [...single.notes, ...notes, ...noteUnasked(told), ...(remark === undefined ? [] : [remark])],
  };
}

/** The same series of several answers as one, samples in order of time, each once. */
export function mergeMetrics(answers: readonly (readonly RawMetric[])[]): RawMetric[] {
  const merged = new Map<string, RawMetric>();
  for (const one of answers.flat()) {
    const id = identify(one.labels);
    const known = merged.get(id);
    const samples = new Map([...(known?.samples ?? []), ...one.samples]);
    merged.set(id, { ...one, samples: [...samples].toSorted((a, b) => a[0] - b[0]) });
  }
  return [...merged.values()];
}
