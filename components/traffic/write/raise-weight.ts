import type { Cluster } from "../../cluster/api";
import { isUnreachable } from "../../cluster/api-error";
import type { Settings } from "../../core/settings";
import { hasEpoch } from "../../core/live";
import { readRouteAlone } from "../look/read-route";
import type { RouteView } from "../../core/routers/router";
import { describeWeight } from "../../core/stage/exposure";
import { writeWeight } from "./write-route";
import type { RaisedWeight } from "./write-route";
import { persist } from "../persist";

/** Longest wait for an API server that is away, seconds: after that the gate's evidence is no longer fresh. */
const patienceSeconds = 30;

/**
 * Explains a raise that was given up: one of which a try before had no answer may be written, and undone since.
 * @param triesBefore - of the same write
 */
export function explainGivenUp(weight: number, triesBefore: number): string {
  const what = describeWeight(weight);
  return triesBefore === 0
    ? `${what} was not written`
    : `an answer was lost, and whether this run had written ${what} before is not known`;
}

/** Context of raising the weight. */
export interface RaiseContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  say(text: string, severity?: "info" | "warning"): void;
}

/**
 * Carries out the raise that an intent in the ledger announced. Where the answer is lost the same write is tried again:
 * its tests let it happen once, and the epoch on the route shows that it has.
 * @param view - the route as the gate saw it
 * @param demand - called before each try; throws where the lock is lost, or the gate's decision is too old
 * @returns the route with the new weight
 * @throws {ApiError} when another writer was first (a conflict), or the API server stayed away
 * @throws the error of `demand`, unless a try before has written the weight
 */
export async function raiseWeight(
  { settings, cluster, say }: RaiseContext,
  view: RouteView,
  change: RaisedWeight,
  demand: () => void,
): Promise<RouteView> {
  let sent = false;
  const write = async (): Promise<RouteView> => {
    try {
      demand();
      sent = true;
      return await writeWeight(cluster, settings, view, change);
    } catch (error) {
      if (!sent || isUnreachable(error)) throw error;
      const now = await readRouteAlone(cluster, settings);
      // A run that took the lock meanwhile fenced the route: its weight is still the one of this write.
      if (now === undefined || !hasEpoch(now.live, change.epoch)) throw error;
      return now;
    }
  };
  const away = (error: Error): void =>
    say(`${describeWeight(change.weight)} is not known to be written: ${error.message}`, "warning");
  return await persist(write, away, patienceSeconds);
}
