import { describeWeight } from "../../stage/exposure";
import type { ZeroKind } from "../../live";
import { nameReason } from "../../name-reason";
import type { Ledger, StageVerdict } from "../ledger";
import type { Transition } from "../transition";
import { requirePhase } from "../transition";
import { aborted } from "./weight-transition";

/** The second lever, taken in place of a write of weight 0. */
export interface LeverWrite {
  readonly kind: ZeroKind;
  /** One sentence, or the text given to `sluice abort`. */
  readonly reason: string;
  /** Reason why weight 0 is not on the route. */
  readonly because: string;
  readonly services: readonly string[];
  /** Verdict of a soak that ended `fail` or blind: belongs to the stage that was soaking. */
  readonly verdict?: StageVerdict;
  readonly nowSeconds: number;
}

/**
 * Users' requests go to stable although the route still has its weight, which stays as it is in the ledger: a write of
 * 0 is still to come. Ends the attempt; one that has ended stays as it is.
 * @throws {PhaseError} while promoting for everything but `abort`
 */
export function leverTaken(ledger: Ledger, lever: LeverWrite): Transition {
  const { kind, reason, because, services, nowSeconds } = lever;
  const ended = ledger.phase === "aborted" || ledger.phase === "promoted";
  if (!ended) {
    const promoting = kind === "abort" ? (["promoting"] as const) : [];
    requirePhase(ledger, kind, "progressing", "held", "passed", ...promoting);
  }
  const why = kind === "abort" ? reason : nameReason(kind, reason);
  const message = `All traffic is sent to stable by ${services.map((name) => `Service ${name}`).join(", ")}, the route still has ${describeWeight(ledger.weight)}: ${because} (${why})`;
  return {
    ledger: ended ? ledger : aborted(ledger, why, nowSeconds, lever),
    event: { type: "Warning", reason: "SecondLever", message },
  };
}
