import type { Ledger } from "../../core/ledger/ledger";
import { routerOf } from "../../core/routers/routers";
import { foretellSynthetic, longestAnswerSeconds } from "../../core/stage/synthetic-forecast";
import { whyNoSynthetic } from "../../core/stage/synthetic-terms";
import { syntheticShareOfAlpha } from "../../core/verdict/index";
import type { Session } from "../../session/session";
import { requestThroughRouter } from "../../traffic/reach/probe";
import { readRouteAlone } from "../../traffic/look/read-route";
import { isPinned, pinnedParameters } from "./pinned";

/** Requests that are timed. */
const times = 3;

/** Sentence of a preview on requests of our own: how soon they take a version off, from this machine. */
export async function foretellSyntheticChecks(
  { settings, cluster }: Pick<Session, "settings" | "cluster">,
  ledger: Ledger | undefined,
): Promise<string> {
  const parameters = isPinned(ledger)
    ? pinnedParameters(ledger, settings)
    : { syntheticShare: syntheticShareOfAlpha };
  const why = whyNoSynthetic(settings, parameters);
  if (why !== undefined) return foretellSynthetic(why, []);
  const view = await readRouteAlone(cluster, settings).catch(() => undefined);
  const rule = view && routerOf(settings).probe(view, settings, "stable");
  const timeoutMs = longestAnswerSeconds * 1000;
  const time = async (): Promise<number | undefined> => {
    const began = performance.now();
    const { status } = await requestThroughRouter(settings.traffic, { ...(rule && { rule }), timeoutMs });
    return status === undefined ? undefined : (performance.now() - began) / 1000;
  };
  return foretellSynthetic(undefined, await Promise.all(Array.from({ length: times }, time)));
}
