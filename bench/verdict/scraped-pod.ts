import type { RawSeries, Track } from "../../components/core/verdict";
import { poisson } from "./random";
import type { Random } from "./random";

/** What goes wrong between pods and Prometheus; chances per scrape, 0 to 1. */
export interface Trouble {
  readonly lostScrape: number;
  /** The pod restarts and its counters begin at 0. */
  readonly restart: number;
  /** A new pod takes its place. */
  readonly replaced: number;
  /** A sample comes to Prometheus' answers twice, or one tick late. */
  readonly duplicate: number;
  readonly late: number;
}

interface Sample {
  readonly at: number;
  readonly visibleFrom: number;
  readonly good: number;
  readonly bad: number;
}

/** A pod with two counters that is scraped every 5 s at times of its own. */
export class ScrapedPod {
  readonly track: Track;
  private generation = 0;
  private good = 0;
  private bad = 0;
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
  live(second: number, requests: number, errorRatio: number): void {
    this.good += poisson(this.random, requests * (1 - errorRatio));
    this.bad += poisson(this.random, requests * errorRatio);
    if (second + 1 < this.nextScrape) return;
    this.scrape(this.nextScrape);
    this.nextScrape += 5 + 0.2 * (this.random() - 0.5);
  }

  private happens(chance: number): boolean {
    return this.random() < chance;
  }

  private scrape(at: number): void {
    const { lostScrape, restart, replaced, duplicate, late } = this.trouble;
    if (this.happens(replaced)) {
      this.generation++;
      this.samples.push({ generation: this.generation, list: [] });
      [this.good, this.bad] = [0, 0];
    } else if (this.happens(restart)) {
      [this.good, this.bad] = [0, 0];
    }
    if (this.happens(lostScrape)) return;
    const visibleFrom = at + (this.happens(late) ? 6 : 0);
    const sample = { at, visibleFrom, good: this.good, bad: this.bad };
    const list = this.samples.at(-1)?.list as Sample[];
    list.push(sample, ...(this.happens(duplicate) ? [sample] : []));
  }

  /** What a range query of the last half minute answers. */
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
      return [
        series("200", ["requests"], ({ good }) => good),
        series("500", ["requests", "errors"], ({ bad }) => bad),
      ];
    });
  }
}
