/** Decision of a `sluice` command on a release, taken before anything is touched. */
export interface CommandDecision<Step extends string> {
  /** `act`: do the steps; `no-op`: it is so already, the steps only check it again; `refuse`: nothing is touched. */
  readonly kind: "act" | "no-op" | "refuse";
  /** In this order; each may be repeated after a crash. */
  readonly steps: readonly Step[];
  /** Exit code where every step succeeds. */
  readonly exitCode: 0 | 3;
  readonly sentence: string;
  /** Way out, imperative; set where it refuses. */
  readonly fix?: string;
}

/** A refusal in the project's grammar. */
export function refuseCommand(action: string, rule: string, fix: string): CommandDecision<never> {
  return { kind: "refuse", steps: [], exitCode: 3, sentence: `Cannot ${action}: ${rule}`, fix };
}
