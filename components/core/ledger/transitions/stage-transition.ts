import { describeExposure, describeWeight, weightOf } from "../../stage/exposure";
import type { Ledger, StageRecord, StageVerdict, Watcher } from "../ledger";
import type { Transition } from "../transition";
import { requireAttempt, requirePhase, requireRule, without } from "../transition";

/** A stage of the attempt under way, by its key. */
export interface StageAt {
  readonly key: string;
  readonly nowSeconds: number;
}

/**
 * A stage's gate passed: its shift begins. Also after an interruption in the shift.
 * @throws {RangeError} unless the release is `progressing` or `held`, and every lower stage passed
 */
export function stageStarted(ledger: Ledger, { key, nowSeconds }: StageAt): Transition {
  requirePhase(ledger, `start stage ${key} of`, "progressing", "held");
  const stage = unfinished(ledger, key, "start");
  const startedAtSeconds = stage.startedAtSeconds ?? nowSeconds;
  return {
    ledger: {
      ...without(withStage(ledger, { ...stage, phase: "shifting", startedAtSeconds }), "note"),
      phase: "progressing",
    },
    event: {
      type: "Normal",
      reason: "StageStarted",
      message: `Stage ${describeExposure(stage)}: gate passed, shifting`,
    },
  };
}

/**
 * The stage's weight is live and observed: the evidence is judged from here on.
 * @throws {RangeError} unless the ledger's weight is the stage's and no write is pending
 */
export function stageSoaking(ledger: Ledger, { key, nowSeconds }: StageAt): Transition {
  requirePhase(ledger, `soak stage ${key} of`, "progressing", "held");
  const stage = unfinished(ledger, key, "soak");
  requireLive(ledger, stage, "soak");
  const startedAtSeconds = stage.startedAtSeconds ?? nowSeconds;
  const resumed = ledger.phase === "held" || stage.phase === "held";
  return {
    ledger: {
      ...without(withStage(ledger, { ...stage, phase: "soaking", startedAtSeconds }), "note"),
      phase: "progressing",
    },
    event: resumed
      ? {
          type: "Normal",
          reason: "StageResumed",
          message: `Stage ${describeExposure(stage)}: soak goes on with its evidence`,
        }
      : {
          type: "Normal",
          reason: "StageSoaking",
          message: `Stage ${describeExposure(stage)}: soaking for ${stage.soakSeconds} s${explainWayBack(stage)}`,
        },
  };
}

/** Text on the release before, which is kept while all requests are on the canary. */
function explainWayBack(stage: StageRecord): string {
  return weightOf(stage) === 100
    ? ", for which the release before stays ready: sluice abort brings it back by one write of the route"
    : "";
}

/**
 * The soak passed. After the last stage the release has `passed` and the base stack may promote it.
 * @throws {RangeError} unless the stage is soaking at its weight with a verdict `pass`
 */
export function stagePassed(ledger: Ledger, at: StageAt & { readonly verdict: StageVerdict }): Transition {
  const { key, verdict, nowSeconds } = at;
  requirePhase(ledger, `pass stage ${key} of`, "progressing");
  const stage = unfinished(ledger, key, "pass");
  requireLive(ledger, stage, "pass");
  requireRule(
    ledger,
    "pass a stage of",
    stage.phase === "soaking",
    `stage ${key} must be soaking: is ${stage.phase}`,
  );
  requireRule(ledger, "pass a stage of", verdict.kind === "pass", `verdict must be pass: is ${verdict.kind}`);
  const passed = withStage(ledger, { ...stage, phase: "passed", verdict, endedAtSeconds: nowSeconds });
  const last = requireAttempt(ledger, "pass").stages.at(-1)?.key === key;
  return {
    ledger: { ...passed, phase: last ? "passed" : "progressing" },
    event: {
      type: "Normal",
      reason: "StagePassed",
      message: `Stage ${describeExposure(stage)}: ${verdict.sentence}`,
    },
  };
}

/**
 * The release stays at its weight until the next `up`; evidence and held time stay.
 * @param hold - `verdict` where a soak ended inconclusive
 * @throws {RangeError} unless the release is `progressing` or `held`
 */
export function held(
  ledger: Ledger,
  hold: { readonly reason: string; readonly verdict?: StageVerdict; readonly nowSeconds: number },
): Transition {
  requirePhase(ledger, "hold", "progressing", "held");
  const stages = requireAttempt(ledger, "hold").stages;
  const stage = stages.find(({ phase }) => phase === "shifting" || phase === "soaking" || phase === "held");
  const verdict = hold.verdict === undefined ? {} : { verdict: hold.verdict };
  const kept = stage === undefined ? ledger : withStage(ledger, { ...stage, phase: "held", ...verdict });
  // Whoever approved the next stage did not know what holds this one.
  const after = { ...kept, attempt: without(requireAttempt(kept, "hold"), "approvals") };
  return {
    ledger: { ...after, phase: "held", note: hold.reason },
    event: {
      type: "Warning",
      reason: "Held",
      message: `Held at ${describeWeight(ledger.weight)}: ${hold.reason}`,
    },
  };
}

/**
 * The verdict engine's state after a tick; no transition, so no Event.
 * @throws {RangeError} unless a release is `progressing`, `held` or `passed`
 */
export function saveEvidence(
  ledger: Ledger,
  tick: { readonly evidence: unknown; readonly watchedUntilSeconds: number; readonly watcher?: Watcher },
): Ledger {
  requirePhase(ledger, "save evidence of", "progressing", "held", "passed");
  return { ...ledger, ...tick };
}

/** Sets a note on the release that `status` shows until the next transition. */
export function noted(ledger: Ledger, note: string): Ledger {
  return { ...ledger, note };
}

function withStage(ledger: Ledger, stage: StageRecord): Ledger {
  const attempt = requireAttempt(ledger, "change a stage of");
  const stages = attempt.stages.map((one) => (one.key === stage.key ? stage : one));
  return { ...ledger, attempt: { ...attempt, stages } };
}

function unfinished(ledger: Ledger, key: string, action: string): StageRecord {
  const { stages } = requireAttempt(ledger, `${action} a stage of`);
  const next = stages.find((stage) => stage.phase !== "passed");
  const rule = `stage ${key} must be the first that has not passed: that is ${next?.key ?? "none"}`;
  requireRule(ledger, `${action} a stage of`, next?.key === key, rule);
  return next as StageRecord;
}

function requireLive(ledger: Ledger, stage: StageRecord, action: string): void {
  const weight = weightOf(stage);
  const rule = `weight ${weight} must be confirmed: ledger has ${describeWeight(ledger.weight)}`;
  requireRule(ledger, `${action} a stage of`, ledger.weight === weight && ledger.intent === undefined, rule);
}
