import type { RoutedKind, Split, Target } from "../routed-kind";
import { findProbeKey, istioGroup, refsOf, rulesOf, serviceOf, weightOf } from "./virtual-service";
import type { Destination, HttpRule, StreamRule, VirtualService } from "./virtual-service";

/** A destination as a target; none where it is no Service. */
function toTarget(
  { host, subset }: Destination,
  share: number,
  pointer: string,
  copies?: string,
): readonly Target[] {
  const named = serviceOf(host);
  if (named === undefined) return [];
  return [
    {
      ...named,
      share,
      pointer: `${pointer}/host`,
      ...(host === named.service ? {} : { written: host }),
      ...(subset === undefined ? {} : { beside: `${pointer}/subset` }),
      ...(copies === undefined ? {} : { copies }),
    },
  ];
}

/** Destinations of a rule with their shares, percent. */
function toTargets(rule: StreamRule, pointer: string): readonly Target[] {
  const refs = refsOf(rule);
  const sum = refs.reduce((total, ref) => total + weightOf(ref, refs), 0);
  return refs.flatMap((ref, at) => {
    const share = sum === 0 ? 0 : (100 * weightOf(ref, refs)) / sum;
    return toTarget(ref.destination, share, `${pointer}/route/${at}/destination`);
  });
}

/** Copies that a rule sends. */
function toCopies(rule: HttpRule, pointer: string): readonly Target[] {
  const { mirror, mirrors = [], mirrorPercent = 100, mirrorPercentage } = rule;
  const share = mirrorPercentage?.value ?? mirrorPercent;
  const alone = `${pointer}/mirror`;
  return [
    ...(mirror === undefined ? [] : toTarget(mirror, share, alone, alone)),
    ...mirrors.flatMap(({ destination, percentage }, at) => {
      const place = `${pointer}/mirrors/${at}`;
      return toTarget(destination, percentage?.value ?? 100, `${place}/destination`, place);
    }),
  ];
}

function splitList<R extends StreamRule>(
  field: "http" | "tls" | "tcp",
  rules: readonly R[],
  more: (rule: R, pointer: string) => Pick<Split, "probe" | "targets">,
): readonly Split[] {
  return rules.map((rule, nth) => {
    const pointer = `/spec/${field}/${nth}`;
    const { probe, targets } = more(rule, pointer);
    return {
      at: `spec.${field}[${nth}]`,
      pointer,
      probe,
      targets: [...toTargets(rule, pointer), ...targets],
    };
  });
}

const nothing = { probe: false, targets: [] };

/** Rules of a VirtualService: for HTTP, for TLS that is passed through, for TCP. */
export const virtualService: RoutedKind = {
  kind: "VirtualService",
  group: istioGroup,
  version: "v1",
  resource: "virtualservices",
  anywhere: true,
  field: "http",
  split: (object) => {
    const route = object as VirtualService;
    const { tls = [], tcp = [] } = route.spec;
    return [
      ...splitList("http", rulesOf(route), (rule, pointer) => ({
        probe: findProbeKey(rule) !== undefined,
        targets: toCopies(rule, pointer),
      })),
      ...splitList("tls", tls, () => nothing),
      ...splitList("tcp", tcp, () => nothing),
    ];
  },
};
