import type { ObjectMeta } from "../object-meta";

/** One backend of a rule. */
export interface BackendRef {
  readonly name: string;
  readonly port?: number;
  /** @default 1 (Gateway API) */
  readonly weight?: number;
}

/** One rule of an HTTPRoute, as far as it is read here. */
export interface HttpRouteRule {
  readonly matches?: readonly {
    readonly headers?: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly filters?: readonly unknown[];
  readonly backendRefs?: readonly BackendRef[];
}

/** A condition of `status.parents[]`. */
export interface RouteCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** An HTTPRoute (gateway.networking.k8s.io/v1), as far as it is read here. */
export interface HttpRoute {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly hostnames?: readonly string[]; readonly rules?: readonly HttpRouteRule[] };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: { readonly name: string; readonly namespace?: string };
      readonly controllerName?: string;
      readonly conditions?: readonly RouteCondition[];
    }[];
  };
}

/** Path of an HTTPRoute, or of the collection where `name` is left out. */
export function routePath(namespace: string, name?: string): string {
  const collection = `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes`;
  return name === undefined ? collection : `${collection}/${name}`;
}

/** Where the two backends of the weighted rule stand in `spec.rules`. */
export interface WeightedRule {
  readonly rule: number;
  readonly stable: number;
  readonly canary: number;
  readonly stableWeight: number;
  readonly canaryWeight: number;
}

/**
 * Finds the one rule that carries both backends.
 * @returns undefined when there is none, or more than one, or it holds a third backend with weight
 */
export function findWeightedRule(
  route: HttpRoute,
  names: { stable: string; canary: string },
): WeightedRule | undefined {
  const found: WeightedRule[] = [];
  for (const [rule, { backendRefs = [] }] of (route.spec.rules ?? []).entries()) {
    const stable = backendRefs.findIndex(({ name }) => name === names.stable);
    const canary = backendRefs.findIndex(({ name }) => name === names.canary);
    if (stable < 0 || canary < 0) continue;
    const foreign = backendRefs.some((ref, i) => i !== stable && i !== canary && (ref.weight ?? 1) > 0);
    if (foreign) return undefined;
    found.push({
      rule,
      stable,
      canary,
      stableWeight: backendRefs[stable]?.weight ?? 1,
      canaryWeight: backendRefs[canary]?.weight ?? 1,
    });
  }
  return found.length === 1 ? found[0] : undefined;
}
