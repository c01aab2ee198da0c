import { kubectl } from "../../access/kubectl";
import type { RouteSettings } from "../foreign-rules";
import { itemsOf } from "../need";
import type { Need, NeedFinding } from "../need";
import { objectPath } from "../routed-kind";
import type { RoutedKind } from "../routed-kind";
import { gatewayGroup } from "./http-route";
import type { GatewayName, Settings } from "../../settings";
import type { HttpRoute } from "./http-route";
import { grpcRoute, httpRoute } from "./kinds";
import { needAnswers } from "./need-answers";
import { needCopies } from "./need-copies";
import { needRoute } from "./need-route";
import { findRivals } from "./rivals";

const nothing: NeedFinding = { problems: [], notes: [] };

/** The Gateway: without it no router would ever take the route, and a promotion would wait its whole time for one. */
function needGateway({ app, cluster }: RouteSettings, { name, namespace }: GatewayName): Need {
  return {
    paths: [objectPath({ group: gatewayGroup, version: "v1", resource: "gateways" }, namespace, name)],
    judge: ([gateway]) =>
      gateway?.kind !== "absent"
        ? nothing
        : {
            problems: [
              {
                text: `Cannot route traffic to "${app}": sluice:traffic.gateway must name a Gateway (${gatewayGroup}/v1) of the cluster: got "${namespace}/${name}", which is not there`,
                fix: `${kubectl(cluster, "get gateways -A")} lists those that are`,
                end: "usage",
              },
            ],
            notes: [],
          },
  };
}

/**
 * Host of the route: a foreign route that takes its requests leaves this app's route without any, and no status reports
 * it. Where the account may not list all namespaces, those that it may list are searched.
 */
function needHost(kind: RoutedKind, settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  const { gateways = [traffic.gateway], hosts = [traffic.host] } = traffic;
  const places = [...new Set([namespace, ...gateways.map((one) => one.namespace)])];
  return {
    paths: [
      objectPath(httpRoute, namespace, traffic.route),
      `/apis/${kind.group}/${kind.version}/${kind.resource}`,
      ...places.map((place) => objectPath(kind, place)),
    ],
    judge: ([mine, everywhere, ...nearby]) => {
      const isHidden = everywhere?.kind === "hidden";
      const own = mine?.kind === "found" ? (mine.object as HttpRoute) : undefined;
      const lists = isHidden ? nearby : [everywhere];
      const routes = lists.flatMap((list) => itemsOf<HttpRoute>(list) ?? []);
      const rivals = findRivals(kind, routes, own, settings);
      const winners = rivals.filter(({ wins }) => wins);
      return {
        problems: winners.map(({ name, owner, host, gateway }) => ({
          text: `Cannot route traffic to "${app}": no other route of Gateway ${gateway.namespace}/${gateway.name} may take the requests of ${host}: got ${name}${owner}, which is older and gets all of them; nothing was touched`,
          fix: "give sluice:traffic.hosts names of their own: a route in use cannot be taken over, unless sluice:traffic.from names it",
          end: "refused",
        })),
        notes: [
          ...rivals
            .filter(({ wins }) => !wins)
            .map(({ name, owner, host, takes }) => `${name}${owner} is for ${host} as well and ${takes}`),
          ...(isHidden
            ? [
                `${kind.resource} of other namespaces than ${places.join(" and ")} may be for ${hosts.join(" and ")} as well: this account cannot list them`,
              ]
            : []),
        ],
      };
    },
  };
}

/** Prerequisites of the Gateway API in the cluster. */
export function needsOfGateway(settings: RouteSettings & Partial<Pick<Settings, "stages">>): readonly Need[] {
  const { gateway, gateways = [gateway], isShared = false } = settings.traffic;
  return [
    // Whoever made the route chose its parents.
    ...(isShared ? [needRoute(settings)] : gateways.map((one) => needGateway(settings, one))),
    needHost(httpRoute, settings),
    needHost(grpcRoute, settings),
    needAnswers(settings),
    ...needCopies(settings),
  ];
}
