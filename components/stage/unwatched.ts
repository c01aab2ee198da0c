import type { Settings } from "../core/settings";
import { RunEnd } from "../session/failure";

/** P13: a run is interrupted while the canary has traffic: nothing moves, and everybody knows that nobody watches. */
export function unwatched(settings: Settings, weight: number): RunEnd {
  return new RunEnd(
    "interrupted",
    `Interrupted: traffic stays at ${weight} % on the canary of "${settings.app}" and ${explainUnwatched(settings)}`,
  );
}

/** What a person must know where a run ends while the canary may have traffic. */
export function explainUnwatched({ stack, environment }: Settings): string {
  return `nobody watches it now; go on: pulumi up -s ${stack}; take it off: sluice abort ${environment} --reason TEXT`;
}
