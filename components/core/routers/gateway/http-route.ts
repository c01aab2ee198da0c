import type { RouterObject } from "../routed-kind";

/** Reference to a Service, as far as it is read here. */
export interface BackendRef {
  /** @default "" */
  readonly group?: string;
  /** @default "Service" */
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  /** @default 1 (Gateway API) */
  readonly weight?: number;
  readonly filters?: readonly RouteFilter[];
}

/** A filter of a rule or of one of its backends. */
export interface RouteFilter {
  readonly type?: string;
  readonly responseHeaderModifier?: {
    readonly set?: readonly { readonly name: string; readonly value: string }[];
    readonly add?: readonly { readonly name: string; readonly value: string }[];
    readonly remove?: readonly string[];
  };
  readonly requestMirror?: {
    readonly backendRef?: BackendRef;
    /** @default 100 */
    readonly percent?: number;
    readonly fraction?: { readonly numerator: number; readonly denominator?: number };
  };
  /** Object of the router's own kinds, in the route's namespace. */
  readonly extensionRef?: { readonly group: string; readonly kind: string; readonly name: string };
}

/** Conditions that a request must meet to match a rule. */
export interface RouteMatch {
  readonly path?: { readonly type?: string; readonly value?: string };
  /** A GRPCRoute has {@link CallMethod} there. */
  readonly method?: unknown;
  readonly headers?: readonly { readonly type?: string; readonly name: string; readonly value: string }[];
  readonly queryParams?: readonly unknown[];
}

/** Most rules that the API takes in one route. */
export const mostRules = 16;

/** Match of calls by their service and method. */
export interface CallMethod {
  readonly type?: string;
  readonly service?: string;
  readonly method?: string;
}

/** One rule of an HTTPRoute, as far as it is read here; its other fields are kept as they are. */
export interface HttpRouteRule {
  readonly name?: string;
  /** @default all requests */
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly BackendRef[];
}

/** Object that a route is attached to. */
export interface ParentRef {
  /** @default "gateway.networking.k8s.io" */
  readonly group?: string;
  /** @default "Gateway" */
  readonly kind?: string;
  readonly name: string;
  /** @default - the route's */
  readonly namespace?: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** A condition of `status.parents[]`. */
export interface RouteCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** Status of a route at one parent, written by one controller. */
export interface ParentStatus {
  readonly parentRef: ParentRef;
  readonly controllerName?: string;
  readonly conditions?: readonly RouteCondition[];
}

/** An HTTPRoute (gateway.networking.k8s.io/v1), as far as it is read here; a GRPCRoute has the same parts. */
export interface HttpRoute extends RouterObject {
  readonly spec: {
    readonly parentRefs?: readonly ParentRef[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly HttpRouteRule[];
  };
  readonly status?: { readonly parents?: readonly ParentStatus[] };
}

/** Group of the Gateway API. */
export const gatewayGroup = "gateway.networking.k8s.io";

/** Rules of a route; a route may have none. */
export const rulesOf = ({ spec }: Pick<HttpRoute, "spec">): readonly HttpRouteRule[] => spec.rules ?? [];

/** Backends of a rule; a rule may have none. */
export const refsOf = ({ backendRefs }: HttpRouteRule): readonly BackendRef[] => backendRefs ?? [];

/** Share of a backend; 1 where none is given, as in the Gateway API. */
export const weightOf = ({ weight }: Pick<BackendRef, "weight">): number => weight ?? 1;

/** Whether a reference is to a Service, not to a kind of some implementation's own. */
export const isService = ({ group = "", kind = "Service" }: BackendRef): boolean =>
  group === "" && kind === "Service";
