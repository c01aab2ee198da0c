import { describeWeight } from "../core/stage/exposure";
import { ApiError } from "../cluster/api-error";
import type { Settings } from "../core/settings";
import { LockLostError } from "../ledger/lock-keeper";
import type { Problem } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { toRunEnd } from "../session/failure";
import type { Session } from "../session/session";
import { readRoute } from "../traffic/look/read-route";

/**
 * P13: end of a run that is interrupted while the canary has traffic: nothing moves, and the message says that no run
 * watches it.
 */
export function unwatched(settings: Settings, weight: number): RunEnd {
  return new RunEnd("interrupted", {
    text: `Interrupted: traffic stays at ${describeWeight(weight)} on the canary of "${settings.app}" and ${nobodyWatches}`,
    fix: explainWaysOut(settings),
  });
}

/** Warning for a person where a run ends while the canary may have traffic. */
export const nobodyWatches = "no run watches it now";

/** Both ways out for a canary with traffic that no run watches. */
export function explainWaysOut({ stack, environment }: Settings): string {
  return `go on: pulumi up -s ${stack}; watch it: sluice watch ${environment}; take it off: sluice abort ${environment} --reason TEXT`;
}

/** Warning and ways out in one sentence. */
export function explainUnwatched(settings: Settings): string {
  return `${nobodyWatches}; ${explainWaysOut(settings)}`;
}

/** Sentence on where traffic stays after a raise that did not happen, and that no run watches a canary with traffic. */
function explainStay(settings: Settings, weight: number | undefined): string {
  if (weight === undefined) return "weight stays as it is";
  return weight === 0
    ? "weight stays at 0 %"
    : `weight stays at ${describeWeight(weight)}, and ${explainUnwatched(settings)}`;
}

/** End of a run whose gate refuses, or whose stage cannot rise; where traffic stays is a line of its own. */
export function refuseToRise(
  { settings }: Pick<Session, "settings">,
  why: Problem,
  weight: number | undefined,
): RunEnd {
  return new RunEnd("refused", { ...why, text: `${why.text}\n${explainStay(settings, weight)}` });
}

/** Longest wait for the route when a run ends because of something else, milliseconds. */
const lookMs = 2000;

/**
 * The end of a run that had written a weight, or found it written: whatever went wrong, it says where traffic is and
 * who watches.
 * @param weight - the canary's last known weight, percent; the route is asked once more
 */
export async function endAtWeight(
  error: unknown,
  action: string,
  { settings, cluster }: Pick<Session, "settings" | "cluster">,
  weight: number,
): Promise<RunEnd> {
  const reason = toRunEnd(error, action);
  // A write that the API server refused or lost leaves a weight that is live and not confirmed.
  const end = error instanceof ApiError ? "inconclusive" : reason.end;
  if (end === "interrupted") return unwatched(settings, weight);
  const live = await Promise.race([
    readRoute(cluster, settings).then(
      (route) => route?.live.weight,
      () => undefined,
    ),
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), lookMs).unref()),
  ]);
  const where =
    live === undefined
      ? `the canary of "${settings.app}" had ${describeWeight(weight)} of the traffic when it was last seen`
      : `the canary of "${settings.app}" has ${live} % of the traffic`;
  const { text, fix: ways } = reason.problem;
  const [watch, fix] =
    error instanceof LockLostError
      ? ["another process has the lock and watches it", `sluice status ${settings.environment} names it`]
      : [nobodyWatches, explainWaysOut(settings)];
  return new RunEnd(end, {
    text: `${text}; ${where}, and ${watch}`,
    fix: ways === undefined ? fix : `${ways}; ${fix}`,
  });
}
