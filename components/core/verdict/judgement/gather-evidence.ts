import { given } from "../../given";
import { failAtOf } from "../statistics/alpha";
import type { Combined } from "../statistics/combine";
import { findOutside } from "../comparisons/common-cause";
import { dispersionOf, temperingOf } from "../statistics/dispersion";
import type { Evidence, MetricEvidence } from "./evidence";
import { findGaugeObstacle } from "../counters/gauge";
import { gridsOf } from "../statistics/grid";
import { weighAgainst } from "../statistics/likelihood";
import type { DispersionSums, EvidenceState, StageState } from "../model";
import { findHarm } from "../comparisons/stable-harm";
import { missingRequests, needsPassTest } from "../statistics/predict";
import { worseAt } from "../comparisons/stable-watch";
import { judgeShares } from "../comparisons/shares";
import { trimmedLnE } from "../statistics/trim";

/** Clocks of the stage, zero before the first. */
function readClocks(stage: StageState | null, cursorSeconds: number | null) {
  return {
    heldSeconds: stage?.heldSeconds ?? 0,
    minimumHoldSeconds: stage?.waive.includes("minimumHold") ? 0 : (stage?.minimumHoldSeconds ?? 0),
    elapsedSeconds: stage === null ? 0 : Math.max((cursorSeconds as number) - stage.clockFromSeconds, 0),
    deadlineSeconds: stage?.deadlineSeconds ?? 0,
  };
}

/** Evidence that stable became worse, without its largest jumps, and where it counts. */
function readWatch({ watch, parameters }: EvidenceState): Pick<Evidence, "stableLnA" | "stableWorseAt"> {
  return watch === null
    ? { stableLnA: 0, stableWorseAt: worseAt(parameters, 1) }
    : { stableLnA: trimmedLnE(watch.lnA, watch.top), stableWorseAt: worseAt(parameters, watch.turns) };
}

/**
 * Canary requests still missing before the stage may be left, and the seconds they take at its own traffic; null where
 * no number suffices.
 */
function predictLeft(state: EvidenceState, stage: StageState, needed: boolean) {
  const { canary, parameters, passed } = state;
  const ratio = canary.requests === 0 ? 0 : canary.errors / canary.requests;
  const missing = needed && !passed ? missingRequests(parameters, canary, ratio) : 0;
  const perSecond = stage.heldSeconds === 0 ? 0 : stage.canary.requests / stage.heldSeconds;
  const { heldSeconds, minimumHoldSeconds } = readClocks(stage, state.cursorSeconds);
  const holdLeft = Math.max(minimumHoldSeconds - heldSeconds, 0);
  const seconds = missing === 0 ? holdLeft : Math.max(holdLeft, missing / perSecond);
  return {
    missingRequests: Number.isFinite(missing) ? missing : null,
    predictedSecondsLeft: Number.isFinite(seconds) ? seconds : null,
  };
}

/** Events of each track that a test has, by its name. */
function readEvents({ events, parameters }: EvidenceState, name: string): MetricEvidence["events"] {
  const nth = parameters.events.findIndex((one) => name === `event:${one.name}`);
  return events === undefined || nth === -1
    ? undefined
    : { stable: events.stable[nth] as number, canary: events.canary[nth] as number };
}

/** Collects the numbers behind a verdict. */
export function gatherEvidence(
  state: EvidenceState,
  combined: Combined,
  { unread, doubts }: Pick<Evidence, "unread" | "doubts">,
): Evidence {
  const { parameters, stage, stable, canary } = state;
  const grids = gridsOf(parameters);
  const metrics = grids.relative.map(({ name, grid }, k): MetricEvidence => {
    const sums = state.dispersion[k] as DispersionSums;
    return {
      name,
      lnE: combined.tests[k] as number,
      toleratedRatio: grid.toleratedRatio,
      dispersion: dispersionOf(sums),
      tempering: temperingOf(sums, parameters.temperAbove),
      ...given("events", readEvents(state, name)),
    };
  });
  const needed =
    stage !== null &&
    !stage.waive.includes("passTest") &&
    needsPassTest(parameters, stage.nextWeight ?? undefined);
  const left =
    stage === null
      ? { missingRequests: null, predictedSecondsLeft: null }
      : predictLeft(state, stage, needed);
  const gauge = findGaugeObstacle(state);
  const harm = findHarm(state);
  return {
    stable,
    canary,
    ...(stage !== null && {
      stage: {
        weight: stage.weight,
        stable: stage.stable,
        canary: stage.canary,
        ...(stage.waive.includes("relative") && { isAlone: true }),
      },
    }),
    metrics,
    lnE: combined.lnE,
    trimmedLnE: trimmedLnE(combined.lnE, state.top),
    failAt: failAtOf(parameters),
    amberAt: Math.log(parameters.amber),
    lnP: weighAgainst(grids.pass, canary),
    passAt: -Math.log(parameters.beta),
    passed: state.passed,
    pBad: parameters.pBad,
    lnA: combined.absolute,
    absoluteShare: combined.share,
    ...readWatch(state),
    outside: findOutside(state),
    objectiveErrorRatio: parameters.objectiveErrorRatio,
    ...(harm !== undefined && { harm }),
    ...(gauge !== undefined && { gauge }),
    ...(state.shares && { shares: judgeShares(state.shares, parameters), outcomes: parameters.outcomes }),
    unread,
    doubts,
    ...given("unheld", stage?.unheld),
    ticks: state.ticks,
    ...readClocks(stage, state.cursorSeconds),
    needsPassTest: needed,
    ...left,
  };
}
