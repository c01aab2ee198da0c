import type { EvidenceState } from "../../core/verdict/index";
import type { Session } from "../../session/session";
import { startSyntheticChecks } from "./synthetic-checks";
import type { SyntheticChecks } from "./synthetic-checks";

/** Requests of our own of a watch that outlives exposures: at most those of one at a time. */
export interface SyntheticKeeper {
  /**
   * Requests of one exposure; they begin with it, and end with the next one's.
   * @param exposure - names it
   */
  at(exposure: string, state: EvidenceState): SyntheticChecks;
  stop(): void;
}

/** Sends nothing yet. */
export function keepSynthetic(session: Session): SyntheticKeeper {
  let current: { readonly exposure: string; readonly checks: SyntheticChecks } | undefined;
  const stop = (): void => {
    current?.checks.stop();
    current = undefined;
  };
  return {
    at: (exposure, state) => {
      if (current?.exposure !== exposure) {
        stop();
        current = { exposure, checks: startSyntheticChecks(session, state) };
      }
      return current.checks;
    },
    stop,
  };
}
