import { tracks } from "../../track";
import { farPoints, gridsOf } from "../statistics/grid";
import type { EvidenceState, StageState } from "../model";
import type { VerdictParameters } from "../parameters";
import { anyText, finite, flag, listOf, oneOf, optional, orNull, record, whole } from "./shape";
import type { Shape } from "./shape";
import { mostTrimmed, startSynthetic } from "../comparisons/synthetic";
import type { SyntheticState } from "../comparisons/synthetic";

const counts = record({ requests: whole, errors: whole });
const absoluteSum = record({ start: whole, requests: whole, errors: whole, tempering: optional(finite) });
const dispersion = record({ ticks: whole, requests: whole, errors: whole, squares: finite });

const gaugeMark = orNull(record({ atSeconds: finite, value: finite }));

/** Present just where shares of outcomes are judged. */
function whereJudged(parameters: VerdictParameters, shape: (tests: number) => Shape): Shape {
  const { shares } = gridsOf(parameters);
  return shares === undefined ? optional((_, path) => path) : shape(shares.tests.length);
}

/** Evidence per share of outcomes. */
function shapeShares(parameters: VerdictParameters): Shape {
  const { shares } = gridsOf(parameters);
  const tops = listOf(listOf(finite, parameters.trim), 3);
  return whereJudged(parameters, (tests) =>
    listOf(
      record({
        over: listOf(finite, shares?.over.points.length),
        under: listOf(finite, shares?.under.points.length),
        stable: counts,
        canary: counts,
        dispersion: listOf(dispersion, 2),
        tops,
      }),
      tests,
    ),
  );
}

function shapeTick(parameters: VerdictParameters): Shape {
  const { latencyBoundsSeconds: bounds, events } = parameters;
  return record({
    requests: whole,
    errors: whole,
    timed: whole,
    slow: listOf(whole, bounds.length),
    events: listOf(whole, events.length),
    shares: whereJudged(parameters, (tests) => listOf(counts, tests)),
  });
}

const synthetic = record({
  starts: whole,
  logL: listOf(finite, farPoints),
  lnE: finite,
  top: listOf(finite, mostTrimmed),
  quiet: whole,
  stableQuiet: whole,
  restless: flag,
  run: whole,
  longestRun: whole,
  solid: whole,
  canary: counts,
  stable: counts,
});

const unheld: Shape = (value, path) =>
  record({ kind: oneOf("fell"), series: anyText })(value, path) === undefined
    ? undefined
    : record({ kind: oneOf("torn"), track: oneOf(...tracks) })(value, path);

const stage = record({
  key: anyText,
  weight: finite,
  nextWeight: orNull(whole),
  minimumHoldSeconds: finite,
  deadlineSeconds: finite,
  startedAtSeconds: finite,
  clockFromSeconds: finite,
  waive: listOf(oneOf("minimumHold", "passTest", "commonCause", "metrics", "relative")),
  heldSeconds: finite,
  stable: counts,
  canary: counts,
  noData: flag,
  unheld: optional(unheld),
});

const absolute = record({ seconds: finite, starts: whole, sums: listOf(absoluteSum) });

function watchShape({ trim }: VerdictParameters): Shape {
  return record({
    baseline: record({ requests: whole, errors: whole, medianErrorRatio: orNull(finite) }),
    turns: whole,
    raisedAtSeconds: finite,
    stable: absolute,
    canary: absolute,
    lnA: finite,
    top: listOf(finite, trim),
    dispersion: optional(dispersion),
    tempering: optional(finite),
    worse: orNull(record({ sinceSeconds: finite, requests: whole, errors: whole, seconds: finite })),
  });
}

function shapeState(parameters: VerdictParameters): Shape {
  const tests = gridsOf(parameters).relative;
  const points = tests[0]?.grid.points.length as number;
  const tick = shapeTick(parameters);
  const events = listOf(whole, parameters.events.length);
  return record({
    version: oneOf(1),
    parameters: () => undefined,
    cursorSeconds: orNull(finite),
    baselineSeconds: orNull(finite),
    startedAtSeconds: orNull(finite),
    series: orNull(listOf(listOf(finite, 4))),
    scrapes: orNull(listOf(listOf(finite, 4))),
    slowestSeconds: optional(finite),
    falls: listOf(listOf(finite, 3)),
    pending: orNull(
      record({
        fromSeconds: finite,
        fresh: record({ stable: flag, canary: flag }),
        isOpen: flag,
        unheld: optional(unheld),
        stable: tick,
        canary: tick,
      }),
    ),
    freshAt: record({ stable: orNull(finite), canary: orNull(finite) }),
    ticks: whole,
    stable: counts,
    canary: counts,
    absolute,
    absoluteShare: orNull(finite),
    gauges: listOf(record({ stable: gaugeMark, canary: gaugeMark }), parameters.gauges.length),
    relative: listOf(listOf(finite, points), tests.length),
    dispersion: listOf(dispersion, tests.length),
    lnE: finite,
    top: listOf(finite, parameters.trim),
    passed: flag,
    failure: orNull(record({ basis: oneOf("relative", "absolute", "class"), atSeconds: finite })),
    events: optional(record({ stable: events, canary: events })),
    shares: shapeShares(parameters),
    synthetic: optional(synthetic),
    stage: orNull(stage),
    watch: orNull(watchShape(parameters)),
  });
}

/** Names of the parameters in which two sets differ. */
function findDifferences(saved: unknown, parameters: VerdictParameters): string[] {
  const before = (typeof saved === "object" ? saved : null) ?? {};
  const text = (of: object, key: string) => JSON.stringify((of as Record<string, unknown>)[key]);
  return [...new Set([...Object.keys(parameters), ...Object.keys(before)])].filter(
    (key) => text(before, key) !== text(parameters, key),
  );
}

/** Evidence of ticks of another length begins another count, whose part of alpha is smaller. */
function completeSynthetic(saved: unknown, parameters: VerdictParameters): Partial<EvidenceState> {
  const isOlder = typeof saved === "object" && saved !== null && "stableFailed" in saved;
  if (!isOlder) return {};
  const { starts } = saved as Partial<SyntheticState>;
  return { synthetic: { ...startSynthetic(parameters), starts: (starts ?? 0) + 1, restless: true } };
}

/** Evidence that was saved before scrapes, falls and the stage's key were noted, or stable was watched. */
function complete(saved: Partial<EvidenceState>, parameters: VerdictParameters): Partial<EvidenceState> {
  const { pending, stage: current } = saved;
  const isOlder = pending !== null && typeof pending === "object" && !("isOpen" in pending);
  return {
    ...("scrapes" in saved ? {} : { scrapes: saved.series === null ? null : [] }),
    ...("falls" in saved ? {} : { falls: [] }),
    ...("watch" in saved ? {} : { watch: null }),
    ...saved,
    ...(typeof current === "object" && current !== null && !("key" in current)
      ? { stage: { ...(current as StageState), key: String((current as StageState).weight) } }
      : {}),
    ...completeSynthetic(saved.synthetic, parameters),
    ...(isOlder ? { pending: { ...(pending as object), isOpen: false } as EvidenceState["pending"] } : {}),
  };
}

/**
 * Restores saved evidence. It refuses evidence that is damaged, or was saved by another version or with other
 * parameters.
 * @param json - the parsed JSON of an evidence state
 * @example restore({ version: 2 }, defaultParameters()) // { problem: "evidence.version must be 1: got 2" }
 */
export function restore(
  json: unknown,
  parameters: VerdictParameters,
): { readonly state: EvidenceState } | { readonly problem: string } {
  if (typeof json !== "object" || json === null) {
    return { problem: `evidence must be an object: got ${json === null ? "null" : typeof json}` };
  }
  const saved = complete(json as Partial<EvidenceState>, parameters);
  if (saved.version !== 1) {
    return { problem: `evidence.version must be 1: got ${JSON.stringify(saved.version)}` };
  }
  const differences = findDifferences(saved.parameters, parameters);
  if (differences.length > 0) {
    return { problem: `evidence.parameters must be this release's: ${differences.join(", ")} differ` };
  }
  const misfit = shapeState(parameters)(saved, "evidence");
  return misfit === undefined
    ? { state: { ...(saved as EvidenceState), parameters } }
    : { problem: `evidence is damaged at ${misfit}` };
}
