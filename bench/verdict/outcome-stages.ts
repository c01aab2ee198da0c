import { readCounters } from "../../components/core/evidence/read-counters";
import { opentelemetry } from "../../components/core/sources/opentelemetry";
import {
  defaultParameters,
  explainFall,
  ingest,
  judge,
  readFromSeconds,
  rebase,
  startRelease,
} from "../../components/core/verdict";
import type { EvidenceState, OutcomeRules } from "../../components/core/verdict";
import { AnsweringPod, routesOf } from "./answering-pod";
import type { Disturbance, Mix } from "./answering-pod";
import { upperBound } from "./clopper-pearson";
import { fixedSchedule } from "./fixed-schedule";
import { weights } from "./outcome";
import { seedRandom } from "./random";

/** One way in which releases of the same version are disturbed, with what both tracks answer at a second. */
export interface SameVersion {
  readonly name: string;
  readonly disturbance: Disturbance;
  readonly mixAt: (second: number, release: number) => Mix;
  /** Requests of both tracks together against the usual number. @default 1 */
  readonly loadAt?: (second: number) => number;
  /** Releases that are put back without guilt are counted apart. @default false */
  readonly isOutage?: boolean;
}

const calm: Disturbance = { everySeconds: 5, replaced: 0, relabelled: 0, older: 0, hasTwin: false };
const usual: Mix = { "302": 0.05, "304": 0.05, "404": 0.02, "499": 0.01, "500": 0.001 };
const redirecting: Mix = { ...usual, "302": 0.4 };

/** A day of 3xx and 4xx shares in an hour: from half as many to one and a half, whatever the time a release begins. */
function drift(second: number, release: number): Mix {
  const swing = 1 + 0.5 * Math.sin((2 * Math.PI * (second + 613 * release)) / 3600);
  return { ...usual, "302": 0.1 * swing, "404": 0.05 * swing };
}

const isScanned = (second: number) => second % 75 >= 40 && second % 75 < 52;

/** Half as many requests more, all of them 404. */
function scanned(second: number): Mix {
  return isScanned(second) ? { ...usual, "404": 0.35 } : usual;
}

const scannedLoad = (second: number) => (isScanned(second) ? 1.5 : 1);

/** Stages below 100 %, seconds: at 100 % nothing is left to compare with, and an outage fails the release. */
const comparedSeconds = 240;

/** An outage of both at any moment below 100 %: a fifth of the requests fails, another tenth gives up. */
const outage =
  (length: number) =>
  (second: number, release: number): Mix => {
    const since = second - ((17 * release) % (comparedSeconds - length));
    return since >= 0 && since < length ? { ...usual, "500": 0.2, "499": 0.1 } : usual;
  };

/** Disturbances of the study of outcomes. */
export const sameVersions: readonly SameVersion[] = [
  { name: "a day's drift of 3xx and 4xx in an hour", disturbance: calm, mixAt: drift },
  { name: "a scanner's bursts of 404", disturbance: calm, mixAt: scanned, loadAt: scannedLoad },
  { name: "pods that join and leave", disturbance: { ...calm, replaced: 0.03 }, mixAt: () => usual },
  { name: "labels that change", disturbance: { ...calm, relabelled: 0.02 }, mixAt: () => usual },
  { name: "a site with 40 % of 3xx", disturbance: calm, mixAt: () => redirecting },
  { name: "two scrape jobs", disturbance: { ...calm, hasTwin: true }, mixAt: () => usual },
  { name: "older samples handed out", disturbance: { ...calm, older: 0.05 }, mixAt: () => usual },
  { name: "scrapes every 30 s", disturbance: { ...calm, everySeconds: 30 }, mixAt: () => usual },
  { name: "50 routes", disturbance: { ...calm, routes: 50 }, mixAt: () => usual },
  { name: "an outage of both for 60 s", disturbance: calm, mixAt: outage(60), isOutage: true },
  { name: "an outage of both for 180 s", disturbance: calm, mixAt: outage(180), isOutage: true },
  {
    name: "all of it together",
    disturbance: { everySeconds: 15, replaced: 0.03, relabelled: 0.02, older: 0.05, hasTwin: true },
    mixAt: (second, release) => ({ ...drift(second, release), ...(isScanned(second) && { "404": 0.35 }) }),
    loadAt: scannedLoad,
  },
];

const outcomesOf = (disturbance: Disturbance): OutcomeRules => ({
  expected: {},
  untold: [],
  routes: routesOf(disturbance).map(([route]) => route),
  onlyHolds: false,
});

/** The hour before the first raise. */
const baseline = { requests: 720_000, errors: 720, medianErrorRatio: 0.001 };

const app = { namespace: "shop", app: "shop" };
const requestsPerSecond = 200;

/** End of one release of a version that is as good as stable. */
interface SameVersionEnd {
  /** Stages that were begun. */
  readonly stages: number;
  /** Stages that would have been held by evidence at their end. */
  readonly held: number;
  /** Name of the evidence by which it was rolled back, wrongly. */
  readonly failedBy: string | undefined;
  /** Put back, since stable became worse. */
  readonly putBack: boolean;
}

/** Runs one release on a fixed schedule; stages are as long as a few scrapes need. */
export function runSameVersion(same: SameVersion, release: number, seed: number): SameVersionEnd {
  const { disturbance, mixAt, loadAt = () => 1 } = same;
  const random = seedRandom(seed + release);
  const pods = ["a", "b", "c", "d"].map((name) => new AnsweringPod("stable", name, random, disturbance));
  pods.push(...["x", "y"].map((name) => new AnsweringPod("canary", name, random, disturbance)));
  const stageSeconds = Math.max(60, 6 * disturbance.everySeconds);
  const schedule = fixedSchedule(stageSeconds);
  let state: EvidenceState = startRelease(defaultParameters({ outcomes: outcomesOf(disturbance) }));
  let [held, putBack] = [0, false];
  for (let second = 0; second < schedule.endSeconds; second++) {
    const { index, weight } = schedule.at(second);
    if (second % stageSeconds === 0) {
      if (index > 0 && isHeld(state)) held++;
      state = schedule.enter(rebase(state, second), second, { baseline });
    }
    for (const pod of pods) {
      const share = pod.track === "canary" ? weight / 200 : (100 - weight) / 400;
      pod.live(second, requestsPerSecond * loadAt(second) * share, mixAt(second, release));
    }
    if (second % 5 !== 0) continue;
    const from = readFromSeconds(state, second);
    const metrics = pods.flatMap((pod) => pod.query(from, second));
    const { series } = readCounters(metrics, { reader: opentelemetry, app });
    const { state: after, falls } = ingest(state, series, second);
    state = after;
    const verdict = judge(state, [], falls.map(explainFall));
    const ended = { stages: index + 1, held };
    if (verdict.kind === "fail") return { ...ended, failedBy: verdict.basis, putBack };
    if (verdict.kind !== "inconclusive" || verdict.reason !== "stable-harmed") continue;
    putBack = true;
    // An outage is followed to its end, as where harm only holds: no class may fail in it.
    if (same.isOutage !== true) return { ...ended, failedBy: undefined, putBack };
  }
  return { stages: weights.length, held, failedBy: undefined, putBack };
}

function isHeld(state: EvidenceState): boolean {
  const verdict = judge(state);
  return verdict.kind === "inconclusive" && verdict.reason === "amber";
}

/**
 * False rollbacks with everything judged, per disturbance and in all, with the upper 99 % bound; an outage's releases
 * that are put back without guilt are counted apart.
 * @param say - takes each line as soon as it is known
 * @returns whether the bound is at most 1 %
 */
export function studySameVersions(releases: number, seed: number, say: (line: string) => void): boolean {
  let [stages, failed, runs] = [0, 0, 0];
  for (const same of sameVersions) {
    const ends = Array.from({ length: releases }, (_, i) => runSameVersion(same, i, seed));
    const own = ends.reduce((sum, end) => sum + end.stages, 0);
    const wrong = ends.flatMap(({ failedBy }) => failedBy ?? []);
    const held = ends.reduce((sum, end) => sum + end.held, 0);
    const back = ends.filter(({ putBack }) => putBack).length;
    const blameless = same.isOutage === true ? 0 : back;
    [stages, failed, runs] = [stages + own, failed + wrong.length + blameless, runs + releases];
    const by = wrong.length === 0 ? "" : ` (${[...new Set(wrong)].join(", ")})`;
    say(
      `${same.name}: ${wrong.length} of ${releases} releases rolled back${by}, ${back} put back without guilt, ${held} of ${own} stages held`,
    );
  }
  const bound = upperBound(failed, runs);
  say(
    `in all: ${failed} of ${runs} releases, ${stages} stages; at most ${(100 * bound).toFixed(2)} % of releases`,
  );
  return bound <= 0.01;
}
