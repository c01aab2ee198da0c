import { describeWeight } from "../stage/exposure";
import { isRunning } from "../ledger/ledger";
import type { Ledger } from "../ledger/ledger";
import { explainPause, pauseOf, resumeCommand } from "../ledger/pause";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/** Decision of `sluice pause` and `sluice resume`: one write of the ledger, or none. */
export type PauseDecision = CommandDecision<"record">;

function decide(kind: "act" | "no-op", sentence: string): PauseDecision {
  return { kind, steps: kind === "act" ? ["record"] : [], exitCode: 0, sentence };
}

/** Decides what `sluice pause` does; a promotion has begun to take traffic off the canary, and is not stopped half-way. */
export function decidePause(ledger: Ledger): PauseDecision {
  const { phase, weight, intent, environment, attempt } = ledger;
  const pause = pauseOf(ledger);
  if (pause !== undefined) return decide("no-op", `Already ${explainPause(pause)}`);
  if (phase === "promoting") {
    return refuseCommand(
      "pause",
      "the release must be on its way through its stages: got promoting, which only takes traffic off the canary",
      `sluice status ${environment} shows how far it is`,
    );
  }
  if (!isRunning(ledger) || attempt === undefined) {
    return refuseCommand(
      "pause",
      `a release must be under way: got ${phase}${attempt === undefined ? ", and no attempt is known" : ""}`,
      `sluice status ${environment} shows it`,
    );
  }
  const announced =
    intent !== undefined && intent.to > intent.from
      ? `; the write of ${intent.to} % was announced before and may still come`
      : "";
  return decide(
    "act",
    `Paused at ${describeWeight(weight)}: nothing rises, what runs judges on and may abort${announced}`,
  );
}

/** Decides what `sluice resume` does; it raises nothing itself. */
export function decideResume(ledger: Ledger): PauseDecision {
  const pause = pauseOf(ledger);
  if (pause === undefined) return decide("no-op", "Nobody paused the release: nothing to resume");
  return decide("act", `Resumed; it was ${explainPause(pause)}`);
}

/** Next steps after a pause or its end. */
export function afterPause(ledger: Ledger): readonly string[] {
  const { environment } = ledger;
  if (!isRunning(ledger)) return [`sluice status ${environment}`];
  return pauseOf(ledger) === undefined
    ? [`sluice rollout ${environment}`]
    : [resumeCommand(environment), `sluice abort ${environment} --reason TEXT`];
}
