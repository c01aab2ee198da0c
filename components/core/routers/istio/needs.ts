import { describeOwner } from "../../access/owner";
import { kubectl } from "../../access/kubectl";
import { findForeignRules, describeForeign } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { itemsOf } from "../need";
import type { Need, NeedFinding } from "../need";
import { needOwnRoute } from "../need-own-route";
import { objectPath } from "../routed-kind";
import { virtualService } from "./kinds";
import { gatewaysOf, nameGateway } from "./manifest";
import { findProblems } from "./rule-problems";
import { findProbeKey, isApp, istioGroup, refsOf, rulesOf } from "./virtual-service";
import type { VirtualService } from "./virtual-service";

const older = { ...virtualService, version: "v1beta1" };

/** Istio's own kinds: without them nothing follows the route. */
function needKinds({ app, namespace, cluster }: RouteSettings): Need {
  return {
    paths: [objectPath(virtualService, namespace), objectPath(older, namespace)],
    judge: ([present, old]) => ({
      problems:
        present?.kind !== "absent"
          ? []
          : [
              {
                text: `Cannot route traffic to "${app}": the cluster must serve VirtualServices (${istioGroup}/v1): got ${old?.kind === "found" ? "v1beta1, of an Istio before 1.22" : "none"}`,
                fix: `${kubectl(cluster, "get crds")} lists the kinds; those of ${istioGroup}/v1 come with Istio from 1.22 on`,
                end: "usage",
              },
            ],
      notes: [],
    }),
  };
}

/** The Gateways that the VirtualService hangs on: one that is not there would take no request, and say nothing. */
function needGateways(settings: RouteSettings): readonly Need[] {
  const { app, cluster } = settings;
  const gateways = gatewaysOf(settings).filter((one) => nameGateway(one).includes("/"));
  return gateways.map(({ namespace, name, listener, port }) => ({
    paths: [objectPath({ group: istioGroup, version: "v1", resource: "gateways" }, namespace, name)],
    judge: ([found]) => ({
      problems: [
        ...(found?.kind === "absent"
          ? [
              {
                text: `Cannot route traffic to "${app}": sluice:traffic.gateway must name a Gateway (${istioGroup}/v1) of the cluster, or "mesh": got "${namespace}/${name}", which is not there`,
                fix: `${kubectl(cluster, `get gateways.${istioGroup} -A`)} lists those that are`,
                end: "usage" as const,
              },
            ]
          : []),
        ...(listener === undefined && port === undefined
          ? []
          : [
              {
                text: `Cannot route traffic to "${app}": sluice:traffic.gateway must have no listener and no port with router "istio": got ${listener ?? port}`,
                fix: "a VirtualService is for all servers of a Gateway that have its hosts",
                end: "usage" as const,
              },
            ]),
      ],
      notes: [],
    }),
  }));
}

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
 * governs them, and its runs look at the app's namespace alone.
 */
function needOthers(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  const { host, hosts = [host] } = traffic;
  const { group, version, resource } = virtualService;
  return {
    paths: [`/apis/${group}/${version}/${resource}`, objectPath(virtualService, namespace)],
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

/** Parts of the app's own VirtualService that are not split. */
function needStreams(settings: RouteSettings): Need {
  const { namespace, traffic, app } = settings;
  return {
    paths: [objectPath(virtualService, namespace, traffic.route)],
    judge: ([found]) => {
      const { tls = [], tcp = [] } =
        found?.kind === "found" ? (found.object as VirtualService).spec : ({} as VirtualService["spec"]);
      const unsplit = Object.entries({ tls, tcp }).flatMap(([field, rules]) =>
        rules.flatMap((rule, nth) =>
          refsOf(rule).some((ref) => isApp(ref, settings)) ? [`spec.${field}[${nth}]`] : [],
        ),
      );
      return {
        problems: [],
        notes: unsplit.map(
          (at) => `${at} of the VirtualService leads to ${app} and is not split: it stays as it is`,
        ),
      };
    },
  };
}

/** Prerequisites of Istio's own kinds in the cluster. */
export function needsOfIstio(settings: RouteSettings): readonly Need[] {
  const isShared = settings.traffic.isShared === true;
  return [
    needKinds(settings),
    needOthers(settings),
    needStreams(settings),
    // Whoever made the route chose its Gateways.
    ...(isShared
      ? [needOwnRoute(virtualService, settings, (route) => findProblems(route as VirtualService, settings))]
      : needGateways(settings)),
  ];
}
