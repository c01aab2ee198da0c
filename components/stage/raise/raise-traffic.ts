import { isConflict, isUnreachable } from "../../cluster/api-error";
import type { Ledger } from "../../core/ledger/ledger";
import { findStaleGate } from "../../core/gate/gate-age";
import { confirmMove } from "../../core/ledger/transitions/weight-transition";
import { readRouteAlone } from "../../traffic/look/read-route";
import type { RouteView } from "../../core/routers/router";
import { commitOnce } from "../../traffic/commit-once";
import { explainGivenUp, raiseWeight } from "../../traffic/write/raise-weight";
import type { RaisedWeight } from "../../traffic/write/write-route";
import { given } from "../../core/given";
import { describeMove, describeWeight } from "../../core/stage/exposure";
import { WaitTimeoutError, waitFor } from "../../traffic/wait";
import { RunEnd } from "../../core/run-end";
import { nameReason } from "../../core/name-reason";
import { heldLock } from "../../session/held-locks";
import type { Session } from "../../session/session";
import { endAtWeight, explainWaysOut, nobodyWatches } from "../unwatched";

/** A raise of the weight that the gate has let pass. */
export interface Raise extends RaisedWeight {
  /** Reason that allowed the rise. */
  readonly reason: string;
  readonly waived: readonly string[];
  /** Moment at which the gate that allowed it was asked, seconds since the epoch. */
  readonly askedAtSeconds: number;
}

/**
 * Carries the announced raise out and records it; a writer who changed the route meanwhile wins, and is named.
 * @returns the route once the router has taken it; the soak finds out about a router that does not
 * @throws {RunEnd} `refused` where another wrote or the gate's decision is too old, `inconclusive` where it cannot be
 * confirmed or recorded, `busy` where the lock is lost, `interrupted`; after the write each names the weight that is
 * live
 */
export async function raiseTraffic(
  session: Session,
  view: RouteView,
  raise: Raise,
): Promise<RouteView | undefined> {
  const { settings } = session;
  const { weight } = raise;
  await carryOut(session, view, raise);
  try {
    await record(session, raise);
    session.say(`traffic ${describeMove(view.live.weight, " → ", weight)}`);
    return await followed(session);
  } catch (error) {
    const action = `record that traffic of "${settings.app}" is at ${describeWeight(weight)}`;
    throw await endAtWeight(error, action, session, weight);
  }
}

async function carryOut(session: Session, view: RouteView, raise: Raise): Promise<void> {
  const { cluster, settings } = session;
  const { weight, epoch, match, mirror } = raise;
  const change = { weight, epoch, ...given("match", match), ...given("mirror", mirror) };
  let tries = 0;
  try {
    await raiseWeight(session, view, change, () => {
      demandRaise(session, raise, tries);
      tries += 1;
    });
  } catch (error) {
    if (isUnreachable(error)) {
      const doubt = `Cannot confirm that the weight of ${describeWeight(weight)} was written for "${settings.app}"`;
      throw new RunEnd("inconclusive", {
        text: `${doubt}: ${(error as Error).message}; ${nobodyWatches}`,
        fix: explainWaysOut(settings),
      });
    }
    if (!isConflict(error)) throw error;
    const now = (await readRouteAlone(cluster, settings).catch(() => undefined))?.live;
    const writer = now?.lastWriter;
    // The intent stays: the next run sees that it was not carried out.
    throw new RunEnd("refused", {
      text: `Cannot shift traffic to "${settings.app}": the route was written by ${writer?.manager ?? "another writer"} at ${writer?.at ?? "an unknown time"} just before this run: weight was ${view.live.weight} %, is ${now?.weight ?? "?"} %${now?.zeroReason ? ` (${nameReason(now.zeroReason.kind, now.zeroReason.reason)})` : ""}; ${explainGivenUp(weight, tries - 1)}`,
      fix: `sluice status ${settings.environment} shows the state`,
    });
  }
}

async function record(session: Session, raise: Raise): Promise<void> {
  const { weight: to, epoch, reason, waived } = raise;
  const isRecorded = (ledger: Ledger): boolean => ledger.epoch === epoch && ledger.intent === undefined;
  await commitOnce(session, isRecorded, (ledger, nowSeconds) =>
    confirmMove(ledger, { to, epoch, reason, waived, nowSeconds }),
  );
}

/** Refuses a raise by a lost lock, or by a gate from before the machine slept. */
function demandRaise(
  { settings, now }: Session,
  { weight, askedAtSeconds }: Raise,
  triesBefore: number,
): void {
  const lost = heldLock(settings)?.lost;
  if (lost === undefined || lost.aborted)
    throw new RunEnd(
      "busy",
      `${(lost?.reason as Error | undefined)?.message ?? "this run does not have the lock"}: this run writes nothing any more`,
    );
  const stale = findStaleGate(askedAtSeconds, now());
  if (stale !== undefined)
    throw new RunEnd("refused", {
      text: `Cannot shift traffic to "${settings.app}": ${stale}; ${explainGivenUp(weight, triesBefore)}`,
      fix: "run the same command again",
    });
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
        // A router that reports no status needs its full propagation time.
        return readiness.kind === "not-reported" && session.now() >= followedAt
          ? { done: last }
          : { missing: readiness.text };
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
