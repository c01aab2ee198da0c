import type { Image } from "../../images/image";
import { pushImage } from "../../images/registry";
import type { ApiClient, KubernetesObject } from "../network/api-client";
import { toCollection } from "./collections";
import { hasCondition } from "./conditions";
import type { DataPlane } from "../planes/plane";
import { PAUSE_IMAGE } from "../config/containerd-config";
import { controlDaemon } from "../process/control";
import { toServedPaths } from "../config/route-crds";
import type { HostPorts } from "../network/host-ports";
import { planDatabase } from "../config/manifests/database";
import type { CertificatePair } from "../config/manifests/edge-certificate";
import { GATEWAY } from "../config/manifests/gateway";
import { planMonitoring } from "../config/manifests/monitoring";
import { planNamespaces } from "../config/manifests/namespaces";
import { answersPostgres } from "./postgres-probe";
import { waitFor } from "./wait-for";

/** Values that bringing up a launched sandbox needs. */
export interface BringUp {
  readonly name: string;
  readonly api: ApiClient;
  readonly ports: HostPorts;
  readonly controlSocket: string;
  readonly crds: readonly KubernetesObject[];
  /** The image of every pod's sandbox. */
  readonly pauseImage: Image;
  /** The gateway's. */
  readonly certificate: CertificatePair;
  readonly plane: DataPlane;
  /** Names of the data plane's daemons. */
  readonly proxies: readonly string[];
  /** Throws when the sandbox's first process is gone. */
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

/** Longest time of a part, seconds. A busy machine needs several times the time of an idle one. */
const TIMEOUT_SECONDS = 120;

const fetchStatus = async (url: string): Promise<number> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.status;
};

async function until(
  setup: BringUp,
  subject: string,
  condition: string,
  probe: () => Promise<boolean>,
): Promise<void> {
  const { assertAlive } = setup;
  await waitFor(probe, {
    what: `${subject} must ${condition}`,
    timeoutSeconds: TIMEOUT_SECONDS,
    assertAlive,
  });
  setup.onProgress(`${subject} is up`);
}

const apply = async ({ api }: BringUp, objects: readonly KubernetesObject[]): Promise<void> => {
  await Promise.all(objects.map((object) => api.apply(toCollection(object), object)));
};

async function fillRegistry(setup: BringUp): Promise<void> {
  const url = `http://127.0.0.1:${setup.ports.registry}`;
  await until(setup, "registry", "answer", async () => (await fetchStatus(`${url}/v2/`)) === 200);
  const [repository = "", tag = ""] = PAUSE_IMAGE.replace(/^[^/]+\//, "").split(":");
  await pushImage(setup.pauseImage, url, repository, tag);
}

async function bringUpNode(setup: BringUp): Promise<void> {
  const { api, name } = setup;
  await Promise.all(API_CLIENTS.map((daemon) => controlDaemon(setup.controlSocket, daemon, "start")));
  await until(setup, "node", "be ready", async () =>
    hasCondition(await api.get(`/api/v1/nodes/${name}`), "Ready"),
  );
}

async function bringUpGateway(setup: BringUp): Promise<void> {
  const { api, crds, ports, plane } = setup;
  await apply(setup, crds);
  await until(setup, "types of routes", "be served", async () => {
    await Promise.all(crds.flatMap(toServedPaths).map((target) => api.get(target)));
    return true;
  });
  await until(setup, "gateway's objects", "be there", async () => {
    // A pod is refused until the controllers have made its namespace's service account.
    await apply(setup, plane.objects(setup.certificate));
    return true;
  });
  await Promise.all(setup.proxies.map((daemon) => controlDaemon(setup.controlSocket, daemon, "start")));
  const gateway = `/apis/gateway.networking.k8s.io/v1/namespaces/${GATEWAY.namespace}/gateways/${GATEWAY.name}`;
  await until(setup, "gateway", "be programmed and answer", async () => {
    if (plane.hasGateway && !hasCondition(await api.get(gateway), "Programmed")) return false;
    return (await fetchStatus(`http://127.0.0.1:${ports.gateway}/`)) === 404;
  });
}

async function bringUpMonitoring(setup: BringUp): Promise<void> {
  const { api } = setup;
  const ready = "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/-/ready";
  let isApplied = false;
  await until(setup, "Prometheus", "answer through the API server", async () => {
    // A pod is refused until the controllers have made its namespace's service account.
    if (!isApplied) await apply(setup, planMonitoring());
    isApplied = true;
    await api.get(ready);
    return true;
  });
}

/**
 * Starts the daemons that wait for the API server, applies the sandbox's own objects and waits until everything is
 * ready.
 * @throws {Error} naming the part that did not come up, and its last words
 */
export async function bringUp(setup: BringUp): Promise<void> {
  const { api, ports } = setup;
  const cluster = async (): Promise<void> => {
    await until(setup, "API server", "be ready", async () => (await api.get("/readyz"))["text"] === "ok");
    const namespaces = apply(setup, planNamespaces());
    await Promise.all([
      bringUpNode(setup),
      namespaces.then(() => bringUpGateway(setup)),
      namespaces.then(() => bringUpMonitoring(setup)),
      namespaces.then(() => apply(setup, planDatabase())),
    ]);
  };
  await Promise.all([
    fillRegistry(setup),
    until(setup, "PostgreSQL", "answer", () => answersPostgres(ports.database)),
    cluster(),
  ]);
}
