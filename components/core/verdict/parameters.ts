import type { Problem } from "../problem";
import type { OutcomeRules } from "./outcome-rules";

/** Counted events that need a cause, such as CSP violations or 401 and 429 answers. */
export interface EventRule {
  /** Letters, digits and dashes. */
  readonly name: string;
  /** Events per request of the canary against stable's that is still accepted, 1 to 100. */
  readonly toleratedRatio: number;
}

/** A value with a limit, such as CPU saturation or queue depth. */
export interface GaugeRule {
  /** Letters, digits and dashes. */
  readonly name: string;
  /** Last accepted value; beyond it no weight is raised. */
  readonly limit: number;
  /** On which side of the limit values are accepted. @default "atMost" */
  readonly direction?: "atMost" | "atLeast";
}

/** All that fixes the statistics of a release; plain numbers, fixed before its first tick. */
export interface VerdictParameters {
  /** Length of a tick, the shortest scrape interval; 0.1 to 600 seconds. @default 5 */
  readonly tickSeconds: number;
  /** A longer silence of a series makes its next sample a baseline, seconds, at least one tick. @default 5 ticks */
  readonly gapSeconds: number;
  /** Counts of the first seconds of a release are no evidence. @default 0 */
  readonly warmupSeconds: number;
  /** Error ratio of the canary against stable's that is still accepted, 1 to 100. @default 1.5 */
  readonly toleratedRatio: number;
  /** The same for the share of slow requests. @default 1.2 */
  readonly toleratedSlowRatio: number;
  /** Latency bounds, ascending, seconds. @default none */
  readonly latencyBoundsSeconds: readonly number[];
  /** Events judged relative to stable's. @default none */
  readonly events: readonly EventRule[];
  /** Values that hold the stage while beyond their limit. @default none */
  readonly gauges: readonly GaugeRule[];
  /** Shares of outcomes that are judged besides errors. @default - none, as in a release that began before they were */
  readonly outcomes?: OutcomeRules;
  /** Part of alpha that requests of our own have, 0 to below 1. @default - they are not judged, as in a release that began before they were */
  readonly syntheticShare?: number;
  /** Share of errors among the relative tests, above 0 to 1; latency and each event share the rest. @default an equal share; half of alpha where outcomes are judged too */
  readonly errorsWeight: number;
  /** Chance of failing a release that is not worse, above 0, below 1. @default 0.01 */
  readonly alpha: number;
  /** Chance of passing a release at `pBad`, above 0, below 1. @default 0.05 */
  readonly beta: number;
  /** Largest one-tick jumps of ln E that do not count, 0 to 10. @default 2 */
  readonly trim: number;
  /** Evidence E from which no weight is raised, above 1. @default 3 */
  readonly amber: number;
  /** The objective: largest accepted error ratio, above 0, below 0.5. @default 0.01 */
  readonly objectiveErrorRatio: number;
  /** The objective is a hard rule at every weight, not only at 100. @default false */
  readonly objectiveIsHard: boolean;
  /** Error ratio that must not pass, above 0, below 0.999. @default twice the objective */
  readonly pBad: number;
  /** Share of the absolute test in the evidence, 0 to below 1. @default 0.2 */
  readonly absoluteShare: number;
  /**
   * Interval at which the absolute test starts another count, for faults that begin late; 1 to 86400 seconds. @default
   * 60
   */
  readonly restartSeconds: number;
  /** Weights above this need the pass test, whole percent, 0 to 100. @default 20 */
  readonly passAboveWeight: number;
  /** Dispersion from which evidence is tempered, at least 1. @default 5 */
  readonly temperAbove: number;
  /** A crossing of the absolute test fails even while stable breaks the objective too. @default false */
  readonly rollbackOnCommonCause: boolean;
}

type NumberKey = {
  [Key in keyof VerdictParameters]-?: VerdictParameters[Key] extends number ? Key : never;
}[keyof VerdictParameters];

type Rule = readonly [key: NumberKey, rule: string, holds: (value: number) => boolean];

const rules: readonly Rule[] = [
  ["tickSeconds", "0.1 to 600 s", (x) => x >= 0.1 && x <= 600],
  ["gapSeconds", "1 tick to 3600 s", (x) => x <= 3600],
  ["warmupSeconds", "0 to 86400 s", (x) => x >= 0 && x <= 86_400],
  ["toleratedRatio", "1 to 100", (x) => x >= 1 && x <= 100],
  ["toleratedSlowRatio", "1 to 50", (x) => x >= 1 && x <= 50],
  ["errorsWeight", "above 0 up to 1", (x) => x > 0 && x <= 1],
  ["alpha", "above 0 and below 1", (x) => x > 0 && x < 1],
  ["beta", "above 0 and below 1", (x) => x > 0 && x < 1],
  ["trim", "a whole number from 0 to 10", (x) => Number.isInteger(x) && x >= 0 && x <= 10],
  ["amber", "above 1", (x) => x > 1],
  ["objectiveErrorRatio", "above 0 and below 0.5", (x) => x > 0 && x < 0.5],
  ["pBad", "above 0 and below 0.999", (x) => x > 0 && x < 0.999],
  ["absoluteShare", "0 to below 1", (x) => x >= 0 && x < 1],
  ["restartSeconds", "1 to 86400 s", (x) => x >= 1 && x <= 86_400],
  ["passAboveWeight", "0 to 100 %", (x) => x >= 0 && x <= 100],
  ["temperAbove", "at least 1", (x) => x >= 1],
];

/** Groups of relative tests besides errors: latency is one, each event is one. */
export function countOthers({
  latencyBoundsSeconds,
  events,
}: Pick<VerdictParameters, "latencyBoundsSeconds" | "events">): number {
  return (latencyBoundsSeconds.length > 0 ? 1 : 0) + events.length;
}

/** A parameter that cannot be used. */
export interface ParameterProblem extends Problem {
  /** Key of {@link VerdictParameters}. */
  readonly path: keyof VerdictParameters;
  /** Rule with unit; continues a sentence after "must". */
  readonly rule: string;
}

function toProblem(path: keyof VerdictParameters, rule: string, got: unknown, what: string = path) {
  return { path, rule, text: `${what} must ${rule}: got ${String(got)}` };
}

function findNameProblems({ events, gauges }: VerdictParameters): ParameterProblem[] {
  const ratios = events.filter(({ toleratedRatio: ratio }) => !(ratio >= 1 && ratio <= 100));
  const limits = gauges.filter(({ limit }) => !Number.isFinite(limit));
  const named = [
    ...events.map(({ name }) => ({ path: "events" as const, name })),
    ...gauges.map(({ name }) => ({ path: "gauges" as const, name })),
  ];
  const names = named.map(({ name }) => name);
  const bad = named.filter(({ name }, i) => !/^[\w-]+$/.test(name) || names.indexOf(name) !== i);
  return [
    ...ratios.map(({ name, toleratedRatio }) =>
      toProblem("events", "be 1 to 100", toleratedRatio, `toleratedRatio of "${name}"`),
    ),
    ...limits.map(({ name, limit }) => toProblem("gauges", "be a number", limit, `limit of "${name}"`)),
    ...bad.map(({ path, name }) =>
      toProblem(path, "be letters, digits and dashes, and unique", `"${name}"`, "name of an event or gauge"),
    ),
  ];
}

function findProblems(parameters: VerdictParameters): ParameterProblem[] {
  const { tickSeconds, gapSeconds, latencyBoundsSeconds: bounds, errorsWeight } = parameters;
  const problems = rules
    .filter(([key, , holds]) => !(Number.isFinite(parameters[key]) && holds(parameters[key])))
    .map(([key, rule]): ParameterProblem => toProblem(key, `be ${rule}`, parameters[key]));
  if (gapSeconds < tickSeconds) {
    problems.push(toProblem("gapSeconds", `be at least one tick of ${tickSeconds} s`, gapSeconds));
  }
  if (!bounds.every((bound, i) => bound > (bounds[i - 1] ?? 0) && bound < Infinity)) {
    problems.push(toProblem("latencyBoundsSeconds", "be above 0 s and ascending", bounds.join(", ")));
  }
  if (countOthers(parameters) > 0 && errorsWeight === 1) {
    problems.push(toProblem("errorsWeight", "be below 1 where more than errors is judged", 1));
  }
  return [...problems, ...findNameProblems(parameters)];
}

/**
 * Error ratio that a release must prove to stay below: twice the objective or twice stable's own, whatever is more.
 * @param objectiveErrorRatio - largest accepted error ratio, 0 to 1
 * @param baselineErrorRatio - stable's error ratio in a window before the release, 0 to 1; never from the release
 */
export function chooseBadErrorRatio(objectiveErrorRatio: number, baselineErrorRatio: number): number {
  return Math.min(2 * Math.max(objectiveErrorRatio, baselineErrorRatio), 0.998);
}

function complete(overrides: Partial<VerdictParameters>): VerdictParameters {
  const { latencyBoundsSeconds = [], events = [], gauges = [], outcomes } = overrides;
  const others = countOthers({ latencyBoundsSeconds, events });
  return {
    tickSeconds: 5,
    gapSeconds: 5 * (overrides.tickSeconds ?? 5),
    warmupSeconds: 0,
    toleratedRatio: 1.5,
    toleratedSlowRatio: 1.2,
    latencyBoundsSeconds,
    events,
    gauges,
    errorsWeight: outcomes === undefined ? 1 / (1 + others) : (1 + others) / (1 + 2 * others),
    alpha: 0.01,
    beta: 0.05,
    trim: 2,
    amber: 3,
    objectiveErrorRatio: 0.01,
    objectiveIsHard: false,
    pBad: chooseBadErrorRatio(overrides.objectiveErrorRatio ?? 0.01, 0),
    absoluteShare: 0.2,
    restartSeconds: 60,
    passAboveWeight: 20,
    temperAbove: 5,
    rollbackOnCommonCause: false,
    ...overrides,
  };
}

/** Problems of parameters after the defaults of the default gate complete them. */
export function findParameterProblems(overrides: Partial<VerdictParameters>): readonly ParameterProblem[] {
  return findProblems(complete(overrides));
}

/**
 * Completes parameters with the defaults of the default gate.
 * @throws {RangeError} when a value is out of range; the message names every one
 */
export function defaultParameters(overrides: Partial<VerdictParameters> = {}): VerdictParameters {
  const parameters = complete(overrides);
  const problems = findProblems(parameters);
  if (problems.length > 0) {
    throw new RangeError(`Cannot use verdict parameters: ${problems.map(({ text }) => text).join("; ")}`);
  }
  return parameters;
}
