import { tracks } from "../../track";
import type { Track } from "../../track";
import type { EvidenceState, ScrapeMark } from "../model";
import { mostCounted } from "./counter";

/** Scrapes of all targets, by the hash of each. */
export type Scrapes = Map<number, ScrapeMark>;

/** So long a scrape interval is believed before a second scrape has shown it, seconds. */
const longestInterval = 150;
/** Intervals without a sample after which a series has a gap. */
const gapIntervals = 3.5;
/** Share of the latest interval in the usual one. */
const learning = 0.2;
/** Share of the earlier rate that each scrape keeps where requests become fewer, 0 to 1. */
const memory = 0.8;
/** A target without so many of its scrapes in a row is gone. */
const aliveIntervals = 5;

/** Silence of a series after which nothing is known of the time between, seconds. */
export function gapOf(intervalSeconds: number, configuredSeconds: number): number {
  const wanted = intervalSeconds === 0 ? longestInterval : gapIntervals * intervalSeconds;
  return Math.max(configuredSeconds, wanted);
}

/**
 * Notes a scrape: when, the interval that is usual, and the rate of requests.
 * @param requests - counted since the scrape before
 */
export function noteScrape(scrapes: Scrapes, target: number, atSeconds: number, requests: number): void {
  const [, before, interval, rate] = scrapes.get(target) ?? [target, undefined, 0, 0];
  if (before === undefined) {
    scrapes.set(target, [target, atSeconds, 0, 0]);
    return;
  }
  const passed = atSeconds - before;
  const learnt =
    interval === 0
      ? passed > longestInterval
        ? 0
        : passed
      : interval + learning * (Math.min(passed, 3 * interval) - interval);
  scrapes.set(target, [target, atSeconds, learnt, Math.max(requests / passed, memory * rate)]);
}

/** Targets that were scraped lately. */
function alive(scrapes: Iterable<ScrapeMark>, atSeconds: number): ScrapeMark[] {
  return [...scrapes].filter(
    ([, at, interval]) => atSeconds - at <= aliveIntervals * (interval === 0 ? longestInterval : interval),
  );
}

/** The interval that is usual among the targets, seconds; 0 while none is known. */
function usualInterval(scrapes: Iterable<ScrapeMark>, atSeconds: number): number {
  const intervals = alive(scrapes, atSeconds)
    .map(([, , interval]) => interval)
    .filter((interval) => interval > 0)
    .toSorted((a, b) => a - b);
  return intervals[intervals.length >> 1] ?? 0;
}

/** Hashes of the targets of each track. */
type Targets = Readonly<Record<Track, ReadonlySet<number>>>;

/** The usual scrape interval of a track's targets, seconds; 0 where it is not known. */
function intervalOfTrack(scrapes: Scrapes, targets: Targets, atSeconds: number, track: Track): number {
  const own = [...scrapes.values()].filter(([target]) => targets[track].has(target));
  return usualInterval(own, atSeconds);
}

/**
 * The usual scrape interval of the slower of some tracks, seconds; where the samples do not show it that of all targets,
 * or the one that is known from before.
 */
export function slowestInterval(
  scrapes: Scrapes,
  targets: Targets,
  atSeconds: number,
  of: readonly Track[],
  knownSeconds = 0,
): number {
  const own = of.map((track) => intervalOfTrack(scrapes, targets, atSeconds, track));
  return Math.max(0, ...own) || Math.max(knownSeconds, usualInterval(scrapes.values(), atSeconds));
}

/** The usual interval of the slower track as it is kept; nothing where one of them is not known. */
export function slowestOf(
  scrapes: Scrapes,
  targets: Targets,
  atSeconds: number,
): Pick<EvidenceState, "slowestSeconds"> {
  const both = tracks.map((track) => intervalOfTrack(scrapes, targets, atSeconds, track));
  return both.includes(0) ? {} : { slowestSeconds: Math.max(...both) };
}

/** Most that one counter of a target counts between two of its scrapes, by the requests of all targets. */
export function mostSince(scrapes: Scrapes, atSeconds: number, seconds: number, share = 1): number {
  const rate = alive(scrapes.values(), atSeconds).reduce((sum, [, , , one]) => sum + one, 0);
  return mostCounted(rate * share, seconds);
}

/** The usual scrape interval of the slower track as the evidence knows it, seconds; 0 while it does not. */
export function intervalOf({
  scrapes,
  cursorSeconds,
  slowestSeconds = 0,
}: Pick<EvidenceState, "scrapes" | "cursorSeconds" | "slowestSeconds">): number {
  return Math.max(slowestSeconds, usualInterval(scrapes ?? [], cursorSeconds ?? -Infinity));
}

/** Age from which a sample is no longer news, as far as intervals are known, seconds; see {@link gapOf}. */
export function patienceOf(
  state: Pick<EvidenceState, "scrapes" | "cursorSeconds" | "slowestSeconds" | "parameters">,
): number {
  const interval = intervalOf(state);
  const { gapSeconds } = state.parameters;
  return interval === 0 ? gapSeconds : gapOf(interval, gapSeconds);
}
