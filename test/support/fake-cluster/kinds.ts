import { routedKinds } from "../../../components/core/routers/routers";

/** Kind that the API server has under one collection. */
export interface ServedKind {
  readonly kind: string;
  readonly isNamespaced: boolean;
  /** Status is a subresource: a write of the object leaves it as it is. */
  readonly hasStatus: boolean;
  readonly hasScale?: boolean;
}

const namespaced = { isNamespaced: true, hasStatus: false };
const withStatus = { isNamespaced: true, hasStatus: true };

/** Kinds by group and version as in a path, then by plural. */
type Kinds = Readonly<Record<string, Readonly<Record<string, ServedKind>>>>;

const listed: Kinds = {
  "api/v1": {
    namespaces: { kind: "Namespace", isNamespaced: false, hasStatus: true },
    configmaps: { kind: "ConfigMap", ...namespaced },
    secrets: { kind: "Secret", ...namespaced },
    services: { kind: "Service", ...withStatus },
    pods: { kind: "Pod", ...withStatus },
    events: { kind: "Event", ...namespaced },
    resourcequotas: { kind: "ResourceQuota", ...withStatus },
  },
  "apis/apps/v1": {
    deployments: { kind: "Deployment", ...withStatus, hasScale: true },
    controllerrevisions: { kind: "ControllerRevision", ...namespaced },
  },
  "apis/batch/v1": { jobs: { kind: "Job", ...withStatus } },
  "apis/autoscaling/v2": { horizontalpodautoscalers: { kind: "HorizontalPodAutoscaler", ...withStatus } },
  "apis/policy/v1": { poddisruptionbudgets: { kind: "PodDisruptionBudget", ...withStatus } },
  "apis/discovery.k8s.io/v1": { endpointslices: { kind: "EndpointSlice", ...namespaced } },
  "apis/gateway.networking.k8s.io/v1": {
    httproutes: { kind: "HTTPRoute", ...withStatus },
    grpcroutes: { kind: "GRPCRoute", ...withStatus },
    gateways: { kind: "Gateway", ...withStatus },
    backendtlspolicies: { kind: "BackendTLSPolicy", ...withStatus },
    gatewayclasses: { kind: "GatewayClass", isNamespaced: false, hasStatus: true },
  },
  "apis/gateway.envoyproxy.io/v1alpha1": { securitypolicies: { kind: "SecurityPolicy", ...withStatus } },
  "apis/networking.istio.io/v1": {
    virtualservices: { kind: "VirtualService", ...withStatus },
    destinationrules: { kind: "DestinationRule", ...withStatus },
    gateways: { kind: "Gateway", ...withStatus },
  },
  "apis/traefik.io/v1alpha1": {
    ingressroutes: { kind: "IngressRoute", ...namespaced },
    traefikservices: { kind: "TraefikService", ...namespaced },
    middlewares: { kind: "Middleware", ...namespaced },
  },
  "apis/networking.k8s.io/v1": {
    ingresses: { kind: "Ingress", ...withStatus },
    ingressclasses: { kind: "IngressClass", isNamespaced: false, hasStatus: false },
  },
};

/** The list, and the kinds of routers that it lacks: a new router has its object here without a line. */
const served = routedKinds.reduce<Kinds>((all, { group, version, resource, kind }) => {
  const at = `apis/${group}/${version}`;
  return { ...all, [at]: { [resource]: { kind, ...namespaced }, ...all[at] } };
}, listed);

/** Every kind that is served. */
export function servedKinds(): readonly { apiVersion: string; plural: string; served: ServedKind }[] {
  return Object.entries(served).flatMap(([at, kinds]) =>
    Object.entries(kinds).map(([plural, kind]) => ({
      apiVersion: at.replace(/^apis?\//, ""),
      plural,
      served: kind,
    })),
  );
}

/** Object or collection that a path names. */
export interface Target {
  readonly apiVersion: string;
  readonly plural: string;
  readonly served: ServedKind;
  readonly namespace: string | undefined;
  /** Absent for a collection. */
  readonly name: string | undefined;
  readonly subresource: "status" | "scale" | undefined;
}

/** Reads a path of the REST interface; undefined where nothing is served. */
export function readPath(path: string): Target | undefined {
  const found =
    /^\/(api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+)(?:\/(status|scale))?)?$/.exec(
      path,
    );
  const [, version = "", namespace, plural = "", name, subresource] = found ?? [];
  const kind = served[version]?.[plural];
  if (kind === undefined || (name !== undefined && kind.isNamespaced !== (namespace !== undefined)))
    return undefined;
  if (subresource === "scale" && kind.hasScale !== true) return undefined;
  if (subresource === "status" && !kind.hasStatus) return undefined;
  return {
    apiVersion: version.replace(/^apis?\//, ""),
    plural,
    served: kind,
    namespace,
    name,
    subresource: subresource as Target["subresource"],
  };
}

/** Path of the collection that an object of a namespace is created in. */
export function collectionPath(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  namespace: string,
): string {
  const { plural } =
    servedKinds().find((one) => one.apiVersion === apiVersion && one.served.kind === kind) ?? {};
  if (plural === undefined) throw new Error(`${kind} is not served`);
  return `/${apiVersion === "v1" ? "api" : "apis"}/${apiVersion}/namespaces/${namespace}/${plural}`;
}
