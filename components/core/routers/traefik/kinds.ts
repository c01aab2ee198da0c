import type { RoutedKind, RouterObject, Split, Target } from "../routed-kind";
import { findProbeKey, formerGroup, isService, rulesOf, traefikGroup, weightOf } from "./ingress-route";
import type { IngressRoute, ServiceRef } from "./ingress-route";

/** A reference as a target; none where it is to something else than a Service. */
function toTarget(ref: ServiceRef, share: number, pointer: string, copies?: string): Target[] {
  if (!isService(ref)) return [];
  const { name: service, namespace } = ref;
  return [
    {
      service,
      ...(namespace === undefined ? {} : { namespace }),
      share,
      pointer: `${pointer}/name`,
      ...(copies === undefined ? {} : { copies }),
    },
  ];
}

/** Services with weights, as targets. */
function toTargets(refs: readonly ServiceRef[], pointer: string): Target[] {
  const sum = refs.reduce((total, ref) => total + weightOf(ref), 0);
  return refs.flatMap((ref, at) =>
    toTarget(ref, sum === 0 ? 0 : (100 * weightOf(ref)) / sum, `${pointer}/${at}`),
  );
}

const kind = (name: string, resource: string, field: string, split: RoutedKind["split"]): RoutedKind => ({
  kind: name,
  group: traefikGroup,
  version: "v1alpha1",
  resource,
  // With allowCrossNamespace.
  anywhere: true,
  field,
  split,
});

/** Rules of Traefik's own kind. */
export const ingressRoute: RoutedKind = {
  ...kind("IngressRoute", "ingressroutes", "routes", (object) =>
    rulesOf(object as IngressRoute).map((rule, index): Split => {
      const pointer = `/spec/routes/${index}`;
      return {
        at: `spec.routes[${index}]`,
        pointer,
        probe: findProbeKey(rule) !== undefined,
        targets: toTargets(rule.services ?? [], `${pointer}/services`),
      };
    }),
  ),
  // Traefik 2 reads both.
  formerGroups: [formerGroup],
};

interface Several {
  readonly services?: readonly ServiceRef[];
}

interface ServiceSpec {
  readonly weighted?: Several;
  readonly highestRandomWeight?: Several;
  readonly failover?: { readonly service?: ServiceRef; readonly fallback?: ServiceRef };
  readonly mirroring?: ServiceRef & {
    readonly mirrors?: readonly (ServiceRef & { readonly percent?: number })[];
  };
}

function splitService({ spec }: RouterObject): readonly Split[] {
  const { weighted, highestRandomWeight, failover, mirroring } = (spec ?? {}) as ServiceSpec;
  const split = (field: string, targets: readonly Target[]): Split[] =>
    targets.length === 0 ? [] : [{ at: `spec.${field}`, pointer: `/spec/${field}`, probe: false, targets }];
  const of = (ref: ServiceRef | undefined, pointer: string): Target[] =>
    ref === undefined ? [] : toTarget(ref, 100, pointer);
  const mirrors = mirroring?.mirrors ?? [];
  return [
    ...split("weighted", toTargets(weighted?.services ?? [], "/spec/weighted/services")),
    ...split(
      "highestRandomWeight",
      toTargets(highestRandomWeight?.services ?? [], "/spec/highestRandomWeight/services"),
    ),
    ...split("failover", [
      ...of(failover?.service, "/spec/failover/service"),
      ...of(failover?.fallback, "/spec/failover/fallback"),
    ]),
    ...split("mirroring", [
      ...of(mirroring, "/spec/mirroring"),
      ...mirrors.flatMap((ref, at) => {
        const place = `/spec/mirroring/mirrors/${at}`;
        return toTarget(ref, ref.percent ?? 0, place, place);
      }),
    ]),
  ];
}

/** A service of Traefik's own kind, to which rules may lead: several Services, or copies. */
export const traefikService = kind("TraefikService", "traefikservices", "weighted", splitService);
