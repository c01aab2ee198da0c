import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "../../../components/core/revision/revision";
import type { HttpRoute } from "../../../components/core/routers/gateway/http-route";
import type { RouterObject } from "../../../components/core/routers/routed-kind";
import { routerOf } from "../../../components/core/routers/routers";
import { parseLedger } from "../../../components/ledger/ledger-schema";
import { writtenWeight } from "../../../components/core/live";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { trackLabels } from "../../../components/core/settings";
import type { Settings } from "../../../components/core/settings";
import { tracks } from "../../../components/core/track";
import type { Track } from "../../../components/core/track";
import type { Deployment } from "../../../components/cluster/workloads";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith, imageOf } from "../environment";
import { startFakePrometheus } from "../fake-prometheus";
import { routerKeys, stagesText } from "./by-router";
import { startGateway } from "./gateway";
import type { GatewayState } from "./gateway";
import { accept, reconcile, reconcileEndpoints } from "./controllers";
import { collectionPath } from "./kinds";
import { app, gateways, namespace, paths } from "./paths";
import { RequestCounters } from "./request-counters";
import { plainTemplate } from "./templates";
import { startFakeCluster } from "./server";
import type { FakeCluster } from "./server";

/** An environment in a fake cluster: its controllers, its gateway and its Prometheus follow what is written. */
export interface FakeApp extends GatewayState {
  readonly cluster: FakeCluster;
  /** Of the base stack, or of a stage's. */
  settings(image: string, stack?: string): Settings;
  /**
   * Does what Pulumi does once a release says which template each track has.
   * @param templates - where there are none, an older Sluice declares images
   */
  declare(images: Readonly<Record<Track, string>>, templates?: Readonly<Record<Track, JsonObject>>): void;
  ledger(): Ledger;
  /** Writes text as the ledger, whatever it is. */
  setLedger(stored: unknown): void;
  weight(): number;
  /** Share of the canary's requests that fail from now on. */
  failing: number;
  /** Tracks whose Pods do not become ready. */
  readonly unready: Set<Track>;
  readonly counters: RequestCounters;
  /** Keeps cluster and counters as they are now; the result brings them back, with nothing wrong. */
  save(): () => void;
  stop(): Promise<void>;
}

export { paths };

const token = "t";

/**
 * Starts everything; nothing is deployed yet. KUBECONFIG leads to it until it stops. `first` stands before the weights,
 * `keys` of the file instead of the usual ones.
 */
export async function startFakeApp(
  routerName = "gateway",
  first: readonly object[] = [],
  keys: Readonly<Record<string, string>> = {},
): Promise<FakeApp> {
  const cluster = await startFakeCluster(namespace, "infra");
  const counters = new RequestCounters();
  const state = {
    failing: 0,
    unready: new Set<Track>(),
    canaryStatus: 200,
    answerMs: 0,
    asked: [] as string[],
  };
  cluster.put(`${gateways}/infra/gateways/sluice`, { spec: {} });
  const route = (): HttpRoute | undefined => cluster.get<HttpRoute>(paths.route);
  cluster.put("/apis/networking.istio.io/v1/namespaces/infra/gateways/sluice", { spec: {} });
  cluster.put("/apis/networking.k8s.io/v1/ingressclasses/nginx", { spec: {} });
  const weight = (): number => {
    const made = settings("");
    const router = routerOf(made);
    const object = cluster.get<RouterObject>(router.path(made));
    const reading = object && router.read(object, made, []);
    return reading === undefined || reading.kind === "theirs" ? 0 : writtenWeight(reading.view.live);
  };
  const prometheus = await startFakePrometheus((response, _before, { parameters }) => {
    counters.count(weight(), state.failing);
    response.end(counters.answer(parameters));
  });
  const gateway = await startGateway(token, state);
  const timer = setInterval(() => {
    for (const track of tracks) reconcile(cluster, track, !state.unready.has(track));
    for (const track of tracks) reconcileEndpoints(cluster, track);
    accept(cluster, route());
    counters.count(weight(), state.failing);
  }, 50);
  const before = process.env["KUBECONFIG"];
  process.env["KUBECONFIG"] = cluster.kubeconfig;

  // The weight is read by them all the time, and a file is parsed for each.
  const known = new Map<string, Settings>();
  const settings = (image: string, stack = "prod"): Settings => {
    const key = `${stack} ${image}`;
    const made = known.get(key) ?? readSettings(image, stack);
    known.set(key, made);
    return made;
  };
  const readSettings = (image: string, stack: string): Settings => {
    const config = configWith({
      cluster: `{ context: fake, uid: "${cluster.uid}" }`,
      app: `{ name: ${app}, namespace: ${namespace}, replicas: 2 }`,
      release: `{ image: "${image || imageOf("0")}" }`,
      stages: stagesText(routerName, first),
      ...routerKeys(routerName, port(gateway), prometheus.url),
      promotion: "{ watch: 1s, warmup: 2 }",
      ...keys,
    });
    const made = toSettings(config, parseStackName(stack));
    return {
      ...made,
      readySeconds: 3,
      // The fake names its counters as Traefik does.
      analysis: { ...made.analysis, source: "traefik" },
      traffic: { ...made.traffic, propagationSeconds: 0.2, drainSeconds: 0.1 },
    };
  };
  return Object.assign(state, {
    cluster,
    counters,
    settings,
    declare: (images: Readonly<Record<Track, string>>, templates?: Readonly<Record<Track, JsonObject>>) => {
      for (const track of tracks)
        declareTrack(cluster, track, templates?.[track] ?? plainTemplate(app, track, images[track]));
      const made = settings(images.stable);
      const router = routerOf(made);
      if (cluster.get(router.path(made)) !== undefined) return;
      for (const { manifest } of router.declare(made, token)) {
        cluster.put(
          `${collectionPath(manifest, namespace)}/${manifest.metadata.name}`,
          manifest,
          "pulumi-kubernetes",
        );
      }
    },
    ledger: () => {
      const text = cluster.get<{ data: Record<string, string> }>(paths.ledger)?.data["ledger.json"] ?? "";
      const parsed = parseLedger(text);
      if ("problem" in parsed) throw new Error(parsed.problem);
      return parsed.ledger;
    },
    setLedger: (stored: unknown) =>
      void cluster.put(paths.ledger, { data: { "ledger.json": JSON.stringify(stored) } }, "sluice"),
    weight,
    save: () => {
      const restores = [cluster.save(), counters.save()];
      return () => {
        for (const restore of restores) restore();
        Object.assign(state, { failing: 0, canaryStatus: 200, answerMs: 0 });
        state.unready.clear();
        state.asked.length = 0;
      };
    },
    stop: async () => {
      clearInterval(timer);
      if (before === undefined) delete process.env["KUBECONFIG"];
      else process.env["KUBECONFIG"] = before;
      gateway.closeAllConnections();
      await Promise.all([cluster.stop(), prometheus.close(), new Promise((end) => gateway.close(end))]);
    },
  });
}

const port = (server: Server): number => (server.address() as AddressInfo).port;

/** Base declares the Deployments; who scales the canary is not base. */
function declareTrack(cluster: FakeCluster, track: Track, template: JsonObject): void {
  const present = cluster.get<Deployment>(paths.deployment(track));
  const labels = trackLabels(app, track);
  const spec = {
    replicas: present?.spec.replicas ?? (track === "stable" ? 2 : 0),
    selector: { matchLabels: labels },
    template,
  };
  const metadata = { labels, annotations: present?.metadata.annotations ?? {} };
  cluster.put(paths.deployment(track), { metadata, spec }, "pulumi-kubernetes");
  if (cluster.get(paths.service(track)) !== undefined) return;
  const ports = [{ name: "http", port: 80, targetPort: "http" }];
  cluster.put(
    paths.service(track),
    { metadata: { labels }, spec: { selector: labels, ports } },
    "pulumi-kubernetes",
  );
}
