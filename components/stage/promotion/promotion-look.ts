import { readTrack } from "../../cluster/workloads";
import type { Ledger } from "../../core/ledger/ledger";
import type { PromotionFacts } from "../../core/release/promotion-steps";
import type { RouteView } from "../../core/routers/router";
import { RunEnd } from "../../core/run-end";
import { both, seen } from "../../core/stage/seen";
import type { Seen } from "../../core/stage/seen";
import type { Session } from "../../session/session";
import { followLoad } from "../../traffic/write/follow-load";
import { readRoute } from "../../traffic/look/read-route";
import { keepStableFloor } from "../../traffic/write/stable-floor";
import { see as seeAlone } from "../see";
import { lookAtStable } from "./stable-ready";
import type { Promoted } from "./stable-ready";

/** Result of one look of a promotion at the cluster. */
export interface PromotionLook {
  readonly facts: Pick<PromotionFacts, "route" | "stable" | "canary">;
  /** Absent where it could not be read. */
  readonly view?: RouteView;
}

/** A release that another command ended ends the look as well. */
const see = async <T>(reading: Promise<T>): Promise<Seen<T>> =>
  await seeAlone(reading, (error) => error instanceof RunEnd);

/** Looks at both tracks and the route: the canary keeps the size that carries everything while traffic may go back. */
export async function lookAround(
  session: Session,
  ledger: Ledger,
  promoted: Promoted,
): Promise<PromotionLook> {
  const { settings, cluster } = session;
  const [route, stable, canary, load] = await Promise.all([
    see(readRoute(cluster, settings)),
    see(lookAtStable(session, promoted)),
    see(readTrack(cluster, settings, "canary")),
    see(followLoad(session, 100, ledger.weight)),
    see(keepStableFloor(session, ledger.weight)),
  ]);
  const view = route.kind === "seen" ? route.value : undefined;
  return {
    facts: {
      route: route.kind === "seen" ? seen(route.value?.live) : route,
      stable,
      canary: both(canary, load, (track, { canary: needed }) => ({
        ready: track?.readyReplicas ?? 0,
        needed,
      })),
    },
    ...(view === undefined ? {} : { view }),
  };
}
