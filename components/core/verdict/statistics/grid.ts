import { listShareTests, shareLimit, toleratedShareRatio } from "../outcome-rules";
import type { ShareTest } from "../outcome-rules";
import { countOthers } from "../parameters";
import type { VerdictParameters } from "../parameters";

/** Hypothetical values with their weights, which sum to 1. */
export interface Grid {
  readonly points: readonly number[];
  readonly lnWeights: readonly number[];
}

/** Ratios with the logarithm of each against the tolerated one. */
export interface RatioGrid extends Grid {
  readonly toleratedRatio: number;
  readonly lnRatios: readonly number[];
}

/** Error ratios with the likelihood ratio of one error and of one success against the null. */
export interface LikelihoodGrid extends Grid {
  readonly lnError: readonly number[];
  readonly lnSuccess: readonly number[];
}

/** Points equally spaced in the logarithm, both ends included. */
function spaceLogarithms(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, j) => from + ((to - from) * j) / (count - 1));
}

function weigh(logarithms: readonly number[], weights: readonly number[]): Grid {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    points: logarithms.map((logarithm) => Math.exp(logarithm)),
    lnWeights: weights.map((weight) => Math.log(weight / total)),
  };
}

/** Weights fall with the distance from the null, so that small and large faults are both found. */
function weighByDistance(logarithms: readonly number[], lnNull: number): Grid {
  return weigh(
    logarithms,
    logarithms.map((logarithm) => (1 + logarithm - lnNull) ** -2),
  );
}

/** Likelihoods of one request under each point against the null. */
function weighRequests(grid: Grid, limit: number): LikelihoodGrid {
  return {
    ...grid,
    lnError: grid.points.map((p) => Math.log(p / limit)),
    lnSuccess: grid.points.map((p) => Math.log((1 - p) / (1 - limit))),
  };
}

/** True ratios of the canary's to stable's error ratio, above the tolerated one, up to `most`. */
export function buildRatioGrid(toleratedRatio: number, most: number, count = 64): RatioGrid {
  const lnNull = Math.log(toleratedRatio);
  const grid = weighByDistance(spaceLogarithms(count, lnNull + 0.02, Math.log(most)), lnNull);
  return { ...grid, toleratedRatio, lnRatios: grid.points.map((ratio) => Math.log(ratio / toleratedRatio)) };
}

/** Error ratios above the objective. */
export function buildAbsoluteGrid(objectiveErrorRatio: number): LikelihoodGrid {
  const lnNull = Math.log(objectiveErrorRatio);
  const grid = weighByDistance(spaceLogarithms(64, lnNull + 0.02, Math.log(0.999)), lnNull);
  return weighRequests(grid, objectiveErrorRatio);
}

/** Error ratios below the one that must not pass, equally weighted. */
export function buildPassGrid(pBad: number): LikelihoodGrid {
  const logarithms = spaceLogarithms(40, Math.log(pBad * 0.001), Math.log(pBad) - 0.05);
  const equal = logarithms.map(() => 1);
  return weighRequests(weigh(logarithms, equal), pBad);
}

/** One relative test: its name, grid and share among the relative tests. */
export interface RelativeTest {
  readonly name: string;
  readonly grid: RatioGrid;
  readonly lnShare: number;
}

/** Grids of the shares of outcomes: coarse ones, since there are many and a share that matters is far off. */
export interface ShareGrids {
  readonly tests: readonly ShareTest[];
  /** Index of each test by its name; the empty route stands for all others. */
  readonly places: ReadonlyMap<string, number>;
  readonly over: RatioGrid;
  readonly under: RatioGrid;
  readonly limit: LikelihoodGrid;
}

/** All grids of one set of parameters. */
export interface Grids {
  /** Errors, then each latency bound, then each event. */
  readonly relative: readonly RelativeTest[];
  readonly absolute: LikelihoodGrid;
  readonly pass: LikelihoodGrid;
  /** Absent where shares of outcomes are not judged. */
  readonly shares?: ShareGrids;
}

function buildShareGrids({ outcomes }: VerdictParameters): Pick<Grids, "shares"> {
  if (outcomes === undefined) return {};
  const tests = listShareTests(outcomes);
  return {
    shares: {
      tests,
      places: new Map(tests.map(({ name }, i) => [name, i])),
      over: buildRatioGrid(toleratedShareRatio, 1000, 16),
      under: buildRatioGrid(toleratedShareRatio, 300, 6),
      limit: buildAbsoluteGrid(shareLimit),
    },
  };
}

const limited = new Map<number, LikelihoodGrid>();

/** Grid of the absolute test on stable, built once per limit. */
export function stableGridOf(limit: number): LikelihoodGrid {
  const grid = limited.get(limit) ?? buildAbsoluteGrid(limit);
  limited.set(limit, grid);
  return grid;
}

/** Number of ratios of {@link farGridOf}. */
export const farPoints = 6;

const far = new Map<number, RatioGrid>();

/** Ratios of a canary that fails in a large part or altogether, equally weighted; built once per tolerated ratio. */
export function farGridOf(toleratedRatio: number): RatioGrid {
  const known = far.get(toleratedRatio);
  if (known !== undefined) return known;
  const lnNull = Math.log(toleratedRatio);
  const logarithms = spaceLogarithms(farPoints, lnNull + Math.log(4), lnNull + Math.log(400));
  const equal = logarithms.map(() => 1);
  const grid = {
    ...weigh(logarithms, equal),
    toleratedRatio,
    lnRatios: logarithms.map((logarithm) => logarithm - lnNull),
  };
  far.set(toleratedRatio, grid);
  return grid;
}

const built = new WeakMap<VerdictParameters, Grids>();

/** Grids of `parameters`, built once per object. */
export function gridsOf(parameters: VerdictParameters): Grids {
  const known = built.get(parameters);
  if (known !== undefined) {
    return known;
  }
  const { toleratedRatio, toleratedSlowRatio, latencyBoundsSeconds: bounds, errorsWeight } = parameters;
  const slowGrid = buildRatioGrid(toleratedSlowRatio, 100);
  const lnOthers = Math.log((1 - errorsWeight) / countOthers(parameters));
  const grids = {
    relative: [
      { name: "errors", grid: buildRatioGrid(toleratedRatio, 1000), lnShare: Math.log(errorsWeight) },
      ...bounds.map((bound) => ({
        name: `slow:${bound}`,
        grid: slowGrid,
        lnShare: lnOthers - Math.log(bounds.length),
      })),
      ...parameters.events.map((event) => ({
        name: `event:${event.name}`,
        grid: buildRatioGrid(event.toleratedRatio, 1000),
        lnShare: lnOthers,
      })),
    ],
    absolute: buildAbsoluteGrid(parameters.objectiveErrorRatio),
    pass: buildPassGrid(parameters.pBad),
    ...buildShareGrids(parameters),
  };
  built.set(parameters, grids);
  return grids;
}
