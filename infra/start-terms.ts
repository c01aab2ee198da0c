import type { ProcessRef } from "../components/session/watch-parents";

/** Variable by which a command has a run load its program ahead and wait; its value is a {@link StartTerms} as JSON. */
export const startVariable = "SLUICE_START";

/** Terms on which a run that loaded its program ahead begins. */
export interface StartTerms {
  /** File in which the word is written once. */
  readonly file: string;
  /** Command that writes it: without it nothing begins. */
  readonly by: ProcessRef;
}

/** Word of a command to a run that waits for it. */
export type StartWord = "begin" | "drop";
