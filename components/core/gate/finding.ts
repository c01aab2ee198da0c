import type { Precedent, Problem } from "../problem";
import type { Track } from "../track";

/** One thing that speaks against moving traffic. */
export interface GateProblem extends Problem {
  readonly fix: string;
  /** Set where it concerns one track only: an emergency release may waive problems of stable. */
  readonly track?: Track;
}

/** Result of one check before waivers. */
export interface Finding {
  /** Everything against it; empty when nothing is. */
  readonly problems: readonly GateProblem[];
  /** Text where there is no problem. */
  readonly fine: string;
  /** Part of it is decided in the second gate. */
  readonly pending?: boolean;
}

/** A finding without problems. */
export function fine(text: string): Finding {
  return { problems: [], fine: text };
}

/** A finding with one problem. */
export function problem(text: string, fix: string, awaits?: Precedent): Finding {
  return { problems: [{ text, fix, ...(awaits === undefined ? {} : { awaits }) }], fine: "" };
}
