import { ApiError, isNotServed, patchNotApplied, toApiError } from "../../../components/cluster/api-error";
import type { PatchOperation } from "../../../components/core/routers/json-patch";
import type { Cluster, FindOptions } from "../../../components/cluster/api";
import type { Service } from "../../../components/core/lever/service";
import { trackLabels } from "../../../components/core/settings";
import { commitTo } from "../../../components/ledger/commit";
import { ledgerStore } from "../../../components/ledger/ledger-store";
import type { Ledger } from "../../../components/core/ledger/ledger";
import type { Environment } from "../../../cli/environment";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import type { HttpRouteRule } from "../../../components/core/routers/gateway/http-route";
import { renderRules } from "../../../components/core/routers/gateway/rules/rules";
import { applyJsonPatch } from "../../support/json-patch";
import { configWith } from "../../support/environment";
import { released, before } from "../../support/gate";

interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Objects of a fake cluster; undefined where the object is missing. */
export interface FakeObjects {
  /** Text of the ledger. */
  readonly ledger?: string | undefined;
  readonly weight?: number | undefined;
  readonly stableImage?: string;
  /** Pods of the canary. @default 0 */
  readonly canaryReplicas?: number;
  /** Rules of another owner behind the route's own. */
  readonly rules?: readonly HttpRouteRule[];
  /** Objects of another owner, by the plural of their kind. */
  readonly others?: Readonly<Record<string, readonly unknown[]>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Pods of stable in its endpoints. @default 2 */
  readonly stablePods?: number;
  /** Annotation with the route's epoch. @default - its name in older versions */
  readonly epochAnnotation?: string;
  /** Fate of a request; nothing where it returns undefined. */
  readonly fault?: (method: string, path: string) => Fault | undefined;
}

/** An answer that is lost after the request was carried out, that is another, or that comes late. */
export type Fault =
  | "answerLost"
  | "notServed"
  | { readonly status: number; readonly message?: string }
  | { readonly lateMs: number };

const isRecord = (body: unknown): boolean =>
  (body as { metadata?: { labels?: Record<string, string> } } | null)?.metadata?.labels?.[
    "sluice.dev/record"
  ] !== undefined;

/** An environment over objects in memory, with every write in order. */
export function fakeEnvironment(objects: FakeObjects) {
  const app = "scholarlink";
  const settings = { ...toSettings(configWith(), parseStackName("prod")), stack: "sluice abort" };
  const writes: Write[] = [];
  const said: string[] = [];
  const events: string[] = [];
  const records: unknown[] = [];
  let version = 1;
  let ledger = objects.ledger;
  const deployment = (track: string, image: string) => ({
    metadata: { name: `${app}-${track}`, generation: 1, annotations: objects.annotations ?? {} },
    spec: {
      replicas: track === "stable" ? 2 : (objects.canaryReplicas ?? 0),
      template: { spec: { containers: [{ name: "app", image }] } },
    },
    status: {
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      conditions: [{ type: "Available", status: "True" }],
    },
  });
  const stable = deployment("stable", objects.stableImage ?? before);
  const canary = deployment("canary", released);
  let route =
    objects.weight === undefined
      ? undefined
      : {
          metadata: {
            name: app,
            namespace: settings.namespace,
            resourceVersion: "1",
            annotations: { [objects.epochAnnotation ?? "sluice/epoch"]: "4-abc" } as Record<string, string>,
          },
          spec: {
            rules: [
              ...renderRules({ app, namespace: "shop", port: 80, token: "t", weight: objects.weight }),
              ...(objects.rules ?? []),
            ] as readonly HttpRouteRule[],
          },
        };
  const services: Record<string, Service> = Object.fromEntries(
    (["stable", "canary"] as const).map((track) => [
      `${app}-${track}`,
      {
        metadata: {
          name: `${app}-${track}`,
          namespace: settings.namespace,
          uid: track,
          resourceVersion: "1",
        },
        spec: { selector: trackLabels(app, track), ports: [{ port: 80, targetPort: "http" }] },
      },
    ]),
  );
  const stablePods = objects.stablePods ?? 2;
  const podsOf = (track: string) =>
    Array.from({ length: track === "stable" ? stablePods : 1 }, (_, nth) => `${track}-${nth}`);
  const toConfigMap = () => ({
    metadata: { resourceVersion: String(version) },
    data: { "ledger.json": ledger },
  });
  const missing = (path: string) => new ApiError(404, "NotFound", `GET ${path}: not found`);

  const read = async (path: string): Promise<unknown> => {
    const record = path.includes("-attempt-") ? records.at(-1) : undefined;
    if (record !== undefined) return record;
    if (path.includes("/configmaps/")) {
      if (ledger === undefined) throw missing(path);
      return toConfigMap();
    }
    if (path.includes("/httproutes/") && route !== undefined) return route;
    const kind = /\/(httproutes|grpcroutes|ingresses)$/.exec(path)?.[1];
    if (kind !== undefined) {
      const own = kind === "httproutes" && route !== undefined ? [route] : [];
      return { items: [...own, ...(objects.others?.[kind] ?? [])] };
    }
    const service = services[/\/services\/(.*)$/.exec(path)?.[1] ?? ""];
    if (service !== undefined) return service;
    if (path.includes("/pods?")) {
      const track = path.includes("stable") ? "stable" : "canary";
      const items = podsOf(track).map((name) => ({
        metadata: { name, uid: name },
        spec: { containers: [] },
      }));
      return { items };
    }
    const sliced = /endpointslices.*kubernetes\.io%2Fservice-name%3D(.*)$/.exec(path)?.[1];
    if (sliced !== undefined) {
      const track = services[sliced]?.spec.selector?.["sluice.dev/track"] ?? "";
      return { items: [{ endpoints: podsOf(track).map((name) => ({ targetRef: { name } })) }] };
    }
    if (path.endsWith("-stable")) return stable;
    if (path.endsWith("-canary")) return canary;
    throw missing(path);
  };
  const write = async (method: string, path: string, body: unknown): Promise<unknown> => {
    if (path.includes("/events")) return void events.push((body as { reason: string }).reason);
    // The record of an attempt that is over is best effort, and beside the point of most tests.
    if (isRecord(body)) return void records.push(body);
    writes.push({ method, path: path.split("?")[0] ?? "", body });
    if (path.includes("/configmaps")) {
      const { resourceVersion } = (body as { metadata: { resourceVersion?: string } }).metadata;
      if (method === "PUT" && resourceVersion !== String(version))
        throw new ApiError(409, "Conflict", "the object has been modified");
      ledger = (body as { data: Record<string, string> }).data["ledger.json"];
      version++;
      return toConfigMap();
    }
    if (path.includes("/httproutes/") && route !== undefined) {
      try {
        route = applyJsonPatch(route, body as readonly PatchOperation[]);
      } catch {
        throw new ApiError(422, patchNotApplied, "the server rejected our request");
      }
      return route;
    }
    const name = /\/services\/([^?]*)/.exec(path)?.[1];
    if (name !== undefined) {
      const patched = applyJsonPatch(services[name] as Service, body as readonly PatchOperation[]);
      services[name] = patched;
      return patched;
    }
    const image = (body as { spec?: { template?: { spec: { containers: { image: string }[] } } } }).spec
      ?.template?.spec.containers[0]?.image;
    if (image !== undefined) stable.spec.template.spec.containers[0]!.image = image;
    return {};
  };
  const call = async (method: string, path: string, options?: { body?: unknown }): Promise<unknown> => {
    const fault = objects.fault?.(method, path);
    if (fault === "notServed") throw toApiError(404, "404 page not found\n", `${method} ${path}`);
    if (typeof fault === "object" && "status" in fault)
      throw new ApiError(
        fault.status,
        "fault",
        `${method} ${path}: ${fault.message ?? `HTTP ${fault.status}`}`,
      );
    if (typeof fault === "object") await new Promise((resolve) => setTimeout(resolve, fault.lateMs).unref());
    const answer = method === "GET" ? await read(path) : await write(method, path, options?.body);
    if (fault === "answerLost") throw new ApiError(0, "Unreachable", "socket hang up");
    return answer;
  };
  const cluster: Cluster = {
    context: "prod-eu",
    server: "https://127.0.0.1:1",
    call: call as Cluster["call"],
    find: (async (path: string, { demandServed = false }: FindOptions = {}) =>
      await call("GET", path).catch((error: unknown) => {
        const isAbsent = error instanceof ApiError && error.status === 404;
        if (isAbsent && !(demandServed && isNotServed(error))) return undefined;
        throw error;
      })) as Cluster["find"],
    raw: async () => ({ status: 503, body: "" }),
    close: () => undefined,
  };
  const store = ledgerStore(cluster, settings);
  let clock = 1_000_000;
  const context: Environment = {
    root: "/",
    settings,
    cluster,
    store,
    // A look at the clock takes as long as a router needs to follow.
    now: () => (clock += 5),
    say: (text) => said.push(text),
    progress: () => undefined,
    commit: commitTo({ cluster, place: settings, store, now: () => clock }),
    close: () => undefined,
  };
  return {
    context,
    writes,
    said,
    /** Reasons of the Events. */
    events,
    /** Records of attempts that are over, as they were created. */
    records,
    ledger: () => JSON.parse(ledger ?? "null") as Ledger,
    /** Another run's write of the ledger. */
    setLedger: (text: string): void => {
      ledger = text;
      version++;
    },
    zeroReason: () => JSON.parse(route?.metadata.annotations?.["sluice.dev/zero"] ?? "null") as unknown,
    selector: () => services[`${app}-canary`]?.spec.selector?.["sluice.dev/track"],
    service: (name: string) => services[name],
    weight: () => route?.spec.rules[0]?.backendRefs?.[1]?.weight,
    rules: () => route?.spec.rules,
    stableImage: () => stable.spec.template.spec.containers[0]?.image,
  };
}
