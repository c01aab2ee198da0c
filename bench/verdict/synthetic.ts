import { recordHealth } from "../../components/core/stage/canary-health";
import type { HealthRecord } from "../../components/core/stage/canary-health";
import {
  beginSynthetic,
  blameSynthetic,
  isAlarmed,
  judgeSynthetic,
  recordSynthetic,
} from "../../components/core/stage/synthetic-record";
import type { SyntheticAnswer } from "../../components/core/stage/synthetic-record";
import { planRequests } from "../../components/core/stage/synthetic-plan";
import {
  defaultParameters,
  syntheticShareOfAlpha,
  syntheticTickSeconds,
} from "../../components/core/verdict";
import { upperBound } from "./clopper-pearson";
import { seedRandom } from "./random";
import { drawWorld, syntheticStageSeconds } from "./synthetic-world";
import type { SyntheticTruth } from "./synthetic-world";

/** Requests per second to the canary, as by default. */
const perSecond = 4;
/** Time between two looks at the pods, seconds. */
const lookSeconds = 5;
/** `analysis.noDataTimeout`, seconds. */
const limitSeconds = 120;

const parameters = defaultParameters({ syntheticShare: syntheticShareOfAlpha });

/** End of one stage. */
interface StageEnd {
  readonly kind: "none" | "fail" | "interrupted" | "held";
  /** From the canary's first failing answer since the fault began, seconds. */
  readonly seconds: number;
}

/** Runs one stage; its end is as a soak would decide. */
export function runSyntheticStage(truth: SyntheticTruth, seed: number): StageEnd {
  const random = seedRandom(seed);
  const world = drawWorld(random, truth);
  let record = beginSynthetic(parameters);
  let health: HealthRecord | undefined;
  let firstBad = Infinity;
  const ticks = syntheticStageSeconds / syntheticTickSeconds;
  let underWay: { readonly atSeconds: number; readonly answer: SyntheticAnswer }[] = [];
  const look = (at: number): HealthRecord =>
    recordHealth(health, { stable: [], canary: world.canaryPods(at) }, at);
  for (let nth = 0; nth < ticks; nth++) {
    const from = nth * syntheticTickSeconds;
    if (from % lookSeconds === 0) health = look(from);
    const now = from + syntheticTickSeconds;
    for (const { track, delaySeconds } of planRequests(
      nth,
      { perSecond, isAlarmed: isAlarmed(record) },
      random,
    )) {
      const at = from + delaySeconds;
      const answer = { track, kind: world.answer(track, at) };
      const atSeconds = at + (truth.answerSeconds ?? 0);
      underWay.push({ atSeconds, answer });
      if (track === "canary" && answer.kind === "bad" && at >= world.faultAt)
        firstBad = Math.min(firstBad, atSeconds);
    }
    const answers = underWay.filter(({ atSeconds }) => atSeconds < now).map(({ answer }) => answer);
    underWay = underWay.filter(({ atSeconds }) => atSeconds >= now);
    record = recordSynthetic(record, parameters, answers, now);
    const finding = judgeSynthetic(record, parameters, now, limitSeconds);
    if (finding?.kind === "both") return { kind: "held", seconds: now };
    if (finding !== undefined)
      return { kind: blameSynthetic("", look(now), now).kind, seconds: now - firstBad };
  }
  return { kind: "none", seconds: Infinity };
}

const one = [1, 4] as const;
const three = [3, 9] as const;

/** The same version on both tracks. */
const same: readonly SyntheticTruth[] = [
  { name: "no errors", pods: one },
  { name: "0.5 % errors", pods: one, errors: 0.005 },
  { name: "3 % errors", pods: one, errors: 0.03 },
  { name: "20 % errors", pods: one, errors: 0.2 },
  { name: "bursts of 0.3 s, each pod every 5 min, lone canary", pods: one, bursts: [300, 0.3] },
  { name: "the same with 0.5 % errors", pods: one, bursts: [300, 0.3], errors: 0.005 },
  { name: "bursts of 0.5 s, each pod every minute, 3 of 12 pods", pods: three, bursts: [60, 0.5] },
  { name: "bursts of 0.3 s, each pod every minute, 3 of 12 pods", pods: three, bursts: [60, 0.3] },
  { name: "bursts of 0.3 s, each pod every 5 min, 3 of 12 pods", pods: three, bursts: [300, 0.3] },
  { name: "outage of both, 0.5 % errors", pods: one, outage: true, errors: 0.005 },
  { name: "the gateway starts again", pods: one, gateway: true, errors: 0.001 },
  { name: "this machine is offline for 10 s", pods: one, runner: "offline", errors: 0.001 },
  { name: "429 to this machine for a minute", pods: one, runner: "limited", errors: 0.001 },
  { name: "a lone pod of the canary is evicted", pods: one, loss: "evicted", errors: 0.001 },
  { name: "one of three is evicted", pods: three, loss: "evicted", errors: 0.001 },
  { name: "one of three is killed for lack of memory", pods: three, loss: "oom", errors: 0.001 },
  { name: "a lone one is killed for lack of memory", pods: one, loss: "oom", errors: 0.001 },
  { name: "one of three loses its node", pods: three, loss: "node", errors: 0.001 },
  {
    name: "errors, bursts, outage and gateway at once",
    pods: one,
    errors: 0.002,
    bursts: [300, 0.3],
    outage: true,
    gateway: true,
  },
];

/** Pods that answer nothing but errors for longer than the rule bears: told, and not within the promise. */
const beyond: readonly SyntheticTruth[] = [
  { name: "bursts of 0.5 s, each pod every 5 min, lone canary", pods: one, bursts: [300, 0.5] },
  { name: "bursts of 0.5 s, each pod every minute, lone canary", pods: one, bursts: [60, 0.5] },
  { name: "bursts of 0.5 s, each pod every 5 min, 3 of 12 pods", pods: three, bursts: [300, 0.5] },
  { name: "bursts of 1 s, each pod every 5 min, 3 of 12 pods", pods: three, bursts: [300, 1] },
  { name: "bursts of 1 s, each pod every minute, 3 of 12 pods", pods: three, bursts: [60, 1] },
  { name: "bursts of 2 s, each pod every minute, 3 of 12 pods", pods: three, bursts: [60, 2] },
];

/** Largest part of all stages that may be rejected. */
const limit = 0.01;

/** Stages of one truth by their ends. */
function countEnds(truth: SyntheticTruth, runs: number, seed: number) {
  const ends = Array.from({ length: runs }, (_, i) => runSyntheticStage(truth, seed + i).kind);
  const count = (kind: StageEnd["kind"]): number => ends.filter((end) => end === kind).length;
  const [fail, interrupted, held] = [count("fail"), count("interrupted"), count("held")];
  const line = `${truth.name}: ${fail} of ${runs} rejected, ${interrupted} put back without guilt, ${held} held`;
  // A pod that was lost takes the traffic off without guilt; nothing else may.
  return { line, wrong: fail + (truth.loss === undefined ? interrupted : 0) };
}

/**
 * Stages that end although both tracks run the same version.
 * @returns whether no more than the limit end wrongly by any disturbance, and by the upper 99 % bound of all together
 */
export function studySameSynthetic(
  runs: number,
  seed: number,
): { readonly lines: readonly string[]; readonly kept: boolean } {
  const all = same.map((truth) => countEnds(truth, runs, seed));
  const total = all.reduce((sum, { wrong }) => sum + wrong, 0);
  const stages = runs * same.length;
  const bound = upperBound(total, stages);
  return {
    lines: [
      ...all.map(({ line }) => line),
      `in all: ${total} of ${stages} wrongly off, at most ${(100 * bound).toFixed(2)} %`,
      "beyond what the rule bears:",
      ...beyond.map((truth) => countEnds(truth, runs, seed).line),
    ],
    kept: bound <= limit && all.every(({ wrong }) => wrong / runs <= limit),
  };
}

const faults: readonly SyntheticTruth[] = [
  { name: "everything fails", pods: one, fault: 1 },
  { name: "everything fails, 0.5 % errors on both", pods: one, fault: 1, errors: 0.005 },
  { name: "everything fails, bursts of 0.3 s on both", pods: one, fault: 1, bursts: [300, 0.3] },
  { name: "everything fails, answers 0.3 s late", pods: one, fault: 1, answerSeconds: 0.3 },
  { name: "everything fails, answers 0.6 s late", pods: one, fault: 1, answerSeconds: 0.6 },
  { name: "a third fails", pods: three, fault: 1 / 3 },
  { name: "a third fails, 0.1 % errors on both", pods: three, fault: 1 / 3, errors: 0.001 },
  { name: "a third fails, answers 0.6 s late", pods: three, fault: 1 / 3, answerSeconds: 0.6 },
  { name: "a tenth fails", pods: three, fault: 0.1 },
];

/** Time from the first failing answer to the decision. */
export function studySyntheticFaults(runs: number, seed: number): string[] {
  return faults.map((truth) => {
    const ends = Array.from({ length: runs }, (_, i) => runSyntheticStage(truth, seed + i));
    const found = ends.filter(({ kind, seconds }) => kind === "fail" && Number.isFinite(seconds));
    const sorted = found.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    const show = (seconds: number | undefined) => (seconds ?? Number.NaN).toFixed(2);
    return `${truth.name}: ${found.length} of ${runs} found, median ${show(at(0.5))} s, 95 % within ${show(at(0.95))} s, worst ${show(at(1))} s`;
  });
}
