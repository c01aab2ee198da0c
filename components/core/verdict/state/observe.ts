import { given } from "../../given";
import type { Track } from "../../track";
import { addAbsolute } from "../statistics/absolute";
import { failAtOf } from "../statistics/alpha";
import { combine } from "../statistics/combine";
import type { Combined } from "../statistics/combine";
import { hasCommonCause } from "../comparisons/common-cause";
import { addDispersion, temperingOf } from "../statistics/dispersion";
import { gridsOf } from "../statistics/grid";
import { weighAgainst } from "../statistics/likelihood";
import type { Counts, EvidenceState, StageState, TickCounts, TrackTick } from "../model";
import { addRelative } from "../statistics/relative";
import { observeStable } from "../comparisons/stable-watch";
import { addShares, findFailedShare, judgeShares } from "../comparisons/shares";
import { keepLargest, trimmedLnE } from "../statistics/trim";

function addCounts(a: Counts, b: Counts): Counts {
  return { requests: a.requests + b.requests, errors: a.errors + b.errors };
}

/** Counts of each relative test: errors among requests, slow ones among timed ones, events per request. */
function countsPerTest(tick: TrackTick): Counts[] {
  return [
    tick,
    ...tick.slow.map((errors) => ({ requests: tick.timed, errors })),
    ...tick.events.map((errors) => ({ requests: tick.requests, errors })),
  ];
}

/** Advances the clocks of the stage. */
function advanceStage(stage: StageState, tick: TickCounts, warm: boolean): StageState {
  if (tick.isWaiting) return stage;
  if (tick.noData || !warm) {
    return { ...stage, noData: tick.noData };
  }
  const since = Math.max(tick.fromSeconds, stage.startedAtSeconds);
  if (since >= tick.toSeconds) {
    return { ...stage, noData: false };
  }
  const isHeld = tick.isPartial !== true || stage.waive.includes("metrics");
  const { unheld: _, ...clocks } = stage;
  return {
    ...clocks,
    ...given("unheld", isHeld ? undefined : tick.unheld),
    noData: false,
    heldSeconds: stage.heldSeconds + (isHeld ? tick.toSeconds - since : 0),
    stable: addCounts(stage.stable, tick.stable),
    canary: addCounts(stage.canary, tick.canary),
  };
}

/** Test by test, each tempered by the dispersion of the ticks before this one. */
function addTests(state: EvidenceState, tick: TickCounts): Pick<EvidenceState, "relative" | "dispersion"> {
  const { parameters } = state;
  const stable = countsPerTest(tick.stable);
  const canary = countsPerTest(tick.canary);
  return {
    relative: gridsOf(parameters).relative.map(({ grid }, k) => {
      const sums = state.dispersion[k] as EvidenceState["dispersion"][number];
      const tempering = temperingOf(sums, parameters.temperAbove);
      const logL = state.relative[k] as readonly number[];
      return addRelative(logL, grid, canary[k] as Counts, stable[k] as Counts, tempering);
    }),
    dispersion: state.dispersion.map((sums, k) => addDispersion(sums, stable[k] as Counts)),
  };
}

/** The failure that the evidence shows now, if any. A shared cause is never the canary's failure. */
function findFailure(state: EvidenceState, { relative, share }: Combined): EvidenceState["failure"] {
  const { rollbackOnCommonCause } = state.parameters;
  const failAt = failAtOf(state.parameters);
  if (trimmedLnE(state.lnE, state.top) < failAt) {
    return null;
  }
  const atSeconds = state.cursorSeconds as number;
  if (trimmedLnE(Math.log(1 - share) + relative, state.top) >= failAt) {
    return { basis: "relative", atSeconds };
  }
  return hasCommonCause(state) && !rollbackOnCommonCause ? null : { basis: "absolute", atSeconds };
}

/** The failure that a share of outcomes shows now, if any may. */
function findShareFailure({ parameters, shares, cursorSeconds }: EvidenceState): EvidenceState["failure"] {
  if (shares === undefined || parameters.outcomes?.onlyHolds !== false) return null;
  const failed = findFailedShare(judgeShares(shares, parameters));
  return failed === undefined ? null : { basis: "class", atSeconds: cursorSeconds as number };
}

/** Adds the events of a tick to those of the release, where they were counted from its beginning on. */
function addEvents({ events }: EvidenceState, tick: TickCounts): Pick<EvidenceState, "events"> {
  if (events === undefined) return {};
  const add = (track: Track) => events[track].map((count, k) => count + (tick[track].events[k] as number));
  return { events: { stable: add("stable"), canary: add("canary") } };
}

/** Adds the answers of a tick to the shares that are judged. */
function addAnswers({ shares, parameters }: EvidenceState, { canary, stable }: TickCounts) {
  return shares === undefined || canary.shares === undefined || stable.shares === undefined
    ? {}
    : { shares: addShares(shares, parameters, canary.shares, stable.shares) };
}

/**
 * Adds one tick to the evidence, in the order: tests, mixture, trim, failure, pass test, clocks. After a failure
 * nothing is added.
 * @throws {RangeError} before the first stage
 */
export function observeTick(state: EvidenceState, tick: TickCounts): EvidenceState {
  const { stage, parameters, startedAtSeconds } = state;
  if (stage === null || startedAtSeconds === null) {
    throw new RangeError('Cannot observe a tick: "startStage" must come first');
  }
  if (state.failure !== null) {
    return state;
  }
  const warm = tick.toSeconds > startedAtSeconds + parameters.warmupSeconds;
  const moved = { ...state, cursorSeconds: tick.toSeconds, stage: advanceStage(stage, tick, warm) };
  if (tick.noData || !warm) {
    return moved;
  }
  const watch =
    state.watch === null || stage.weight === 100 ? state.watch : observeStable(state.watch, parameters, tick);
  if (stage.waive.includes("relative")) return { ...moved, watch };
  const canary = addCounts(state.canary, tick.canary);
  const judgesObjective = parameters.objectiveIsHard || stage.weight === 100;
  // A release that begins at weight 100 can have no relative evidence: the share is free until the first tick.
  const firstShare = stage.weight === 100 ? 1 : parameters.absoluteShare;
  const added = {
    ...moved,
    ...addTests(state, tick),
    ...addAnswers(state, tick),
    ...addEvents(state, tick),
    ticks: state.ticks + 1,
    canary,
    stable: addCounts(state.stable, tick.stable),
    absolute: judgesObjective
      ? addAbsolute(state.absolute, tick.canary, tick.toSeconds - tick.fromSeconds, parameters)
      : state.absolute,
    absoluteShare: state.absoluteShare ?? firstShare,
    watch,
  };
  const combined = combine(added);
  const top = keepLargest(state.top, combined.lnE - state.lnE);
  const passed = state.passed || weighAgainst(gridsOf(parameters).pass, canary) >= -Math.log(parameters.beta);
  const judged = { ...added, lnE: combined.lnE, top };
  const failure = findFailure(judged, combined) ?? findShareFailure(judged);
  return { ...judged, failure, passed };
}
