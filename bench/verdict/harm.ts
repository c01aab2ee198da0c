import { defaultParameters, startRelease, startStage, sumBaseline } from "../../components/core/verdict";
import type { Counts, EvidenceState, StableHarm } from "../../components/core/verdict";
import { findHarm } from "../../components/core/verdict/comparisons/stable-harm";
import { observeStable } from "../../components/core/verdict/comparisons/stable-watch";
import type { StableWatch } from "../../components/core/verdict/comparisons/stable-watch";
import { upperBound } from "./clopper-pearson";
import { weights } from "./outcome";
import { seedRandom } from "./random";
import type { Random } from "./random";
import { drawTick } from "./truth";
import type { Truth } from "./truth";

/** Length of each stage here, seconds: longer than the time in which a raise is taken to be the cause. */
const soakSeconds = 600;
const judgedWeights = weights.filter((weight) => weight < 100);
const tickSeconds = 5;
/** Share of all releases that may be put back wrongly: stable's share of alpha. */
export const falseShare = 0.002;

/** True behaviour of stable and the canary in one release. */
export interface HarmTruth extends Truth {
  /** From here on stable alone has this error ratio. */
  readonly harm?: { readonly fromSeconds: number; readonly errors: number };
}

const parameters = defaultParameters({ tickSeconds });

/** The hour before the first raise. */
function drawBaseline(random: Random, truth: HarmTruth) {
  const parts = Array.from(
    { length: 12 },
    (): Counts => drawTick(random, { ...truth, onsetSeconds: 0 }, 0, -1, 300).stable,
  );
  return sumBaseline(parts);
}

function enter(state: EvidenceState, index: number, truth: HarmTruth, random: Random): EvidenceState {
  return startStage(state, {
    key: String(judgedWeights[index]),
    weight: judgedWeights[index] as number,
    nextWeight: weights[index + 1],
    minimumHoldSeconds: soakSeconds,
    deadlineSeconds: soakSeconds,
    startedAtSeconds: index * soakSeconds,
    ...(index === 0 ? { baseline: drawBaseline(random, truth) } : {}),
  });
}

/** First finding of harm in one release through all stages below 100 %, with its time. */
export function findFirstHarm(
  truth: HarmTruth,
  seed: number,
): { readonly kind: StableHarm["kind"] | "none"; readonly seconds: number } {
  const random = seedRandom(seed);
  let state = startRelease(parameters);
  let shared: number | undefined;
  for (let seconds = 0; seconds < judgedWeights.length * soakSeconds; seconds += tickSeconds) {
    const index = Math.floor(seconds / soakSeconds);
    if (seconds % soakSeconds === 0) state = enter(state, index, truth, random);
    const { harm } = truth;
    const isHarmed = harm !== undefined && seconds >= harm.fromSeconds;
    const weight = judgedWeights[index] as number;
    const drawn = drawTick(random, truth, weight, seconds, tickSeconds);
    const bad = isHarmed
      ? drawTick(random, { ...truth, stable: harm.errors }, weight, seconds, tickSeconds)
      : drawn;
    const toSeconds = seconds + tickSeconds;
    const tick = { fromSeconds: seconds, toSeconds, stable: bad.stable, canary: drawn.canary };
    // Stable's own test alone: the canary's costs most of the time, and says nothing here.
    const watch = observeStable(state.watch as StableWatch, parameters, tick);
    state = { ...state, watch, cursorSeconds: toSeconds };
    const kind = findHarm(state)?.kind;
    if (kind === "harmed" || kind === "told") return { kind, seconds: seconds + tickSeconds };
    if (kind === "shared") shared ??= seconds + tickSeconds;
  }
  return shared === undefined ? { kind: "none", seconds: Infinity } : { kind: "shared", seconds: shared };
}

const alike = (requestsPerSecond: number, ratio: number, burst = 1): HarmTruth => ({
  name: `${requestsPerSecond} rps, ${Number((ratio * 100).toPrecision(2))} %${burst === 1 ? "" : `, bursts of ${burst}`}`,
  requestsPerSecond,
  stable: ratio,
  canary: ratio,
  burst,
});

const well: readonly HarmTruth[] = [
  alike(20, 0.001),
  alike(200, 0.001),
  alike(20, 0.005),
  alike(200, 0.005),
  alike(200, 0.009),
  alike(20, 0.005, 5),
  alike(200, 0.005, 5),
  alike(200, 0.005, 20),
  alike(200, 0.001, 20),
];

/** Releases that are put back although nothing happens, with the upper 99 % bound. */
export function studyFalseHarm(
  runs: number,
  seed: number,
): { readonly lines: readonly string[]; readonly total: number; readonly releases: number } {
  let total = 0;
  const lines = well.map((truth) => {
    const found = Array.from({ length: runs }, (_, i) => findFirstHarm(truth, seed + i));
    const harmed = found.filter(({ kind }) => kind === "harmed").length;
    total += harmed;
    return `${truth.name}: ${harmed} of ${runs} put back, at most ${(100 * upperBound(harmed, runs)).toFixed(2)} %`;
  });
  return { lines, total, releases: runs * well.length };
}

/** Share of all releases, percent, where this share of those with an outage in them are put back. */
const ofReleases = (share: number, everyHours: number): string =>
  ((100 * share * judgedWeights.length * soakSeconds) / (3600 * everyHours)).toFixed(1);

/** Releases that are put back without guilt in an outage of both tracks, counted apart. */
export function studyOutages(runs: number, seed: number): string[] {
  return [60, 180].flatMap((length) =>
    [20, 200].map((rate) => {
      const found = Array.from({ length: runs }, (_, i) => {
        const fromSeconds = Math.floor((seedRandom(seed - i)() * judgedWeights.length * soakSeconds) / 5) * 5;
        const outage = { fromSeconds, toSeconds: fromSeconds + length, errors: 0.2 };
        return findFirstHarm({ ...alike(rate, 0.001), outage }, seed + i);
      });
      const count = (kind: string) =>
        ((100 * found.filter((one) => one.kind === kind).length) / runs).toFixed(0);
      const share = found.filter(({ kind }) => kind === "harmed").length / runs;
      const often = `with one in 6 h ${ofReleases(share, 6)} % of all releases are put back, with one a day ${ofReleases(share, 24)} %`;
      return `20 % on both for ${length} s, ${rate} rps: ${count("harmed")} % put back, ${count("shared")} % held as shared, ${count("none")} % not seen; ${often}`;
    }),
  );
}

/** Time until harm to stable alone is found. */
export function studyHarm(runs: number, seed: number): string[] {
  return [0.03, 0.08, 0.3].flatMap((errors) =>
    [20, 200].map((rate) => {
      const found = Array.from({ length: runs }, (_, i) => {
        // At any moment of the minute in which counting begins again.
        const fromSeconds = 2 * soakSeconds + 300 + ((i * tickSeconds) % 60);
        const truth = { ...alike(rate, 0.001), harm: { fromSeconds, errors } };
        const { kind, seconds } = findFirstHarm(truth, seed + i);
        return kind === "harmed" && seconds >= fromSeconds ? [seconds - fromSeconds] : [];
      })
        .flat()
        .toSorted((a, b) => a - b);
      const after = found[found.length >> 1] ?? "-";
      return `stable alone ${errors * 100} % from 300 s after the raise to 20 %, ${rate} rps: ${found.length} of ${runs} found, median ${after} s`;
    }),
  );
}
