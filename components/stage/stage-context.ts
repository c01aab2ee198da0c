import type { LiveRoute } from "../core/live";
import type { Stage } from "../core/stage/exposure";
import { addLever, findLeverDrift } from "../core/lever/explain-lever";
import type { Lever } from "../core/lever/service";
import { readReleased } from "../revisions/released-revision";
import type { ReleasedRevision } from "../revisions/released-revision";
import { decideStage } from "../core/stage/decide-stage";
import type { StageDecision } from "../core/stage/decide-stage";
import type { Ledger } from "../core/ledger/ledger";
import { reconcileWeight } from "../core/ledger/transitions/reconcile-weight";
import type { Reconciliation } from "../core/ledger/transitions/reconcile-weight";
import { writtenWeight } from "../core/live";
import { findLever } from "../traffic/end/lever";
import { readRoute } from "../traffic/look/read-route";
import type { RouteView } from "../core/routers/router";
import type { Session } from "../session/session";

/** Ledger and live traffic, read at one moment. */
export interface LiveTraffic {
  readonly ledger: Ledger | undefined;
  readonly route: RouteView | undefined;
  /** Track that the canary's Service selects. */
  readonly lever: Lever;
  readonly reconcile: Reconciliation;
}

/** State of a stage, read at one moment. */
export interface StageContext extends LiveTraffic {
  readonly stage: Stage;
  readonly decision: StageDecision;
  readonly released: ReleasedRevision;
}

/**
 * Reads ledger, route and second lever and compares them.
 * @param adopt - adopt writes that the route shows and the ledger does not know yet; only under the lock
 */
export async function readLiveTraffic(session: Session, adopt: boolean): Promise<LiveTraffic> {
  const { cluster, settings } = session;
  const [stored, route, lever] = await Promise.all([
    session.store.read(),
    readRoute(cluster, settings),
    findLever(cluster, settings),
  ]);
  const { ledger, reconcile } = await reconciled(session, stored?.ledger, route?.live, adopt);
  return { ledger, route, lever, reconcile: addLever(reconcile, findLeverDrift(lever, settings)) };
}

/** Reads {@link readLiveTraffic}, and what `up` of a stage does by it. */
export async function readStage(session: Session, stage: Stage, adopt: boolean): Promise<StageContext> {
  const { cluster, settings } = session;
  const traffic = await readLiveTraffic(session, adopt);
  const { ledger, route } = traffic;
  const released = await readReleased(cluster, settings, ledger, session.checkout);
  const decision = decideStage({
    ledger,
    wanted: released.wanted,
    ...(released.differs === undefined ? {} : { differs: released.differs }),
    stage,
    ...(route === undefined ? {} : { liveWeight: writtenWeight(route.live) }),
  });
  return { ...traffic, stage, decision, released };
}

/** Adopts Sluice's own interrupted writes from the route; `same` afterwards unless another writer changed it. */
export async function reconciled(
  session: Pick<Session, "now" | "commit" | "say">,
  ledger: Ledger | undefined,
  live: LiveRoute | undefined,
  adopt: boolean,
): Promise<{ ledger: Ledger | undefined; reconcile: Reconciliation }> {
  if (ledger === undefined || live === undefined) return { ledger, reconcile: { kind: "same" } };
  const found = reconcileWeight(ledger, live, session.now());
  if (found.kind !== "adopt") return { ledger, reconcile: found };
  const reconcile: Reconciliation =
    found.drift === undefined ? { kind: "same" } : { kind: "drift", ...found.drift };
  if (!adopt) return { ledger: found.ledger, reconcile };
  let told: string | undefined;
  // Another process may have recorded the write since it was read: the ledger of now decides.
  const after = await session.commit((current, nowSeconds) => {
    const again = reconcileWeight(current, live, nowSeconds);
    told =
      again.kind === "adopt"
        ? `${again.event.message} (${again.what}, taken over after an interruption)`
        : undefined;
    return again.kind === "adopt" ? { ledger: again.ledger, event: again.event } : undefined;
  });
  if (told !== undefined) session.say(told);
  return { ledger: after, reconcile };
}
