import { ApiError, isConflict, isUnreachable } from "../cluster/api-error";
import type { CheckId } from "../core/ledger/gate-check";
import type { Settings } from "../core/settings";
import { confirmMove } from "../core/ledger/weight-transition";
import { readRouteAlone } from "../traffic/read-route";
import type { RouteView } from "../core/routers/router";
import { persist } from "../traffic/persist";
import { raiseWeight } from "../traffic/raise-weight";
import { InterruptedError, WaitTimeoutError, waitFor } from "../traffic/wait";
import { RunEnd } from "../session/failure";
import { heldLock } from "../session/held-locks";
import type { Session } from "../session/session";
import { explainUnwatched, unwatched } from "./unwatched";

/** A raise of the weight that the gate has let pass. */
export interface Raise {
  readonly weight: number;
  readonly epoch: string;
  /** What allowed it. */
  readonly reason: string;
  readonly waived: readonly CheckId[];
}

/**
 * Carries the announced raise out and records it; whoever wrote the route meanwhile wins, and is named.
 * @returns the route once the router has taken it; one that does not is the soak's to find out
 * @throws {RunEnd} `refused` where somebody else wrote, `inconclusive` where it cannot be told or recorded, `interrupted`
 */
export async function raiseTraffic(
  session: Session,
  view: RouteView,
  raise: Raise,
): Promise<RouteView | undefined> {
  await carryOut(session, view, raise);
  await record(session, raise);
  session.say(`traffic ${view.live.weight} → ${raise.weight} %`);
  return await followed(session).catch((error: unknown) => {
    throw error instanceof InterruptedError ? unwatched(session.settings, raise.weight) : error;
  });
}

async function carryOut(session: Session, view: RouteView, { weight, epoch }: Raise): Promise<void> {
  const { cluster, settings } = session;
  try {
    await raiseWeight(session, view, { weight, epoch }, () => demandLock(settings));
  } catch (error) {
    if (isUnreachable(error)) {
      const doubt = `Cannot tell whether the weight of ${weight} % was written for "${settings.app}"`;
      throw notWatched(doubt, error as Error, settings);
    }
    if (!isConflict(error)) throw error;
    const now = await readRouteAlone(cluster, settings);
    // The intent stays: the next run sees that it was not carried out.
    throw new RunEnd(
      "refused",
      `Cannot shift traffic to "${settings.app}": the route was written by ${now?.live.lastWriter?.manager ?? "somebody"} at ${now?.live.lastWriter?.at ?? "an unknown time"} just before us: weight was ${view.live.weight} %, is ${now?.live.weight ?? "?"} %${now?.live.zeroReason ? ` (${now.live.zeroReason.kind}: ${now.live.zeroReason.reason})` : ""}; nothing was written; sluice status ${settings.environment} shows what holds`,
    );
  }
}

async function record(session: Session, { weight, epoch, ...why }: Raise): Promise<void> {
  const { settings, store } = session;
  const confirm = async (): Promise<void> => {
    const ledger = (await store.read())?.ledger;
    // Recorded already, by a try whose answer was lost.
    if (ledger?.epoch === epoch && ledger.intent === undefined) return;
    await session.commit((current, nowSeconds) =>
      confirmMove(current, { to: weight, epoch, ...why, nowSeconds }),
    );
  };
  const away = (error: Error): void =>
    session.say(`the ledger is not written yet: ${error.message}`, "warning");
  try {
    await persist(confirm, away);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw notWatched(`Cannot record that traffic of "${settings.app}" is at ${weight} %`, error, settings);
  }
}

function notWatched(what: string, error: Error, settings: Settings): RunEnd {
  return new RunEnd("inconclusive", `${what}: ${error.message}; ${explainUnwatched(settings)}`);
}

function demandLock(settings: Settings): void {
  const lost = heldLock(settings)?.lost;
  if (lost === undefined || lost.aborted)
    throw new RunEnd(
      "busy",
      `${(lost?.reason as Error | undefined)?.message ?? "the lock is not held"}: this run writes nothing any more`,
    );
}

async function followed(session: Session): Promise<RouteView | undefined> {
  const { cluster, settings } = session;
  const followedAt = session.now() + settings.traffic.propagationSeconds;
  let last: RouteView | undefined;
  try {
    return await waitFor<RouteView>(
      async () => {
        last = await readRouteAlone(cluster, settings);
        if (last === undefined) return { missing: "the route is gone" };
        const { readiness } = last.live;
        if (readiness.kind === "ready") return { done: last };
        // What is not reported takes its time all the same.
        return readiness.kind === "not-reported" && session.now() >= followedAt
          ? { done: last }
          : { missing: readiness.problem };
      },
      {
        timeoutSeconds: Math.max(10, 3 * settings.traffic.propagationSeconds),
        everyMs: 200,
        signal: session.interrupted,
      },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    session.say(`the router has not taken the new weight yet: ${error.message}`, "warning");
    return last;
  }
}
