import { defaultParameters, judgedClasses, observeTick, startRelease } from "../../components/core/verdict";
import type {
  Counts,
  EvidenceState,
  JudgedClass,
  OutcomeRules,
  TrackTick,
} from "../../components/core/verdict";
import { fixedSchedule } from "./fixed-schedule";
import { stageSeconds } from "./outcome";
import { poisson, seedRandom } from "./random";
import type { Random } from "./random";
import { simulateArgo, simulateFlagger } from "./rivals";
import type { Truth } from "./truth";

const shares = [0.01, 0.05, 0.2] as const;
const rates = [20, 200, 2000] as const;

/** Share of stable's answers in each class. */
const usualShare = 0.001;

const outcomes: OutcomeRules = { expected: {}, untold: ["routes"], routes: [], onlyHolds: false };
const parameters = defaultParameters({ outcomes });
const schedule = fixedSchedule(stageSeconds);

/** Answers of one track in a tick, per class that is judged. */
function drawShares(
  random: Random,
  mean: number,
  worse: JudgedClass | undefined,
  share: number,
): readonly Counts[] {
  const inClass = judgedClasses.map((name) => poisson(random, mean * (name === worse ? share : usualShare)));
  const [redirects, refused, gaveUp] = inClass as [number, number, number];
  const rest = poisson(random, mean * (1 - share));
  const answered = rest + redirects + refused;
  return [
    { requests: answered, errors: redirects },
    { requests: answered, errors: refused },
    { requests: answered + gaveUp, errors: gaveUp },
  ];
}

function toTick(drawn: readonly Counts[]): TrackTick {
  const { requests } = drawn[0] as Counts;
  return { requests, errors: 0, timed: requests, slow: [], events: [], shares: drawn };
}

/** Second in which a canary with so many answers in a class is rolled back, on the fixed schedule. */
export function findClassFault(
  random: Random,
  name: JudgedClass,
  share: number,
  requestsPerSecond: number,
): { readonly seconds: number; readonly bad: number } | undefined {
  let state: EvidenceState = startRelease(parameters);
  let bad = 0;
  const { tickSeconds } = parameters;
  for (let second = 0; second < schedule.endSeconds; second += tickSeconds) {
    const { weight } = schedule.at(second);
    state = schedule.enter(state, second);
    const mean = requestsPerSecond * tickSeconds;
    const canary = drawShares(random, (mean * weight) / 100, name, share);
    const stable = drawShares(random, (mean * (100 - weight)) / 100, undefined, usualShare);
    bad += canary[judgedClasses.indexOf(name)]?.errors ?? 0;
    state = observeTick(state, {
      fromSeconds: second,
      toSeconds: second + tickSeconds,
      noData: false,
      canary: toTick(canary),
      stable: toTick(stable),
    });
    if (state.failure !== null) return { seconds: second + tickSeconds, bad };
  }
  return undefined;
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/**
 * Share of such releases that the usual success rates of others abort: they count 5xx alone, which are as many as
 * before.
 */
function runRivals(runs: number, seed: number, requestsPerSecond: number): string {
  const truth: Truth = { name: "5xx as before", requestsPerSecond, stable: usualShare, canary: usualShare };
  const count = (simulate: (random: Random) => { kind: string }) =>
    Array.from({ length: runs }, (_, i) => simulate(seedRandom(seed + i))).filter(
      ({ kind }) => kind === "rolledBack",
    ).length;
  const argo = count((random) => simulateArgo(random, truth, 60, 3));
  const flagger = count((random) => simulateFlagger(random, truth, 60, 5));
  return `Argo 60 s f=3: ${argo} of ${runs}, Flagger 60 s x5: ${flagger} of ${runs}`;
}

/** Detection of each class by share and traffic, beside the rules of others. */
export function studyClassFaults(runs: number, seed: number): string[] {
  return rates.flatMap((rate) => [
    ...judgedClasses.flatMap((name) =>
      shares.map((share) => {
        const found = Array.from({ length: runs }, (_, i) =>
          findClassFault(seedRandom(seed + i), name, share, rate),
        ).filter((one) => one !== undefined);
        const seconds = median(found.map((one) => one.seconds)) ?? "-";
        const bad = median(found.map((one) => one.bad)) ?? "-";
        const part = `${100 * share} % ${name}, ${rate} rps`;
        return `${part}: ${found.length} of ${runs} rolled back, median after ${seconds} s and ${bad} such answers`;
      }),
    ),
    `the usual rules of others at ${rate} rps, for any of these: ${runRivals(runs, seed, rate)}`,
  ]);
}
