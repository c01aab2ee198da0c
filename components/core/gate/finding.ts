import type { Track } from "../track";

/** One thing that speaks against moving traffic. */
export interface Problem {
  /** `<path> must be <rule with unit>: got <value>`, without final period. */
  readonly text: string;
  /** What to do about it. */
  readonly wayOut: string;
  /** Set where it concerns one track only: an emergency release may waive problems of stable. */
  readonly track?: Track;
}

/** What one check found, before waivers. */
export interface Finding {
  /** Everything against it; empty when nothing is. */
  readonly problems: readonly Problem[];
  /** What is said when nothing is wrong. */
  readonly fine: string;
  /** Part of it is decided in the second gate. */
  readonly pending?: boolean;
}

/** A finding without problems. */
export function fine(text: string): Finding {
  return { problems: [], fine: text };
}

/** A finding with one problem. */
export function problem(text: string, wayOut: string): Finding {
  return { problems: [{ text, wayOut }], fine: "" };
}
