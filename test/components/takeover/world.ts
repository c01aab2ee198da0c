import type { Cluster } from "../../../components/cluster/api";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { RunEnd } from "../../../components/core/run-end";
import { routerOf } from "../../../components/core/routers/routers";
import type { PatchOperation } from "../../../components/core/routers/json-patch";
import type { RouterObject } from "../../../components/core/routers/routed-kind";
import { hasLabels, matchLabels } from "../../../components/core/selectors/match-labels";
import type { LabelSelector } from "../../../components/core/selectors/match-labels";
import type { Settings } from "../../../components/core/settings";
import type { Change } from "../../../components/ledger/commit";
import type { Session } from "../../../components/session/session";
import { applyJsonPatch } from "../../support/json-patch";
import { ledgerOf } from "../../support/gate";
import { Rivals } from "./rivals";
import { ingress, ingressRoute, service, theirs, virtualService, ways } from "./users-objects";

const namespace = "/namespaces/prod/";
const paths = {
  old: `/apis/apps/v1${namespace}deployments/web`,
  stable: `/apis/apps/v1${namespace}deployments/shop-stable`,
  service: `/api/v1${namespace}services/front`,
  scaler: `/apis/autoscaling/v2${namespace}horizontalpodautoscalers/web`,
  scaledObject: `/apis/keda.sh/v1alpha1${namespace}scaledobjects/web`,
  hpa: `/apis/autoscaling/v2${namespace}horizontalpodautoscalers/keda-hpa-web`,
  ingress: `/apis/networking.k8s.io/v1${namespace}ingresses/public`,
  virtual: `/apis/networking.istio.io/v1${namespace}virtualservices/public`,
  route: `/apis/traefik.io/v1alpha1${namespace}ingressroutes/public`,
  budget: `/apis/policy/v1${namespace}poddisruptionbudgets/web`,
};
const labelsOf = {
  old: theirs,
  stable: { ...theirs, "app.kubernetes.io/name": "shop", "sluice.dev/track": "stable" },
} as const;
type Side = keyof typeof labelsOf;

/** Routers that take a running service over. */
export const ableRouters = Object.keys(ways);

const settings = {
  app: "shop",
  environment: "prod",
  namespace: "prod",
  port: 80,
  readySeconds: 2,
  takeover: { deployment: "web", services: ["front"], budgets: ["web"], scalers: ["web"], pods: 2 },
  traffic: { drainSeconds: 0, probePath: "/" },
} as unknown as Settings;

interface Selecting {
  readonly spec: { readonly selector: Readonly<Record<string, string>> };
}
interface Replicated {
  readonly spec: { readonly replicas: number };
}

/** A running service in a cluster whose pods are ready at once, and stable beside it. */
export class World {
  ledger: Ledger = ledgerOf({
    app: "shop",
    phase: "promoting",
    promoted: [],
    attempt: { ...(ledgerOf().attempt as NonNullable<Ledger["attempt"]>), kind: "first", stages: [] },
  });
  readonly said: string[] = [];
  /** Writes until the process is killed. */
  writesLeft = Infinity;
  private readonly rivals = new Rivals();
  private readonly objects = new Map<string, object>([
    [paths.old, { spec: { replicas: 2, selector: { matchLabels: theirs } } }],
    [paths.stable, { spec: { replicas: 1, selector: { matchLabels: labelsOf.stable } } }],
    [paths.service, service],
    [paths.scaler, { spec: { scaleTargetRef: { name: "web" } } }],
    [paths.ingress, ingress],
    [paths.route, ingressRoute],
    [paths.virtual, virtualService],
    [paths.budget, { spec: { selector: { matchLabels: theirs } } }],
  ]);

  readonly settings: Settings;
  /** KEDA's operator runs. */
  hasKeda = true;

  /** @param scaler - name in the plan; of a ScaledObject KEDA follows */
  constructor(router = "gateway", scaler = "web") {
    const takeover = { ...settings.takeover, scalers: [scaler] } as Settings["takeover"] & {};
    this.settings = { ...settings, takeover, traffic: { ...settings.traffic, ...ways[router] } };
    if (scaler.startsWith("ScaledObject")) {
      const spec = { scaleTargetRef: { name: "web" } };
      this.objects.delete(paths.scaler);
      this.objects.set(paths.scaledObject, { spec, status: { hpaName: "keda-hpa-web" } });
      this.objects.set(paths.hpa, { spec });
    }
    this.session = this.startSession();
  }

  /** The user's Ingress, and the one beside it. */
  ingresses(): readonly (object | undefined)[] {
    return [this.objects.get(paths.ingress), this.objects.get(`${paths.ingress}-canary`)];
  }

  /** The router's objects as Pulumi declares them, which are never there before stable serves. */
  declare(): void {
    const router = routerOf(this.settings);
    if (router.name === "gateway") return;
    if (router.name !== "nginx") {
      this.writeStructure();
      return;
    }
    for (const { manifest } of router.declare(this.settings, "t")) {
      const path = router.path(this.settings);
      if (this.objects.has(path)) continue;
      if (this.served().some((name) => !name.startsWith("stable")))
        throw new Error("stable does not serve yet");
      this.write();
      const metadata = { ...manifest.metadata, uid: "c", resourceVersion: "1" };
      this.objects.set(path, { ...manifest, metadata });
    }
  }

  /** The first write of the route writer, where it is not done. */
  private writeStructure(): void {
    const router = routerOf(this.settings);
    const path = router.path(this.settings);
    const object = this.objects.get(path) as RouterObject;
    const reading = router.read(object, this.settings, []);
    if (reading.kind === "theirs") throw new Error(reading.owner);
    const structure = { settings: this.settings, token: "t", epoch: "1-a" };
    const patch = router.renderStructure(reading.view, structure);
    if (patch === undefined) return;
    this.write();
    this.objects.set(path, applyJsonPatch(object, patch));
  }

  /** Weight by the router's object, as whoever goes on reads it. */
  weight(): number {
    const router = routerOf(this.settings);
    const object = this.objects.get(router.path(this.settings)) as RouterObject | undefined;
    const reading = object && router.read(object, this.settings, []);
    return reading?.kind === "ours" ? reading.view.live.weight : 0;
  }

  /** The user's Service, IngressRoute and VirtualService. */
  ways(): readonly (object | undefined)[] {
    return [paths.service, paths.route, paths.virtual].map((path) => this.objects.get(path));
  }

  private podsOf(side: Side): readonly object[] {
    const { replicas } = (this.objects.get(paths[side]) as Replicated).spec;
    return Array.from({ length: replicas }, (_, nth) => ({
      metadata: { name: `${side}-${nth}`, uid: `${side}-${nth}`, labels: labelsOf[side] },
      spec: { containers: [] },
      status: { conditions: [{ type: "Ready", status: "True" }] },
    }));
  }

  private selector(): Readonly<Record<string, string>> {
    return (this.objects.get(paths.service) as Selecting).spec.selector;
  }

  /** Another writer's selector. */
  select(selector: Readonly<Record<string, string>>): void {
    this.objects.set(paths.service, { metadata: { name: "front" }, spec: { selector } });
  }

  /** Lets another writer put an object back as it is now; see {@link Rivals.fight}. */
  fight(at: keyof typeof paths, manager: string, times?: number): void {
    this.rivals.fight(paths[at], this.objects.get(paths[at]) as object, manager, times);
  }

  /** Names of the pods that the Service leads to. */
  served(): readonly string[] {
    return (["old", "stable"] as const)
      .filter((side) => hasLabels(labelsOf[side], this.selector()))
      .flatMap((side) =>
        this.podsOf(side).map((pod) => (pod as { metadata: { name: string } }).metadata.name),
      );
  }

  /** Name of the Deployment that the autoscaler, or KEDA's, scales. */
  scaled(): string {
    const { spec } = (this.objects.get(paths.scaler) ?? this.objects.get(paths.hpa)) as {
      spec: { scaleTargetRef: { name: string } };
    };
    return spec.scaleTargetRef.name;
  }

  /** KEDA comes back and follows its ScaledObject. */
  follow(): void {
    this.objects.set(paths.hpa, this.objects.get(paths.scaledObject) as object);
  }

  /** Budgets that select stable's pods, besides its own. */
  budgetsOfStable(): number {
    const { selector } = (this.objects.get(paths.budget) as { spec: { selector: LabelSelector } }).spec;
    return matchLabels(labelsOf.stable, selector) ? 1 : 0;
  }

  private write(): void {
    if (this.writesLeft-- <= 0) throw new RunEnd("failed", "killed");
  }

  private readonly find = async (path: string): Promise<unknown> => {
    const [folder = "", query = ""] = path.split("?");
    await Promise.resolve();
    if (folder.endsWith("/pods"))
      return { items: this.podsOf(query.includes("!") || query.includes("%21") ? "old" : "stable") };
    if (folder.endsWith("/endpointslices"))
      return { items: [{ endpoints: this.served().map((name) => ({ targetRef: { name } })) }] };
    return this.objects.get(folder);
  };

  readonly cluster = {
    find: this.find,
    raw: async () => await Promise.resolve({ problem: "no way to pods" }),
    call: async (method: string, path: string, { body }: { body?: readonly PatchOperation[] } = {}) => {
      if (method === "GET") return await this.find(path);
      this.write();
      const [folder = ""] = path.split("?");
      if (method === "DELETE") {
        this.objects.delete(folder);
        return {};
      }
      const written = applyJsonPatch(this.objects.get(folder) as object, body ?? []);
      this.objects.set(folder, this.rivals.after(folder, written));
      if (folder === paths.scaledObject && this.hasKeda) this.objects.set(paths.hpa, written);
      return written;
    },
  } as unknown as Cluster;

  readonly session: Session;

  private startSession(): Session {
    return {
      cluster: this.cluster,
      settings: this.settings,
      store: { read: async () => await Promise.resolve({ ledger: this.ledger }) },
      commit: async (change: Change) => {
        this.write();
        this.ledger = change(this.ledger, Date.now() / 1000)?.ledger ?? this.ledger;
        return await Promise.resolve(this.ledger);
      },
      say: (text: string) => this.said.push(text),
      progress: () => undefined,
      now: () => Date.now() / 1000,
      interrupted: new AbortController().signal,
    } as unknown as Session;
  }
}
