import { defaultParameters, ingest, judge, rebase, startRelease } from "../../components/core/verdict";
import { upperBound } from "./clopper-pearson";
import { fixedSchedule } from "./fixed-schedule";
import { stageSeconds } from "./outcome";
import { seedRandom } from "./random";
import { ScrapedPod, simulatedBounds } from "./scraped-pod";
import type { Character, Trouble } from "./scraped-pod";

/** One way in which the path from pods to evidence is disturbed, with a canary as good as stable. */
export interface Stress {
  readonly name: string;
  readonly trouble: Trouble;
  /** Error ratio of both versions at a second of the release. */
  readonly errorRatio: (second: number) => number;
  /** Character of stable's requests and of the canary's, where durations and events are judged too. */
  readonly metrics?: { readonly stable: Character; readonly canary: Character };
}

const calm: Trouble = { lostScrape: 0, restart: 0, replaced: 0, duplicate: 0, late: 0 };
const steady = () => 0.005;
const usual: Character = { between: [0.8, 0.15, 0.04, 0.01], events: 0.02 };
const slower: Character = { between: [0.7, 0.225, 0.06, 0.015], events: 0.02 };
const noisier: Character = { ...usual, events: 0.08 };
const everything: Trouble = { lostScrape: 0.1, restart: 0.02, replaced: 0.02, duplicate: 0.2, late: 0.1 };

/** The disturbances of the study. */
export const stresses: readonly Stress[] = [
  { name: "different scrape times and jitter", trouble: calm, errorRatio: steady },
  { name: "10 % of scrapes lost", trouble: { ...calm, lostScrape: 0.1 }, errorRatio: steady },
  { name: "restarts and new pods", trouble: { ...calm, restart: 0.03, replaced: 0.03 }, errorRatio: steady },
  { name: "late and duplicate samples", trouble: { ...calm, late: 0.1, duplicate: 0.2 }, errorRatio: steady },
  {
    name: "outage of 20 % on both for a minute",
    trouble: calm,
    errorRatio: (second) => (second >= 75 && second < 135 ? 0.2 : 0.005),
  },
  {
    name: "slow drift from 0.1 to 0.9 % on both",
    trouble: calm,
    errorRatio: (second) => 0.001 + (0.008 * second) / 300,
  },
  {
    name: "all of it together",
    trouble: everything,
    errorRatio: (second) => (second >= 75 && second < 135 ? 0.2 : 0.005),
  },
  {
    name: "all of it together, with latency and events judged too",
    trouble: everything,
    errorRatio: (second) => (second >= 75 && second < 135 ? 0.2 : 0.005),
    metrics: { stable: usual, canary: usual },
  },
];

/** Canaries that are worse in nothing but durations, or events. */
const faults: readonly Stress[] = [
  {
    name: "a canary with 1.5 times as many slow requests",
    trouble: calm,
    errorRatio: steady,
    metrics: { stable: usual, canary: slower },
  },
  {
    name: "a canary with 4 times as many events",
    trouble: calm,
    errorRatio: steady,
    metrics: { stable: usual, canary: noisier },
  },
];

const judged = {
  latencyBoundsSeconds: simulatedBounds,
  events: [{ name: "reports", toleratedRatio: 2 }],
};

const requestsPerSecond = 200;
const schedule = fixedSchedule(stageSeconds);

/** One release on a fixed schedule, read from scraped counters: the second in which it was rolled back, if it was. */
export function findRollback({ trouble, errorRatio, metrics }: Stress, seed: number): number | undefined {
  const random = seedRandom(seed);
  const pods = ["a", "b", "c", "d", "e"].map((name) => new ScrapedPod("stable", name, random, trouble));
  pods.push(...["a", "b"].map((name) => new ScrapedPod("canary", name, random, trouble)));
  let state = startRelease(defaultParameters(metrics === undefined ? {} : judged));
  for (let second = 0; second < schedule.endSeconds; second++) {
    const { weight } = schedule.at(second);
    if (second % stageSeconds === 0) state = schedule.enter(rebase(state, second), second);
    for (const pod of pods) {
      const share = pod.track === "canary" ? weight / 200 : (100 - weight) / 500;
      pod.live(second, requestsPerSecond * share, errorRatio(second), metrics?.[pod.track]);
    }
    if (second % 5 !== 0) continue;
    const series = pods.flatMap((pod) => pod.query(second));
    state = ingest(state, series, second).state;
    if (judge(state).kind === "fail") return second;
  }
  return undefined;
}

/** Seconds of all rollbacks, ascending. */
function rollBacks(stress: Stress, runs: number, seed: number): number[] {
  const seconds = Array.from({ length: runs }, (_, i) => findRollback(stress, seed + i));
  return seconds.filter((second) => second !== undefined).toSorted((a, b) => a - b);
}

/** Share and time at which a fault in another metric than errors is found. */
export function studyFaults(runs: number, seed: number): string[] {
  return faults.map((fault) => {
    const seconds = rollBacks(fault, runs, seed);
    return `${fault.name}: ${seconds.length} of ${runs} rolled back, median after ${seconds[seconds.length >> 1] ?? "-"} s`;
  });
}

/** False rollbacks under each disturbance, with the upper 99 % bound. */
export function studyStress(runs: number, seed: number): string[] {
  return stresses.map((stress) => {
    const failed = rollBacks(stress, runs, seed).length;
    const bound = (100 * upperBound(failed, runs)).toFixed(2);
    return `${stress.name}: ${failed} of ${runs} rolled back, at most ${bound} %`;
  });
}
