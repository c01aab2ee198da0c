import type { ExitName } from "./exit-code";

/**
 * An expected end of a run that is not success, in words for a person. Whoever hands it to another process puts its
 * code in front, see {@link withCode}.
 */
export class RunEnd extends Error {
  readonly end: ExitName;
  /** The ledger has a transition that reports it. */
  readonly recorded: boolean = false;

  constructor(end: ExitName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.end = end;
  }
}
