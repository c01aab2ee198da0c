import type { RawSeries, Track } from "../../components/core/verdict";
import type { Recording } from "../../replay/recording/recording";
import type { ReplaySettings } from "../../replay/replay";

/** Beginning of every recording here, seconds since the epoch. */
export const startSeconds = 1_700_000_000;

/** Requests and errors of a pod per scrape at `at` seconds. */
export type Served = (at: number) => { readonly requests: number; readonly errors: number };

/** One pod that is scraped every 5 s and counts what it served in between. */
export function pod(track: Track, name: string, served: Served, durationSeconds = 600): RawSeries[] {
  const [good, bad]: [number, number][][] = [[], []];
  const sum = { requests: 0, errors: 0 };
  for (let at = 0; at <= durationSeconds; at += 5) {
    const { requests, errors } = at === 0 ? { requests: 0, errors: 0 } : served(at);
    sum.requests += requests;
    sum.errors += errors;
    good?.push([startSeconds + at, sum.requests - sum.errors]);
    bad?.push([startSeconds + at, sum.errors]);
  }
  const one = (code: string, counters: string[], samples: [number, number][]): RawSeries => ({
    id: `${name}-${code}`,
    target: name,
    track,
    counters,
    samples,
  });
  return [one("200", ["requests"], good ?? []), one("500", ["requests", "errors"], bad ?? [])];
}

/** Two pods of stable with an error now and then, and the canary. */
export function recordingOf(canary: Served, durationSeconds = 600): Recording {
  const stable: Served = (at) => ({ requests: 450, errors: at % 25 === 0 ? 1 : 0 });
  return {
    series: [
      ...pod("stable", "s-0", stable, durationSeconds),
      ...pod("stable", "s-1", stable, durationSeconds),
      ...pod("canary", "c-0", canary, durationSeconds),
    ],
    latencyBoundsSeconds: [],
    notes: [],
  };
}

export const settings: ReplaySettings = {
  parameters: {},
  minimumHoldSeconds: 60,
  argo: { intervalSeconds: 60, failureLimit: 3, successRate: 0.99, conditions: "success" },
  flagger: { intervalSeconds: 60, threshold: 5, successRate: 0.99 },
};
