import type { Cluster } from "../../cluster/api";
import { readProxied } from "../../core/gate/proxied";
import { summarizeProbes, unverified } from "../../core/gate/probes";
import type { ProbeFact } from "../../core/gate/probes";
import type { RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import { objectNames } from "../../core/settings";
import type { Settings } from "../../core/settings";
import type { Track } from "../../core/track";
import { probesAtOnce, probeTrack } from "./probe";
import { callTrack } from "./reach-calls";

/** Requests that must reach one track: through the router, or to its pods where the router sends none to one track. */
export async function reachTrack(
  cluster: Cluster,
  view: RouteView,
  settings: Settings,
  track: Track,
): Promise<ProbeFact> {
  const { byPods, isOfCalls } = routerOf(settings);
  if (isOfCalls) return await callTrack(view, settings, track);
  return byPods ? await reachPods(cluster, settings, track) : await probeTrack(view, settings, track);
}

/** Asks a track's pods by the API server's proxy, which may not reach them, or may not be used. */
export async function reachPods(cluster: Cluster, settings: Settings, track: Track): Promise<ProbeFact> {
  const { app, namespace, port, traffic } = settings;
  const service = `${objectNames(app).probe(track)}:${port}`;
  const path = `/api/v1/namespaces/${namespace}/services/${service}/proxy${traffic.probePath}`;
  const answers = await Promise.all(
    Array.from({ length: probesAtOnce }, async () =>
      readProxied(await cluster.raw("GET", path, { timeoutMs: 3000, accept: "*/*" }).catch(toAway)),
    ),
  );
  const away = answers.find((answer) => "away" in answer);
  if (away !== undefined) return unverified(away.away);
  return summarizeProbes(
    answers.flatMap((answer) => ("away" in answer ? [] : [answer])),
    track,
  );
}

const toAway = (error: unknown): { readonly problem: string } => ({ problem: (error as Error).message });
