import { explainOther, sameVersion } from "../revision/version";
import type { Version } from "../revision/version";
import type { Ledger, StageRecord } from "../ledger/ledger";
import { describeExposure, describeWeight, weightOf } from "./exposure";
import type { Stage } from "./exposure";

/** Facts that `up` of one stage decides by, after the ledger was reconciled with the live route. */
export interface StageSituation {
  readonly ledger: Ledger | undefined;
  /** Version of this checkout; in a rollback its target. */
  readonly wanted: Version;
  /** Names of what it has otherwise than the release under way. @default unknown */
  readonly differs?: readonly string[];
  readonly stage: Stage;
  /** Live weight; absent where there is no route. */
  readonly liveWeight?: number;
}

/** Decision of `up` of one stage. The gate refuses whatever this decision refuses. */
export interface StageDecision {
  /** `rise`: gate, shift, soak; `soak`: the soak goes on and nothing rises; `no-op`: exit 0, nothing is touched. */
  readonly kind: "rise" | "soak" | "no-op" | "refuse";
  readonly sentence: string;
  /** Way out, imperative; set where it refuses. */
  readonly fix?: string;
}

function refuse(stage: Stage, rule: string, fix: string): StageDecision {
  return { kind: "refuse", sentence: `Cannot run stage ${describeExposure(stage)}: ${rule}`, fix };
}

function decideRunning(
  situation: StageSituation,
  ledger: Ledger,
  stages: readonly StageRecord[],
): StageDecision {
  const { stage, liveWeight } = situation;
  const [weight, name] = [weightOf(stage), describeExposure(stage)];
  const at = stages.findIndex(({ key }) => key === stage.key);
  const current = stages.findIndex(({ phase }) => phase !== "passed");
  if (current === -1 || at < current) {
    return { kind: "no-op", sentence: `Stage ${name} passed already: nothing to do` };
  }
  if (at > current) {
    const unfinished = stages[current] as StageRecord;
    return refuse(
      stage,
      `stage ${describeExposure(unfinished)} must have passed first: got ${unfinished.phase}`,
      `run the stack of stage ${describeExposure(unfinished)}`,
    );
  }
  if (liveWeight !== undefined && liveWeight > weight && ledger.weight === liveWeight) {
    return refuse(
      stage,
      `live weight must be at most ${describeWeight(weight)}: got ${describeWeight(liveWeight)}`,
      "sluice abort, or a new version",
    );
  }
  // A live weight above this stage's that is not the ledger's is drift: the gate names its writer.
  return liveWeight !== undefined && liveWeight >= weight
    ? { kind: "soak", sentence: `Stage ${name} goes on with its evidence; nothing rises` }
    : {
        kind: "rise",
        sentence: `Stage ${name}: gate, shift from ${liveWeight === undefined ? "?" : describeWeight(liveWeight)}, soak`,
      };
}

/**
 * Decides what `up` of a stage does from ledger and live weight alone; the gate decides whether traffic may rise.
 * @example
 * const { kind, sentence } = decideStage(situation);
 * if (kind === "rise") await raiseTraffic(session, stage); // "soak" goes on with its evidence, "no-op" has passed
 */
export function decideStage(situation: StageSituation): StageDecision {
  const { ledger, wanted, differs, stage } = situation;
  const attempt = ledger?.attempt;
  if (ledger === undefined || attempt === undefined) {
    return ledger?.phase === "held"
      ? refuse(
          stage,
          `ledger must know an attempt: got none (${ledger.note ?? "rebuilt"})`,
          "sluice abort, or a new version",
        )
      : refuse(stage, "a release must be under way: got none", "run the base stack's up first");
  }
  if (!sameVersion(wanted, attempt)) {
    return refuse(
      stage,
      explainOther(wanted, attempt, "as in the ledger", differs),
      "check out the commit that is being released, or run the base stack's up first",
    );
  }
  if (ledger.phase === "aborted") {
    return refuse(
      stage,
      `attempt ${attempt.number} must not be aborted: got aborted (${attempt.endReason ?? "no reason recorded"})`,
      "release a new version, or sluice retry",
    );
  }
  if (ledger.phase === "promoting" || ledger.phase === "promoted") {
    return {
      kind: "no-op",
      sentence: `Release is ${ledger.phase}: nothing to do at stage ${describeExposure(stage)}`,
    };
  }
  if (!attempt.stages.some(({ key }) => key === stage.key)) {
    const list = attempt.stages.map(describeExposure).join(", ");
    return refuse(
      stage,
      `the stage must be one of the attempt's stages (${list}): got ${describeExposure(stage)}`,
      "stages are pinned when an attempt begins; a changed list counts from the next attempt on",
    );
  }
  return decideRunning(situation, ledger, attempt.stages);
}
