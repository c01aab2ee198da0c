import { divideAlpha } from "../statistics/alpha";
import { addDispersion, noDispersion, temperingOf } from "../statistics/dispersion";
import { gridsOf } from "../statistics/grid";
import type { RatioGrid, ShareGrids } from "../statistics/grid";
import { weighAgainst } from "../statistics/likelihood";
import type { Counts, DispersionSums, ShareState } from "../model";
import type { ShareTest } from "../outcome-rules";
import type { VerdictParameters } from "../parameters";
import { addRelative, mixRelative } from "../statistics/relative";
import { keepLargest, trimmedLnE } from "../statistics/trim";

const none: Counts = { requests: 0, errors: 0 };

/** Logarithms are kept to this part, rounded down: a saved state is small and the same when it is taken up again. */
const kept = 1e6;

function round(value: number): number {
  return Math.floor(value * kept) / kept;
}

/** Nothing counted yet, one state per test. */
export function startShares(parameters: VerdictParameters): ShareState[] {
  const { tests, over, under } = gridsOf(parameters).shares as ShareGrids;
  const top = Array.from({ length: parameters.trim }, () => 0);
  return tests.map(() => ({
    over: over.points.map(() => 0),
    under: under.points.map(() => 0),
    stable: none,
    canary: none,
    dispersion: [noDispersion, noDispersion] as const,
    tops: [top, top, top] as const,
  }));
}

/** Logarithms of evidence: that the share is too large against stable's, that it is above the limit, that what is outside is too small. */
type ShareEs = readonly [over: number, limit: number, under: number];

const weighed = new WeakMap<ShareState, ShareEs>();

/** Evidence of a state, computed once: a tick asks for it before, after, and in the verdict. */
function weighShare(state: ShareState, grids: ShareGrids): ShareEs {
  const known = weighed.get(state);
  if (known !== undefined) return known;
  const { over, under, canary } = state;
  const found: ShareEs = [
    mixRelative(over, grids.over),
    weighAgainst(grids.limit, canary),
    mixRelative(under, grids.under),
  ];
  weighed.set(state, found);
  return found;
}

function add(a: Counts, b: Counts): Counts {
  return { requests: a.requests + b.requests, errors: a.errors + b.errors };
}

function outside({ requests, errors }: Counts): Counts {
  return { requests, errors: requests - errors };
}

function addTick(
  logL: readonly number[],
  grid: RatioGrid,
  [more, less]: readonly [Counts, Counts],
  sums: DispersionSums,
  temperAbove: number,
): readonly number[] {
  const added = addRelative(logL, grid, more, less, temperingOf(sums, temperAbove));
  return added === logL ? logL : added.map(round);
}

/** Adds one tick to the tests of all shares. */
export function addShares(
  states: readonly ShareState[],
  parameters: VerdictParameters,
  canary: readonly Counts[],
  stable: readonly Counts[],
): readonly ShareState[] {
  const grids = gridsOf(parameters).shares as ShareGrids;
  return states.map((state, k) => {
    const [ours, theirs] = [canary[k] as Counts, stable[k] as Counts];
    // Without a request of both nothing can be compared, and what one has alone must not cross the limit alone.
    if (ours.requests === 0 || theirs.requests === 0) return state;
    const { temperAbove } = parameters;
    const [inside, rest] = state.dispersion;
    const added = {
      ...state,
      over: addTick(state.over, grids.over, [ours, theirs], inside, temperAbove),
      under: addTick(state.under, grids.under, [outside(theirs), outside(ours)], rest, temperAbove),
      canary: add(state.canary, ours),
      stable: add(state.stable, theirs),
      dispersion: [addDispersion(inside, theirs), addDispersion(rest, outside(theirs))] as const,
    };
    const [before, after] = [weighShare(state, grids), weighShare(added, grids)];
    const top = (i: 0 | 1 | 2) => keepLargest(state.tops[i], round(after[i] - before[i]));
    return { ...added, tops: [top(0), top(1), top(2)] as const };
  });
}

/** Evidence on one share. */
export interface ShareEvidence {
  readonly name: ShareTest["name"];
  /** Answers, and how many of them are in the class, or bad on the route: since the release began. */
  readonly stable: Counts;
  readonly canary: Counts;
  /** Whether it is the share that is too large, or what is outside of it that is too small. */
  readonly direction: "over" | "under";
  /** Natural logarithm of the evidence of that, also without its largest jumps: fails at `failAt`. */
  readonly lnE: number;
  readonly trimmedLnE: number;
  readonly failAt: number;
  /** No weight is raised from here on, by `lnE`. */
  readonly amberAt: number;
}

/** Evidence on all shares, in the order of the tests. */
export function judgeShares(
  states: readonly ShareState[],
  parameters: VerdictParameters,
): readonly ShareEvidence[] {
  const { shares: grids } = gridsOf(parameters);
  const { alpha, amber } = parameters;
  return states.map((state, k): ShareEvidence => {
    const { tests } = grids as ShareGrids;
    const { name, part } = tests[k] as ShareTest;
    const own = (divideAlpha(parameters).shares * part) / 2;
    const limits = { failAt: -Math.log(own), amberAt: Math.log(amber) - Math.log(own / alpha) };
    const lnEs = weighShare(state, grids as ShareGrids);
    const [over, limit, under] = lnEs.map((lnE, i) =>
      trimmedLnE(lnE, state.tops[i] as readonly number[]),
    ) as unknown as ShareEs;
    const { stable, canary } = state;
    // Both must speak: the smaller of two is evidence against either.
    const more = {
      direction: "over",
      lnE: Math.min(lnEs[0], lnEs[1]),
      trimmedLnE: Math.min(over, limit),
    } as const;
    const less = { direction: "under", lnE: lnEs[2], trimmedLnE: under } as const;
    const fails = [more, less].find(({ trimmedLnE: lnE }) => lnE >= limits.failAt);
    return { name, stable, canary, ...(fails ?? (more.lnE >= less.lnE ? more : less)), ...limits };
  });
}

/** The share that has the least left to a limit. */
function findNearest(
  shares: readonly ShareEvidence[],
  left: (share: ShareEvidence) => number,
): ShareEvidence | undefined {
  const [nearest] = shares.toSorted((a, b) => left(a) - left(b));
  return nearest !== undefined && left(nearest) <= 0 ? nearest : undefined;
}

/** The share that fails a release, where one does. */
export function findFailedShare(shares: readonly ShareEvidence[]): ShareEvidence | undefined {
  return findNearest(shares, ({ trimmedLnE: lnE, failAt }) => failAt - lnE);
}

/** The share by which no weight is raised, where there is one. */
export function findAmberShare(shares: readonly ShareEvidence[]): ShareEvidence | undefined {
  return findNearest(shares, ({ lnE, amberAt }) => amberAt - lnE);
}
