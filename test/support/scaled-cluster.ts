import { ApiError } from "../../components/cluster/api-error";
import type { Cluster } from "../../components/cluster/api";
import type { Autoscaler } from "../../components/core/workload/sizes/autoscaler";
import type { Settings } from "../../components/core/settings";

/** Autoscalers and Deployments in a cluster in memory. */
export interface Scaled {
  stable: number | undefined;
  canary: number;
  autoscalers: Autoscaler[];
  /** Every write, as `METHOD name value`. */
  writes: string[];
}

type Body = {
  metadata?: { annotations?: Record<string, string | null> };
  spec?: { replicas?: number; minReplicas?: number };
};

/** A cluster of both tracks' Deployments and the autoscalers of their namespace. */
export function scaledCluster(
  start: Partial<Scaled>,
  { mayList = true, declared = { replicas: 2 } as Settings["stable"], router = "gateway" } = {},
) {
  const scaled: Scaled = { stable: 2, canary: 0, autoscalers: [], writes: [], ...start };
  const missing = (path: string): ApiError => new ApiError(404, "NotFound", path);
  const nameOf = (path: string): string => path.split("?")[0]?.split("/").at(-1) ?? "";
  const read = (path: string): unknown => {
    const name = nameOf(path);
    if (path.includes("/deployments/")) {
      const replicas = name === "shop-stable" ? scaled.stable : scaled.canary;
      if (replicas === undefined) throw missing(path);
      return { metadata: { name }, spec: { replicas, template: { spec: { containers: [] } } } };
    }
    if (name === "horizontalpodautoscalers") {
      if (!mayList) throw new ApiError(403, "Forbidden", path);
      return { items: scaled.autoscalers };
    }
    const found = scaled.autoscalers.find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw missing(path);
    return found;
  };
  const patch = (name: string, body: Body): void => {
    scaled.writes.push(`PATCH ${name} ${body.spec?.minReplicas}`);
    scaled.autoscalers = scaled.autoscalers.map((one) => {
      if (one.metadata.name !== name) return one;
      const notes = Object.entries({ ...one.metadata.annotations, ...body.metadata?.annotations });
      const annotations = Object.fromEntries(notes.filter(([, value]) => value !== null)) as Record<
        string,
        string
      >;
      return {
        ...one,
        metadata: { ...one.metadata, annotations },
        spec: { ...one.spec, ...body.spec },
      } as Autoscaler;
    });
  };
  const call = async (method: string, path: string, options?: { body?: unknown }): Promise<unknown> => {
    await Promise.resolve();
    const body = options?.body as Body & Autoscaler;
    if (method === "GET") return read(path);
    if (path.includes("/scale")) {
      const track = path.includes("-stable/") ? "stable" : "canary";
      scaled[track] = body.spec.replicas as unknown as number;
      scaled.writes.push(`SCALE ${track} ${scaled[track]}`);
    } else if (method === "POST") {
      if (scaled.autoscalers.some(({ metadata }) => metadata.name === body.metadata.name))
        throw new ApiError(409, "AlreadyExists", path);
      scaled.autoscalers.push(body);
      scaled.writes.push(`POST ${body.metadata.name} ${body.spec.minReplicas}`);
    } else if (method === "PATCH") patch(nameOf(path), body);
    else {
      scaled.autoscalers = scaled.autoscalers.filter(({ metadata }) => metadata.name !== nameOf(path));
      scaled.writes.push(`DELETE ${nameOf(path)}`);
    }
    return {};
  };
  const find = async (path: string): Promise<unknown> =>
    await call("GET", path).catch((error: unknown) => {
      if ((error as ApiError).status === 404) return undefined;
      throw error;
    });
  const settings = {
    app: "shop",
    namespace: "prod",
    stable: declared,
    traffic: { router },
  } as unknown as Settings;
  const said: string[] = [];
  const cluster = { call, find } as unknown as Cluster;
  return { scaled, said, context: { settings, cluster, say: (text: string) => void said.push(text) } };
}
