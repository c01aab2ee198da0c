import { kubectl } from "../../../access/kubectl";
import type { RouteSettings } from "../../foreign-rules";
import { hasMatch } from "../../../stage/exposure";
import { findMirror } from "../../mirror-service";
import { itemsOf } from "../../need";
import type { Need, NeedFinding, NeedProblem } from "../../need";
import { everywherePath, objectPath } from "../../routed-kind";
import type { RoutedKind } from "../../routed-kind";
import { gatewayGroup } from "../http-route";
import type { Settings } from "../../../settings";
import { gatewayPath } from "./gateway-name";
import type { GatewayName } from "./gateway-name";
import type { HttpRoute } from "../http-route";
import { grpcRoute, httpRoute } from "../kinds";
import { needAnswers } from "./need-answers";
import { needCopies } from "./need-copies";
import { needListener } from "./need-listener";
import { needMirror } from "./need-mirror";
import { needRoute } from "./need-route";
import { findRivals } from "./rivals";

const nothing: NeedFinding = { problems: [], notes: [] };

/** The Gateway: without it no router would ever take the route, and a promotion would wait its whole time for one. */
function needGateway({ app, cluster }: RouteSettings, gateway: GatewayName): Need {
  const { name, namespace } = gateway;
  return {
    paths: [gatewayPath(gateway)],
    judge: ([found]) =>
      found?.kind !== "absent"
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
function needHost(
  kind: RoutedKind,
  settings: RouteSettings & Pick<Settings, "stages">,
  ownKind: RoutedKind,
): Need {
  const { app, namespace, traffic, stages } = settings;
  const isMirrored = findMirror(stages) !== undefined;
  const isNarrow = kind === grpcRoute && ownKind === grpcRoute && hasMatch({ stages });
  const { gateways = [traffic.gateway], hosts = [traffic.host] } = traffic;
  const places = [...new Set([namespace, ...gateways.map((one) => one.namespace)])];
  return {
    paths: [
      objectPath(ownKind, namespace, traffic.route),
      everywherePath(kind),
      ...places.map((place) => objectPath(kind, place)),
    ],
    judge: ([mine, everywhere, ...nearby]) => {
      const isHidden = everywhere?.kind === "hidden";
      const own = mine?.kind === "found" ? (mine.object as HttpRoute) : undefined;
      const lists = isHidden ? nearby : [everywhere];
      const routes = lists.flatMap((list) => itemsOf<HttpRoute>(list) ?? []);
      const rivals = findRivals(kind, routes, own, settings, ownKind);
      const winners = rivals.filter(({ wins }) => wins);
      const outranked = rivals.filter((one) => isMirrored && one.isOutranked);
      const caught = rivals.filter((one) => isNarrow && !one.wins);
      return {
        problems: [
          ...winners.map(({ name, owner, host, gateway }): NeedProblem => ({
            text: `Cannot route traffic to "${app}": no other route of Gateway ${gateway.namespace}/${gateway.name} may take the requests of ${host}: got ${name}${owner}, which is older and gets all of them; nothing was touched`,
            fix: "give sluice:traffic.hosts names of their own: a route in use cannot be taken over, unless sluice:traffic.from names it",
            end: "refused",
          })),
          ...outranked.map(({ name, owner, host }): NeedProblem => ({
            text: `Cannot route traffic to "${app}": with a mirror no other route may take requests of ${host} by header or parameter, since a method comes before them: got ${name}${owner}`,
            path: "sluice:stages[].mirror",
            fix: "begin with a small weight; or ask that route's owner for paths of its own",
            end: "refused",
          })),
          ...caught.map(({ name, owner, host }): NeedProblem => ({
            text: `Cannot route traffic to "${app}": with a match no other GRPCRoute may be for ${host}, since some proxies put the match before its methods: got ${name}${owner}`,
            path: "sluice:stages[].match",
            fix: "begin with a small weight; or ask that route's owner for a host of its own",
            end: "refused",
          })),
        ],
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

/**
 * Prerequisites of the Gateway API in the cluster.
 * @param kind - of the app's route
 */
export function needsOfGateway(
  settings: RouteSettings & Pick<Settings, "stages">,
  kind = httpRoute,
): readonly Need[] {
  const { gateway, gateways = [gateway], isShared = false, tls } = settings.traffic;
  return [
    // Whoever made the route chose its parents.
    ...(isShared ? [needRoute(settings, kind)] : gateways.map((one) => needGateway(settings, one))),
    ...(tls === undefined ? [] : gateways.map((one) => needListener(settings, one))),
    needHost(httpRoute, settings, kind),
    needHost(grpcRoute, settings, kind),
    needAnswers(settings, kind),
    ...needCopies(settings),
    ...needMirror(settings),
  ];
}
