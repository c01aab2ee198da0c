import { isUnreachable } from "../../cluster/api-error";
import { runChecks } from "../../checks/run-checks";
import { isRepeatable } from "../../core/checks/repeatable";
import { RunEnd } from "../../core/run-end";
import { watchChecks } from "../../core/stage/check-clock";
import type { CheckClock, CheckLook } from "../../core/stage/check-clock";
import type { Stage } from "../../core/stage/exposure";
import type { Session } from "../../session/session";
import type { Load } from "../../traffic/write/follow-load";
import { readRoute } from "../../traffic/look/read-route";
import { sleep } from "../../traffic/wait";
import { findMissingPods } from "./raise-canary";

/** Shortest gap between two looks that begins the time again, seconds. */
const shortestGapSeconds = 30;

/**
 * Asks the checks of a canary without traffic again and again, until all of them have passed for as long as the stage
 * asks. Only requests that change nothing are repeated; the gate asks the others.
 * @param load - pods that it has to keep
 * @returns time for which they passed, seconds
 * @throws {RunEnd} `refused` where one does not pass, or the pods do not stay ready
 */
export async function checkCanary(
  session: Session,
  stage: Stage,
  load: Load,
  neededSeconds: number,
): Promise<number> {
  const { settings, interrupted } = session;
  const { app, environment, analysis, readySeconds } = settings;
  const terms = {
    neededSeconds,
    longestGapSeconds: Math.max(shortestGapSeconds, 3 * analysis.tickSeconds),
    begunSeconds: session.now(),
    patienceSeconds: readySeconds,
  };
  let clock: CheckClock | undefined;
  for (;;) {
    const decision = watchChecks(clock, await look(session, stage, load), terms);
    if (decision.kind === "done") {
      session.say(`checks passed on the canary for ${Math.floor(decision.passedSeconds)} s at weight 0`);
      return decision.passedSeconds;
    }
    if (decision.kind === "refuse")
      throw new RunEnd("refused", {
        text: `Cannot shift traffic to "${app}": ${decision.rule}; weight was not changed`,
        fix: `look at the canary, fix the image or the check, or sluice abort ${environment}`,
      });
    ({ clock } = decision);
    session.progress(decision.sentence);
    await sleep(analysis.tickSeconds * 1000, interrupted);
  }
}

async function look(session: Session, stage: Stage, load: Load): Promise<CheckLook> {
  const { settings, cluster, store } = session;
  try {
    const [pods, route, stored] = await Promise.all([
      findMissingPods(session, load),
      readRoute(cluster, settings),
      store.read(),
    ]);
    const checks = await runChecks(
      {
        cluster,
        settings: { ...settings, checks: (settings.checks ?? []).filter(isRepeatable) },
        route,
        about: { place: "gate", stage: stage.key, attempt: stored?.ledger.attempt?.number ?? 0 },
        nowSeconds: session.now(),
      },
      { use: "gate", isCanaryUp: true, isRollback: false },
    );
    return { nowSeconds: session.now(), missing: pods?.missing, checks };
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return { nowSeconds: session.now(), missing: (error as Error).message, checks: undefined };
  }
}
