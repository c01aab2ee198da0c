import type { MachineFacts } from "./facts";

/** Result of one check of the machine. */
export interface MachineCheck {
  readonly name: string;
  /** State of the checked part; "note": not wrong, or not known. */
  readonly state: "ok" | "note" | "missing";
  readonly found: string;
  /** Way out, imperative. */
  readonly fix?: string;
  /** Whether a sandbox needs it at each start, and not only to make its tools. */
  readonly atStart: boolean;
}

/** Judges whether a sandbox can run on a machine. */
export function judgeMachine(facts: MachineFacts): readonly MachineCheck[];
