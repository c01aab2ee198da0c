import { describeOwner } from "../../access/owner";
import { describeForeign, findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { itemsOf } from "../need";
import type { Need, NeedFinding } from "../need";
import { everywherePath, objectPath } from "../routed-kind";
import { virtualService } from "./kinds";
import { gatewaysOf, nameGateway } from "./manifest";
import { findProbeKey, isApp, refsOf, rulesOf } from "./virtual-service";
import type { VirtualService } from "./virtual-service";

const describe = ({ metadata }: VirtualService): string =>
  `${metadata.namespace}/${metadata.name}${describeOwner(metadata)}`;

/** Gateways of a VirtualService in full; without any it is for the mesh. */
function gatewayNames({ metadata, spec }: VirtualService): readonly string[] {
  const { gateways = [] } = spec;
  if (gateways.length === 0) return ["mesh"];
  return gateways.map((name) =>
    name === "mesh" || name.includes("/") ? name : `${metadata.namespace}/${name}`,
  );
}

/** Whether it takes every request, or those of the app by name. */
const takesAll = (other: VirtualService): boolean =>
  rulesOf(other).some((rule) => (rule.match ?? []).length === 0 && findProbeKey(rule) === undefined);

/**
 * Other VirtualServices for the hosts: Istio merges them at a gateway in no order that can be relied on, and a sidecar
 * knows one of them. Those of other namespaces that lead to the canary are looked for as well: no weight of Sluice's
 * governs them.
 */
export function needOthers(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  const { host, hosts = [host] } = traffic;
  return {
    paths: [everywherePath(virtualService), objectPath(virtualService, namespace)],
    judge: ([everywhere, nearby]): NeedFinding => {
      const isHidden = everywhere?.kind === "hidden";
      const all = itemsOf<VirtualService>(isHidden ? nearby : everywhere) ?? [];
      const isOwn = ({ metadata }: VirtualService): boolean =>
        metadata.namespace === namespace && metadata.name === traffic.route;
      const mine = all.find(isOwn);
      const ours =
        traffic.isShared === true && mine !== undefined
          ? gatewayNames(mine)
          : gatewaysOf(settings).map(nameGateway);
      const rivals = all.filter(
        (other) =>
          !isOwn(other) &&
          (other.spec.hosts ?? []).some((one) => hosts.includes(one.toLowerCase())) &&
          gatewayNames(other).some((one) => ours.includes(one)),
      );
      const leads = (other: VirtualService): boolean =>
        other.metadata.namespace === namespace &&
        rulesOf(other).some((rule) => refsOf(rule).some((ref) => isApp(ref, settings)));
      const refused = rivals.filter((other) => takesAll(other) || leads(other));
      const away = all
        .filter(({ metadata }) => metadata.namespace !== namespace)
        .flatMap((other) => findForeignRules(virtualService, other, settings, false));
      return {
        problems: [
          ...refused.map((other) => ({
            text: `Cannot route traffic to "${app}": no other VirtualService may take the app's requests of ${hosts.join(" and ")}: got ${describe(other)}; nothing was touched`,
            fix: "Istio merges VirtualServices of one host in no certain order: put its rules into the app's, or give sluice:traffic.hosts names of their own",
            end: "refused" as const,
          })),
          ...away.map((rule) => ({
            text: `Cannot route traffic to "${app}": no VirtualService of another namespace may lead to the canary: got ${describeForeign(rule)}; nothing was touched`,
            fix: `${rule.command} sends its requests to stable`,
            end: "refused" as const,
          })),
        ],
        notes: [
          ...rivals
            .filter((other) => !refused.includes(other))
            .map(
              (other) =>
                `VirtualService ${describe(other)} is for the hosts as well: Istio merges both at a gateway in no certain order, and a sidecar knows one of them`,
            ),
          ...(isHidden
            ? [
                `VirtualServices of other namespaces may be for ${hosts.join(" and ")} as well, or lead to the canary: this account cannot list them`,
              ]
            : []),
        ],
      };
    },
  };
}
