import { buildPauseImage } from "../images/pause";
import { pushImage } from "../images/registry";
import type { ApiClient, KubernetesObject } from "./api-client";
import { toCollection } from "./collections";
import { PAUSE_IMAGE } from "./containerd-config";
import { controlDaemon } from "./control";
import type { HostPorts } from "./host-ports";
import { planDatabase } from "./manifests/database";
import { GATEWAY, planGateway } from "./manifests/gateway";
import { planMonitoring } from "./manifests/monitoring";
import { planNamespaces } from "./manifests/namespaces";
import { answersPostgres } from "./postgres-probe";
import { waitFor, type WaitOptions } from "./wait-for";

/** What bringing up a launched sandbox needs. */
export interface BringUp {
  readonly name: string;
  readonly api: ApiClient;
  readonly ports: HostPorts;
  readonly controlSocket: string;
  readonly crds: readonly KubernetesObject[];
  readonly assertAlive: () => void;
  readonly onProgress: (line: string) => void;
}

/** Daemons that can do nothing before the API server answers. */
const API_CLIENTS = [
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "coredns",
  "discovery",
] as const;

interface Condition {
  readonly type: string;
  readonly status: string;
}

const hasCondition = (object: Record<string, unknown>, type: string): boolean => {
  const { conditions } = (object["status"] ?? {}) as { conditions?: readonly Condition[] };
  return conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
};

const fetchStatus = async (url: string): Promise<number> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.status;
};

/** Starts what waits for the API server, applies the sandbox's own objects and waits until everything is ready. */
export async function bringUp(setup: BringUp): Promise<void> {
  const { api, ports } = setup;
  const until = <T>(what: string, probe: () => Promise<T | undefined | false>): Promise<T> => {
    const options: WaitOptions = { what, timeoutSeconds: 90, assertAlive: setup.assertAlive };
    return waitFor(probe, options).then((value) => {
      setup.onProgress(
        what
          .replace(/ must (be|have|answer) ?/, " ")
          .replace(/^the /, "")
          .trim(),
      );
      return value;
    });
  };
  const apply = (objects: readonly KubernetesObject[]): Promise<unknown> =>
    Promise.all(objects.map((object) => api.apply(toCollection(object), object)));
  const start = (name: string): Promise<void> => controlDaemon(setup.controlSocket, name, "start");

  const registry = until(
    "registry must answer",
    async () => (await fetchStatus(`http://127.0.0.1:${ports.registry}/v2/`)) === 200,
  ).then(() => pushPause(ports.registry));
  const apiServer = until(
    "API server must be ready",
    async () => (await api.get("/readyz"))["text"] === "ok",
  );
  const node = apiServer
    .then(() => Promise.all(API_CLIENTS.map(start)))
    .then(() =>
      until("node must be ready", async () =>
        hasCondition(await api.get(`/api/v1/nodes/${setup.name}`), "Ready"),
      ),
    );
  const system = apiServer.then(async () => {
    await Promise.all([apply(planNamespaces()), apply(setup.crds)]);
    // A Pod needs its namespace's service account, which the controllers make.
    const monitoring = until("monitoring must have its objects", async () => {
      await apply(planMonitoring());
      return true;
    });
    await until("Gateway API types must be served", async () => {
      await Promise.all(setup.crds.flatMap(toServedPaths).map((target) => api.get(target)));
      return true;
    });
    await apply(planGateway());
    await start("traefik");
    await Promise.all([monitoring, apply(planDatabase())]);
  });
  await Promise.all([registry, node, system, system.then(() => waitForServices(setup, until))]);
}

/** Paths that answer once a type's definition is in force. */
function toServedPaths({ kind, spec }: KubernetesObject): string[] {
  if (kind !== "CustomResourceDefinition") return [];
  const { group, names, versions } = spec as {
    group: string;
    names: { plural: string };
    versions: readonly { name: string; served: boolean }[];
  };
  return versions
    .filter(({ served }) => served)
    .map(({ name }) => `/apis/${group}/${name}/${names.plural}?limit=1`);
}

async function pushPause(registryPort: number): Promise<void> {
  const [repository = "", tag = ""] = PAUSE_IMAGE.replace(/^[^/]+\//, "").split(":");
  await pushImage(await buildPauseImage(), `http://127.0.0.1:${registryPort}`, repository, tag);
}

async function waitForServices(
  { api, ports }: BringUp,
  until: <T>(what: string, probe: () => Promise<T | undefined | false>) => Promise<T>,
): Promise<void> {
  const gateway = `/apis/gateway.networking.k8s.io/v1/namespaces/${GATEWAY.namespace}/gateways/${GATEWAY.name}`;
  const prometheus = "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/-/ready";
  await Promise.all([
    until("gateway must be programmed", async () => hasCondition(await api.get(gateway), "Programmed")),
    until(
      "gateway must answer",
      async () => (await fetchStatus(`http://127.0.0.1:${ports.gateway}/`)) === 404,
    ),
    until("Prometheus must answer", async () => "text" in (await api.get(prometheus))),
    until("database must answer", () => answersPostgres(ports.database)),
  ]);
}
