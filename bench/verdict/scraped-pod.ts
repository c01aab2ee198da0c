import type { RawSeries, Track } from "../../components/core/verdict";
import { poisson } from "./random";
import type { Random } from "./random";

/** Faults between pods and Prometheus; chances per scrape, 0 to 1. */
export interface Trouble {
  readonly lostScrape: number;
  /** The pod restarts and its counters begin at 0. */
  readonly restart: number;
  /** A new pod takes its place. */
  readonly replaced: number;
  /** A sample appears in Prometheus' answers twice, or one tick late. */
  readonly duplicate: number;
  readonly late: number;
}

/** Bounds of the simulated histogram, seconds. */
export const simulatedBounds = [0.1, 0.25, 1] as const;

/** Shares of requests between the bounds of a histogram, the last one beyond all, and of those with an event. */
export interface Character {
  readonly between: readonly [number, number, number, number];
  readonly events: number;
}

interface Sample {
  readonly at: number;
  readonly visibleFrom: number;
  readonly good: number;
  readonly bad: number;
  /** Requests within each bound, all timed ones, and events; empty where only errors are judged. */
  readonly more: readonly number[];
}

/** A pod with two counters that is scraped every 5 s at times of its own. */
export class ScrapedPod {
  readonly track: Track;
  private generation = 0;
  private good = 0;
  private bad = 0;
  private more: number[] = [];
  private nextScrape: number;
  private readonly name: string;
  private readonly random: Random;
  private readonly trouble: Trouble;
  private samples: { readonly generation: number; readonly list: Sample[] }[] = [];

  constructor(track: Track, name: string, random: Random, trouble: Trouble) {
    this.track = track;
    this.name = name;
    this.random = random;
    this.trouble = trouble;
    this.nextScrape = random() * 5;
    this.samples.push({ generation: 0, list: [] });
  }

  /** Serves for a second, then is scraped if it is time. */
  live(second: number, requests: number, errorRatio: number, character?: Character): void {
    if (character !== undefined) this.add(requests, character);
    this.good += poisson(this.random, requests * (1 - errorRatio));
    this.bad += poisson(this.random, requests * errorRatio);
    if (second + 1 < this.nextScrape) return;
    this.scrape(this.nextScrape);
    this.nextScrape += 5 + 0.2 * (this.random() - 0.5);
  }

  private add(requests: number, { between, events }: Character): void {
    let timed = 0;
    const within = between.map((share) => (timed += poisson(this.random, requests * share)));
    const added = [...within, poisson(this.random, requests * events)];
    this.more = added.map((count, i) => count + (this.more[i] ?? 0));
  }

  private happens(chance: number): boolean {
    return this.random() < chance;
  }

  private scrape(at: number): void {
    const { lostScrape, restart, replaced, duplicate, late } = this.trouble;
    if (this.happens(replaced)) {
      this.generation++;
      this.samples.push({ generation: this.generation, list: [] });
      [this.good, this.bad, this.more] = [0, 0, []];
    } else if (this.happens(restart)) {
      [this.good, this.bad, this.more] = [0, 0, []];
    }
    if (this.happens(lostScrape)) return;
    const visibleFrom = at + (this.happens(late) ? 6 : 0);
    const sample = { at, visibleFrom, good: this.good, bad: this.bad, more: this.more };
    const list = this.samples.at(-1)?.list as Sample[];
    list.push(sample, ...(this.happens(duplicate) ? [sample] : []));
  }

  /** Answer of a range query of the last half minute. */
  query(now: number): RawSeries[] {
    this.samples = this.samples.filter(({ list, generation }) => {
      return generation === this.generation || (list.at(-1)?.at ?? 0) > now - 30;
    });
    return this.samples.flatMap(({ generation, list }) => {
      const seen = list.filter(({ at, visibleFrom }) => visibleFrom <= now && at > now - 30);
      const target = `${this.track}-${this.name}-${generation}`;
      const series = (code: string, counters: string[], value: (sample: Sample) => number): RawSeries => ({
        id: `${target}-${code}`,
        target,
        track: this.track,
        counters,
        samples: seen.map((sample) => [sample.at, value(sample)] as const),
      });
      const counters = [...simulatedBounds.map((bound) => `within:${bound}`), "timed", "event:reports"];
      const hasMore = seen.some(({ more }) => more.length > 0);
      return [
        ...(hasMore ? counters.map((name, i) => series(name, [name], ({ more }) => more[i] ?? 0)) : []),
        series("200", ["requests"], ({ good }) => good),
        series("500", ["requests", "errors"], ({ bad }) => bad),
      ];
    });
  }
}
