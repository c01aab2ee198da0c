import { isUnreachable } from "../../cluster/api-error";
import type { Ledger } from "../../core/ledger/ledger";
import type { Pause } from "../../core/ledger/said";
import { explainPause, pauseOf, resumeCommand } from "../../core/ledger/pause";
import { saveEvidence, stagePassed } from "../../core/ledger/transitions/stage-transition";
import { notePoint } from "../../core/ledger/note-point";
import type { Seen } from "../../core/stage/seen";
import type { Stage } from "../../core/stage/exposure";
import { save as toSaved } from "../../core/verdict/index";
import type { Session } from "../../session/session";
import { commitOnce } from "../../traffic/commit-once";
import { toStageVerdict } from "../evidence/feed";
import type { SoakTick } from "./soak-tick";

type Judged = Pick<SoakTick, "state" | "verdict" | "untilSeconds">;

function withEvidence(ledger: Ledger, { state, verdict, untilSeconds }: Judged): Ledger {
  const saved = saveEvidence(ledger, { evidence: toSaved(state), watchedUntilSeconds: untilSeconds });
  return notePoint(saved, state.stage?.key, verdict.evidence, untilSeconds);
}

/** Written every tick; an API server that is away for a while costs nothing but the record of that while. */
export async function saveTick(session: Session, seen: Judged): Promise<void> {
  try {
    await session.save((current) =>
      current.phase === "progressing" ? withEvidence(current, seen) : undefined,
    );
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    session.say(`cannot write the evidence for now: ${(error as Error).message}`, "warning");
  }
}

/**
 * Records that the stage passed, unless a person paused the release since it was last looked at.
 * @returns whether it is recorded
 */
export async function recordPass(session: Session, { key }: Stage, seen: Judged): Promise<boolean> {
  const isPassed = (ledger: Ledger): boolean =>
    ledger.attempt?.stages.some((one) => one.key === key && one.phase === "passed") ?? false;
  let isPaused = false;
  await commitOnce(session, isPassed, (ledger, nowSeconds) => {
    isPaused = pauseOf(ledger) !== undefined;
    if (isPaused) return undefined;
    return stagePassed(withEvidence(ledger, seen), {
      key,
      verdict: toStageVerdict(seen.verdict),
      nowSeconds,
    });
  });
  return !isPaused;
}

/** Tells a pause once when it begins, and once when it is over. */
export function tellPauses({ say, settings }: Pick<Session, "say" | "settings">) {
  let told: Pause | undefined;
  return (seen: Seen<Pause | undefined>): void => {
    if (seen.kind === "unseen" || seen.value?.atSeconds === told?.atSeconds) return;
    const pause = seen.value;
    told = pause;
    say(
      pause === undefined
        ? "resumed: goes on"
        : `${explainPause(pause)}; nothing rises, what the canary has is judged on; ${resumeCommand(settings.environment)} goes on`,
      pause === undefined ? "info" : "warning",
    );
  };
}
