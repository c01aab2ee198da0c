import type { SelectorInput, Source } from "../sources/source";
import type { Track } from "../track";
import { userRates } from "./user-rates";
import type { UserRates } from "./user-rates";

/**
 * Counters of one track's requests, for dashboards and alerts: the verdict reads raw samples instead.
 * @returns undefined where the labels of the source's counters do not tell the track
 */
export const trackRates = (
  source: Pick<Source, "rates" | "countsIn" | "asTold" | "byAddress">,
  input: SelectorInput,
  ignoreRoutes: readonly string[],
  track: Track,
): UserRates | undefined =>
  source.byAddress === undefined ? userRates(source, input, ignoreRoutes, track) : undefined;
