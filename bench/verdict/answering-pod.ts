import type { RawMetric } from "../../components/core/sources/source";
import type { Track } from "../../components/core/track";
import { poisson } from "./random";
import type { Random } from "./random";

/** Shares of all requests that are answered with each status; the rest is 200. */
export type Mix = Readonly<Record<string, number>>;

/** Disturbances of the path from pods to evidence; chances are per scrape. */
export interface Disturbance {
  /** Time between two scrapes, seconds. */
  readonly everySeconds: number;
  /** Chance that a new pod takes the place of the old one. */
  readonly replaced: number;
  /** Chance that all series get another label, as after a relabelling. */
  readonly relabelled: number;
  /** Chance that an older sample is handed out. */
  readonly older: number;
  /** A second job scrapes the same pods. */
  readonly hasTwin: boolean;
  /** So many routes, the second half as busy as the first, the third a third, and so on. @default 3 usual ones */
  readonly routes?: number;
}

type Routes = readonly (readonly [route: string, share: number])[];

const usualRoutes: Routes = [
  ["/", 0.6],
  ["/cart", 0.3],
  ["/api/orders", 0.1],
];

/** Routes of a site by name, with their shares. */
export function routesOf({ routes }: Pick<Disturbance, "routes">): Routes {
  if (routes === undefined) return usualRoutes;
  const busy = Array.from({ length: routes }, (_, i) => 1 / (i + 1));
  const sum = busy.reduce((all, one) => all + one, 0);
  return busy.map((one, i) => [i === 0 ? "/" : `/route-${i}`, one / sum]);
}

interface Counter {
  value: number;
  readonly route: string | undefined;
  readonly code: string;
}

interface Line {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: (readonly [number, number])[];
}

/** A pod with a counter per status and route, read by one or two scrape jobs at times of their own. */
export class AnsweringPod {
  readonly track: Track;
  private readonly name: string;
  private readonly random: Random;
  private readonly disturbance: Disturbance;
  private generation = 0;
  private relabelling = 0;
  private counters = new Map<string, Counter>();
  private lines = new Map<string, Line>();
  private readonly routes: Routes;
  private readonly jobs: { readonly job: string; next: number }[];

  constructor(track: Track, name: string, random: Random, disturbance: Disturbance) {
    [this.track, this.name, this.random, this.disturbance] = [track, name, random, disturbance];
    this.routes = routesOf(disturbance);
    const jobs = disturbance.hasTwin ? ["app", "app-twin"] : ["app"];
    // Two jobs of one Prometheus scrape shortly after each other, not at the same moment.
    const first = random() * disturbance.everySeconds;
    this.jobs = jobs.map((job, i) => ({ job, next: first + 0.4 * i }));
  }

  private count(code: string, route: string | undefined, mean: number): void {
    const key = `${code} ${route}`;
    const counter = this.counters.get(key) ?? { value: 0, route, code };
    counter.value += poisson(this.random, mean);
    // A counter comes into being with the first request that it counts.
    if (counter.value > 0) this.counters.set(key, counter);
  }

  /** Serves for a second, then is scraped where it is time. */
  live(second: number, requests: number, mix: Mix): void {
    const good = 1 - Object.values(mix).reduce((sum, share) => sum + share, 0);
    for (const [route, share] of this.routes) this.count("200", route, requests * good * share);
    for (const [code, share] of Object.entries(mix)) {
      this.count(code, code === "404" ? undefined : "/", requests * share);
    }
    for (const job of this.jobs) {
      if (second + 1 < job.next) continue;
      this.scrape(job.job, job.next);
      job.next += this.disturbance.everySeconds + 0.2 * (this.random() - 0.5);
    }
  }

  private happens(chance: number): boolean {
    return this.random() < chance;
  }

  private scrape(job: string, at: number): void {
    const { replaced, relabelled, older } = this.disturbance;
    if (job === "app" && this.happens(replaced)) {
      this.generation++;
      this.counters = new Map();
    }
    if (job === "app" && this.happens(relabelled)) this.relabelling++;
    const isOld = this.happens(older);
    for (const { code, route, value } of this.counters.values()) {
      const labels = {
        __name__: "http_server_request_duration_seconds_count",
        namespace: "shop",
        pod: `shop-${this.track}-${this.name}${this.generation}`,
        instance: `10.${this.track.length}.${this.name.codePointAt(0)}.${this.generation}:${job === "app" ? 9090 : 9091}`,
        job,
        http_response_status_code: code,
        ...(route !== undefined && { http_route: route }),
        ...(this.relabelling > 0 && { build: `${this.relabelling}` }),
      };
      const key = JSON.stringify(labels);
      const line: Line = this.lines.get(key) ?? { labels, samples: [] };
      const before = line.samples.at(-2)?.[1];
      line.samples.push([at, isOld && before !== undefined ? before : value]);
      this.lines.set(key, line);
    }
  }

  /** Samples that a range query answers. */
  query(fromSeconds: number, untilSeconds: number): RawMetric[] {
    for (const [key, { samples }] of this.lines) {
      if ((samples.at(-1)?.[0] ?? 0) < untilSeconds - 600) this.lines.delete(key);
    }
    return [...this.lines.values()].flatMap(({ labels, samples }) => {
      const seen = samples.filter(([at]) => at > fromSeconds && at <= untilSeconds);
      return seen.length === 0 ? [] : [{ labels, samples: seen }];
    });
  }
}
