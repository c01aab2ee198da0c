import type { Cluster } from "../../cluster/api";
import { lookUp } from "../../cluster/look-up";
import { writtenWeight } from "../../core/live";
import { findForeignRules } from "../../core/routers/foreign-rules";
import type { RouteSettings, Ways } from "../../core/routers/foreign-rules";
import type { RouterObject } from "../../core/routers/routed-kind";
import type { Around, RouteReading, RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import type { Problem } from "../../core/problem";
import { RunEnd } from "../../core/run-end";
import { readAround } from "./read-around";

/** The router's object has the configured name and belongs to another owner. */
export class ForeignRouteError extends RunEnd {
  constructor(problem: Problem) {
    super("refused", problem);
  }
}

async function read(
  cluster: Cluster,
  settings: RouteSettings,
  looking: Promise<readonly Around[]> | readonly Around[],
): Promise<{ reading: RouteReading | undefined; around: readonly Around[] }> {
  const router = routerOf(settings);
  const [object, around] = await Promise.all([
    // A route under another version of its API still sends requests.
    cluster.find<RouterObject>(router.path(settings), { demandServed: true }),
    looking,
  ]);
  return { reading: object && router.read(object, settings, around), around };
}

/**
 * View of an object that was read or returned by a write.
 * @throws {ForeignRouteError} when it belongs to another owner
 */
export function demandOurs(reading: RouteReading, { app }: RouteSettings): RouteView {
  if (reading.kind !== "theirs") return reading.view;
  throw new ForeignRouteError({
    text: `Cannot route traffic to "${app}": sluice:traffic.route must name a route that is not there yet, or one that this stack made: got ${reading.owner}; nothing was touched`,
    fix: "give sluice:traffic.route and .hosts names of their own: a route in use cannot be taken over, unless sluice:traffic.from names it",
  });
}

/** The view of a route that is Sluice's; an offered one is none yet: no write of Sluice's is in it. */
function ofOurs(reading: RouteReading | undefined, settings: RouteSettings): RouteView | undefined {
  return reading === undefined || reading.kind === "offered" ? undefined : demandOurs(reading, settings);
}

/**
 * View with what the router's refusal says of the app's own rules: a rule of others that broke is not waited for. No write
 * of weight 0 asks for it.
 */
async function settle(
  cluster: Cluster,
  view: RouteView | undefined,
  settings: RouteSettings,
): Promise<RouteView | undefined> {
  const doubt = view && routerOf(settings).doubt?.(view, settings);
  if (view === undefined || doubt === undefined) return view;
  const found = await Promise.all(doubt.paths.map(async (path) => await lookUp(cluster, path)));
  return { ...view, live: { ...view.live, readiness: doubt.judge(found) } };
}

/**
 * Reads the route, and the other objects in its namespace that send requests to the canary.
 * @returns undefined when it does not exist
 * @throws {ForeignRouteError} when it belongs to another owner
 */
export async function readRoute(cluster: Cluster, settings: RouteSettings): Promise<RouteView | undefined> {
  const { reading } = await read(cluster, settings, readAround(cluster, settings));
  return await settle(cluster, ofOurs(reading, settings), settings);
}

/** Reads the route alone, without looking for other ways to the canary. */
export async function readRouteAlone(
  cluster: Cluster,
  settings: RouteSettings,
): Promise<RouteView | undefined> {
  const { reading } = await read(cluster, settings, []);
  return await settle(cluster, ofOurs(reading, settings), settings);
}

/** Reads the route for a write of its structure, by which an offered one becomes Sluice's. */
export async function readForStructure(
  cluster: Cluster,
  settings: RouteSettings,
  looking: "alone" | "around",
): Promise<RouteView | undefined> {
  const around = looking === "alone" ? [] : readAround(cluster, settings);
  const { reading } = await read(cluster, settings, around);
  return reading && demandOurs(reading, settings);
}

/**
 * Reads the route alone, for a write of weight 0.
 * @returns undefined also where a foreign object has its name: Sluice may write nothing in it
 */
export async function findOwnRoute(
  cluster: Cluster,
  settings: RouteSettings,
): Promise<RouteView | undefined> {
  const { reading } = await read(cluster, settings, []);
  return reading?.kind === "ours" ? reading.view : undefined;
}

/**
 * Finds foreign rules that reach the canary, also where the route is gone or belongs to another owner, and what the
 * app's own rule sends there.
 */
export async function findWays(cluster: Cluster, settings: RouteSettings): Promise<Ways> {
  const { reading, around } = await read(cluster, settings, readAround(cluster, settings));
  if (reading?.kind === "ours") {
    const { foreign, unseen = [] } = reading.view.live;
    const own = writtenWeight(reading.view.live);
    return { rules: foreign?.rules ?? [], unseen, ...(own === 0 ? {} : { own }) };
  }
  return {
    rules: around.flatMap(({ kind, objects = [] }) =>
      objects.flatMap((object) => findForeignRules(kind, object, settings, false)),
    ),
    unseen: around.flatMap(({ objects, place }) => (objects === undefined ? [place] : [])),
  };
}
