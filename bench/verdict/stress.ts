import {
  defaultParameters,
  ingest,
  judge,
  rebase,
  startRelease,
  startStage,
} from "../../components/core/verdict";
import { upperBound } from "./clopper-pearson";
import { stageSeconds, weights } from "./outcome";
import { seedRandom } from "./random";
import { ScrapedPod } from "./scraped-pod";
import type { Trouble } from "./scraped-pod";

/** One way in which the path from pods to evidence is disturbed, with a canary as good as stable. */
export interface Stress {
  readonly name: string;
  readonly trouble: Trouble;
  /** Error ratio of both versions at a second of the release. */
  readonly errorRatio: (second: number) => number;
}

const calm: Trouble = { lostScrape: 0, restart: 0, replaced: 0, duplicate: 0, late: 0 };
const steady = () => 0.005;

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
    trouble: { lostScrape: 0.1, restart: 0.02, replaced: 0.02, duplicate: 0.2, late: 0.1 },
    errorRatio: (second) => (second >= 75 && second < 135 ? 0.2 : 0.005),
  },
];

const requestsPerSecond = 200;

/** One release on a fixed schedule, read from scraped counters; true where it was rolled back. */
export function isRolledBack({ trouble, errorRatio }: Stress, seed: number): boolean {
  const random = seedRandom(seed);
  const pods = ["a", "b", "c", "d", "e"].map((name) => new ScrapedPod("stable", name, random, trouble));
  pods.push(...["a", "b"].map((name) => new ScrapedPod("canary", name, random, trouble)));
  let state = startRelease(defaultParameters());
  for (let second = 0; second < stageSeconds * weights.length; second++) {
    const index = Math.floor(second / stageSeconds);
    const weight = weights[index] as number;
    if (second % stageSeconds === 0) {
      state = startStage(rebase(state, second), {
        weight,
        nextWeight: weights[index + 1],
        minimumHoldSeconds: stageSeconds,
        deadlineSeconds: 1800,
        startedAtSeconds: second,
      });
    }
    for (const pod of pods) {
      const share = pod.track === "canary" ? weight / 200 : (100 - weight) / 500;
      pod.live(second, requestsPerSecond * share, errorRatio(second));
    }
    if (second % 5 !== 0) continue;
    const series = pods.flatMap((pod) => pod.query(second));
    state = ingest(state, series, second).state;
    if (judge(state).kind === "fail") return true;
  }
  return false;
}

/** False rollbacks under each disturbance, with the upper 99 % bound. */
export function studyStress(runs: number, seed: number): string[] {
  return stresses.map((stress) => {
    let failed = 0;
    for (let i = 0; i < runs; i++) failed += isRolledBack(stress, seed + i) ? 1 : 0;
    const bound = (100 * upperBound(failed, runs)).toFixed(2);
    return `${stress.name}: ${failed} of ${runs} rolled back, at most ${bound} %`;
  });
}
