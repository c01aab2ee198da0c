import { writeEvent } from "../cluster/events";
import { decideStage } from "../core/stage/decide-stage";
import type { StageDecision } from "../core/stage/decide-stage";
import type { Ledger } from "../core/ledger/ledger";
import { reconcileWeight } from "../core/ledger/reconcile-weight";
import type { Reconciliation } from "../core/ledger/reconcile-weight";
import { writtenWeight } from "../core/live";
import { readRoute } from "../traffic/read-route";
import type { RouteView } from "../core/routers/router";
import type { Session } from "../session/session";

/** Where a stage stands, read at one moment. */
export interface StageContext {
  readonly weight: number;
  readonly ledger: Ledger | undefined;
  readonly route: RouteView | undefined;
  readonly reconcile: Reconciliation;
  readonly decision: StageDecision;
}

/**
 * Reads ledger and route and compares them.
 * @param adopt - write what the route shows and the ledger does not know yet; only under the lock
 */
export async function readStage(session: Session, weight: number, adopt: boolean): Promise<StageContext> {
  const [stored, route] = await Promise.all([
    session.store.read(),
    readRoute(session.cluster, session.settings),
  ]);
  const { ledger, reconcile } = await reconciled(session, stored?.ledger, route, adopt);
  const decision = decideStage({
    ledger,
    image: session.settings.image,
    weight,
    ...(route === undefined ? {} : { liveWeight: writtenWeight(route.live) }),
  });
  return { weight, ledger, route, reconcile, decision };
}

/** Takes over what the route shows of our own interrupted writes; `same` afterwards unless somebody else wrote. */
export async function reconciled(
  session: Session,
  ledger: Ledger | undefined,
  route: RouteView | undefined,
  adopt: boolean,
): Promise<{ ledger: Ledger | undefined; reconcile: Reconciliation }> {
  if (ledger === undefined || route === undefined) return { ledger, reconcile: { kind: "same" } };
  const found = reconcileWeight(ledger, route.live, session.now());
  if (found.kind !== "adopt") return { ledger, reconcile: found };
  const reconcile: Reconciliation =
    found.drift === undefined ? { kind: "same" } : { kind: "drift", ...found.drift };
  if (!adopt) return { ledger: found.ledger, reconcile };
  const stored = await session.store.update((current) => {
    const again = reconcileWeight(current, route.live, session.now());
    return again.kind === "adopt" ? again.ledger : undefined;
  });
  await writeEvent(session.cluster, session.settings, found.event, new Date(session.now() * 1000));
  session.say(`${found.event.message} (${found.what}, taken over after an interruption)`);
  return { ledger: stored.ledger, reconcile };
}
