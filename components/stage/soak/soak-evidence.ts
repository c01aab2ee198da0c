import {
  continueStage,
  noteScrapes,
  rebase,
  startRelease,
  startStage,
  watchStable,
} from "../../core/verdict/index";
import type { EvidenceState } from "../../core/verdict/index";
import { isAside, weightOf } from "../../core/stage/exposure";
import type { Stage } from "../../core/stage/exposure";
import type { Ledger } from "../../core/ledger/ledger";
import { lookBackSeconds, stageDeadlineSeconds } from "../evidence/feed";
import { pinnedParameters, restoreEvidence } from "../evidence/pinned";
import { forecast } from "../evidence/forecast";
import { openSource } from "../../prometheus/source";
import { readBaseline } from "../stable/stable-baseline";
import type { Session } from "../../session/session";

/**
 * The evidence with this stage's clocks: a stage that was interrupted goes on where it stopped, a held one gets a new
 * deadline, a new one starts its clocks; the evidence itself stays for the whole release.
 */
export async function enterStage(session: Session, ledger: Ledger, stage: Stage): Promise<EvidenceState> {
  const { settings } = session;
  const nowSeconds = session.now();
  const { state: kept, problem } = restoreEvidence(ledger, settings);
  if (problem !== undefined)
    session.say(`evidence so far cannot be used and starts from zero: ${problem}`, "warning");
  const begun = kept ?? startRelease(pinnedParameters(ledger, settings));
  const baseline = begun.watch === null ? await readBaseline(session, ledger) : undefined;
  // Evidence of a version that did not watch stable goes on with it watched.
  const state =
    baseline === undefined || begun.stage === null
      ? begun
      : watchStable(begun, baseline, begun.stage.startedAtSeconds);
  if (state.stage?.key === stage.key) {
    const over = nowSeconds - state.stage.clockFromSeconds >= state.stage.deadlineSeconds;
    return over ? continueStage(state, nowSeconds) : state;
  }
  const stages = ledger.attempt?.stages ?? [];
  const at = stages.findIndex(({ key }) => key === stage.key);
  const next = stages[at + 1];
  const weight = weightOf(stage);
  const rollback = ledger.attempt?.kind === "rollback";
  const moved = ledger.moves.at(-1);
  const startedAtSeconds =
    (moved?.to === weight ? moved.atSeconds : nowSeconds) + settings.traffic.propagationSeconds;
  // A router may follow earlier than it must: the canary's requests count from now on.
  const judgedFromSeconds = Math.min(nowSeconds, startedAtSeconds);
  const reader = openSource(session.cluster, settings);
  const { series } = await reader.read(nowSeconds - lookBackSeconds, nowSeconds);
  const predicted = forecast(settings, ledger, stage, nowSeconds, { series });
  const known = noteScrapes(rebase(state, judgedFromSeconds), series, judgedFromSeconds);
  return startStage(known, {
    key: stage.key,
    weight,
    nextWeight: next && weightOf(next),
    minimumHoldSeconds: stages[at]?.soakSeconds ?? 60,
    deadlineSeconds: stageDeadlineSeconds(settings, stage, predicted?.seconds ?? null),
    startedAtSeconds,
    judgedFromSeconds,
    baseline,
    // Users of a match are not stable's, and copies are not of all its requests: nothing is compared.
    ...(isAside(weight) ? { waive: ["relative"] as const } : {}),
    ...(rollback ? { waive: ["minimumHold", "passTest", "commonCause", "metrics"] as const } : {}),
  });
}
