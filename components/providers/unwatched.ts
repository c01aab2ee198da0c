import type { Settings } from "../core/settings";
import { RunEnd } from "./failure";

/** P13: a run is interrupted while the canary has traffic: nothing moves, and everybody knows that nobody watches. */
export function unwatched({ app, stack, environment }: Settings, weight: number): RunEnd {
  return new RunEnd(
    "interrupted",
    `Interrupted: traffic stays at ${weight} % on the canary of "${app}" and nobody watches it now; ` +
      `go on: pulumi up -s ${stack}; take it off: sluice abort ${environment} --reason TEXT`,
  );
}
