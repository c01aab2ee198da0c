import type { Cluster } from "../../cluster/api";
import { isConflict } from "../../cluster/api-error";
import { countEndpoints, listPods } from "../../cluster/pods";
import { findService, listEndpointPods, patchService } from "../../cluster/services";
import { renderTake } from "../../core/lever/lever-patch";
import { readLever } from "../../core/lever/service";
import type { Lever, LeverMark } from "../../core/lever/service";
import { routerOf } from "../../core/routers/routers";
import { serviceNames } from "../../core/settings";
import type { Settings } from "../../core/settings";
import { stableCapacity } from "../../core/workload/sizes/stable-capacity";
import { findController } from "../../core/workload/sizes/autoscaler";
import { readSizes } from "../look/read-sizes";
import { scaleAway } from "./scale-lever";
import { waitFor, WaitTimeoutError } from "../wait";

/** The Services by which users' requests reach the canary now send them to stable's pods. */
export interface LeverTaken {
  readonly because: string;
  readonly services: readonly string[];
  readonly atSeconds: number;
  /** Their endpoints are stable's pods alone. */
  readonly seen: boolean;
}

/** Context of taking it. */
export interface LeverContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  now(): number;
}

/** The app and where its router is. */
export type LeverPlace = Pick<Settings, "app" | "namespace" | "traffic">;

/** Longest wait for the endpoints to follow, seconds. */
const endpointSeconds = 10;
/** Tries while another writer changes the Service at the same moment. */
const mostTries = 10;

/** Reads whom the Services select by which users' requests reach the canary; the first that is not the canary tells. */
export async function findLever(cluster: Cluster, settings: LeverPlace): Promise<Lever> {
  const names = routerOf(settings).lever?.(settings) ?? [];
  // Where none can be pointed elsewhere, all that the canary's Service counts is the canary's.
  if (names.length === 0) return { kind: "canary" };
  const levers = await Promise.all(
    names.map(async (name) => readLever(await findService(cluster, settings, name), settings)),
  );
  const away = levers.find(({ kind }) => kind === "stable" || kind === "other");
  return away ?? (levers[0] as Lever);
}

/**
 * Points the Services by which users' requests reach the canary at stable's pods, while stable can carry everything.
 * @param weight - live weight as far as it is known, percent
 * @returns the reason why it was not taken, where nobody refused it
 * @throws {ApiError} where the API server refuses it
 */
export async function takeLever(
  context: LeverContext,
  mark: Omit<LeverMark, "targetPorts" | "atSeconds">,
  weight: number,
): Promise<LeverTaken | string> {
  const { cluster, settings, now } = context;
  const { lever, byPods } = routerOf(settings);
  const services = byPods ? [] : lever?.(settings);
  if (services === undefined) return `the router "${settings.traffic.router}" has no second lever`;
  const short = await findShortage(context, weight);
  if (short !== undefined) return short;
  const atSeconds = now();
  if (byPods) {
    const missing = await scaleAway(context);
    const seen = await isFollowed(cluster, settings, [settings.traffic.route]);
    return missing ?? { because: mark.because, services, atSeconds, seen };
  }
  for (const name of services) {
    const missing = await point(context, name, { ...mark, atSeconds });
    if (missing !== undefined) return missing;
  }
  return { because: mark.because, services, atSeconds, seen: await isFollowed(cluster, settings, services) };
}

async function findShortage(
  { cluster, settings }: LeverContext,
  weight: number,
): Promise<string | undefined> {
  const [{ sizing, stable, canary }, endpoints] = await Promise.all([
    readSizes(cluster, settings),
    countEndpoints(cluster, settings, "stable"),
  ]);
  const { scale, floor, autoscaler } = sizing;
  // Where nobody can keep the lower end, what is live must do.
  const isKept = autoscaler === undefined || findController(autoscaler) === undefined;
  const size = isKept ? { declared: scale, floor } : { declared: { replicas: floor ?? 1 } };
  const { ready, full } = stableCapacity({ ...size, weight, stable, canary, endpoints });
  return ready < full
    ? `stable has ${ready} of the ${full} ready pods that carry everything: no second lever`
    : undefined;
}

async function point(
  { cluster, settings }: LeverContext,
  name: string,
  mark: Omit<LeverMark, "targetPorts">,
): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    const [service, stable] = await Promise.all([
      findService(cluster, settings, name),
      findService(cluster, settings, serviceNames(settings).stable),
    ]);
    if (service === undefined || stable === undefined)
      return `Service ${service === undefined ? name : serviceNames(settings).stable} does not exist: no second lever`;
    if (readLever(service, settings).kind === "stable") return undefined;
    try {
      await patchService(cluster, settings, name, renderTake(service, stable, mark));
      return undefined;
    } catch (error) {
      if (!isConflict(error) || tries >= mostTries) throw error;
    }
  }
}

/** Whether the endpoints are stable's pods alone, in time; what cannot be read is not seen. */
async function isFollowed(
  cluster: Cluster,
  settings: Settings,
  services: readonly string[],
): Promise<boolean> {
  try {
    await waitFor<true>(
      async () => {
        const [pods, ...endpoints] = await Promise.all([
          listPods(cluster, settings, "stable"),
          ...services.map(async (name) => await listEndpointPods(cluster, settings, name)),
        ]);
        const names = pods.map(({ name }) => name);
        const all = endpoints.every((one) => one.length > 0 && one.every((pod) => names.includes(pod)));
        return all ? { done: true } : { missing: "endpoints of the canary are left" };
      },
      { timeoutSeconds: endpointSeconds, everyMs: 200 },
    );
    return true;
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    return false;
  }
}
