import { describeOwner } from "../../access/owner";
import { kubectl } from "../../access/kubectl";
import { serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { itemsOf } from "../need";
import type { Found, Need, NeedFinding } from "../need";
import { everywherePath, objectPath } from "../routed-kind";
import { redirectName } from "./declare-tls";
import { formerGroup, rulesOf, servicesOf, traefikGroup } from "./ingress-route";
import type { IngressRoute, RouteRule } from "./ingress-route";
import { ingressRoute } from "./kinds";
import { matchHosts, namedHosts, priorityOf } from "./match";
import { needAnswers } from "./need-answers";
import { needRoute } from "./need-route";

const formerRoute = { ...ingressRoute, group: formerGroup };

/** Traefik's own kinds: without them nothing follows the route. */
function needKinds({ app, namespace, cluster }: RouteSettings): Need {
  return {
    paths: [objectPath(ingressRoute, namespace), objectPath(formerRoute, namespace)],
    judge: ([present, old]) => ({
      problems:
        present?.kind !== "absent"
          ? []
          : [
              {
                text: `Cannot route traffic to "${app}": the cluster must serve IngressRoutes (${traefikGroup}/v1alpha1): got ${old?.kind === "found" ? `${formerGroup}, which Traefik 3 does not read` : "none"}`,
                fix: `${kubectl(cluster, "get crds")} lists the kinds; those of ${traefikGroup} come with Traefik's chart, from 2.10 on`,
                end: "usage",
              },
            ],
      notes: [],
    }),
  };
}

const routesOf = (list: Found | undefined): readonly IngressRoute[] => itemsOf<IngressRoute>(list) ?? [];

const describe = (object: IngressRoute): string =>
  `${object.metadata.namespace}/${object.metadata.name}${describeOwner(object.metadata)}`;

const hostsOf = ({ traffic: { host, hosts = [host] } }: RouteSettings): readonly string[] => hosts;

const names = ({ match }: RouteRule, hosts: readonly string[]): boolean =>
  namedHosts(match).some((host) => hosts.includes(host));

/** IngressRoutes of the group that Traefik's later versions left: a split in them would be nobody's. */
function needNoFormer(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  const { stable, canary } = serviceNames(settings);
  const services: readonly string[] = [traffic.service ?? app, stable, canary];
  return {
    paths: [objectPath(formerRoute, namespace)],
    judge: ([list]) => ({
      problems: routesOf(list)
        .filter((object) =>
          rulesOf(object).some(
            (rule) =>
              names(rule, hostsOf(settings)) || servicesOf(rule).some(({ name }) => services.includes(name)),
          ),
        )
        .map((object) => ({
          text: `Cannot route traffic to "${app}": the app's IngressRoutes must be of ${traefikGroup}: got ${describe(object)} of ${formerGroup}; nothing was touched`,
          fix: `Traefik 3 does not read it: ask its owner to make the same of ${traefikGroup}, and to remove it`,
          end: "refused",
        })),
      notes: [],
    }),
  };
}

const plainOf = (match: string): string => match.replaceAll(/\s/g, "");

/** Rules of other IngressRoutes that take requests of the hosts before the app's. */
function needHosts(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  const hosts = hostsOf(settings);
  const own = [traffic.route, redirectName(traffic)];
  const wanted: RouteRule = { match: matchHosts(hosts) };
  return {
    paths: [everywherePath(ingressRoute), objectPath(ingressRoute, namespace)],
    judge: ([everywhere, nearby]): NeedFinding => {
      const isHidden = everywhere?.kind === "hidden";
      const others = routesOf(isHidden ? nearby : everywhere).filter(
        ({ metadata }) => metadata.namespace !== namespace || !own.includes(metadata.name),
      );
      const rivals = others.flatMap((object) =>
        rulesOf(object)
          .filter((rule) => names(rule, hosts))
          .map((rule) => ({ object, rule })),
      );
      const isSame = ({ rule }: (typeof rivals)[number]): boolean =>
        !traffic.isShared &&
        plainOf(rule.match) === plainOf(wanted.match) &&
        priorityOf(rule) >= priorityOf(wanted);
      const winners = rivals.filter(isSame);
      return {
        problems: winners.map(({ object }) => ({
          text: `Cannot route traffic to "${app}": no other IngressRoute may take the requests of ${hosts.join(" and ")}: got ${describe(object)}; nothing was touched`,
          fix: "give sluice:traffic.hosts names of their own: a route in use cannot be taken over, unless sluice:traffic.from names it",
          end: "refused",
        })),
        notes: [
          ...rivals
            .filter((one) => !isSame(one))
            .map(
              ({ object, rule }) =>
                `IngressRoute ${describe(object)} is for the hosts as well, by ${rule.match}: Traefik prefers the higher priority, else the longer rule`,
            ),
          ...(isHidden
            ? [
                `IngressRoutes of other namespaces may be for ${hosts.join(" and ")} as well: this account cannot list them`,
              ]
            : []),
        ],
      };
    },
  };
}

/** Prerequisites of Traefik's own kinds in the cluster. */
export function needsOfTraefik(settings: RouteSettings): readonly Need[] {
  return [
    needKinds(settings),
    needNoFormer(settings),
    needHosts(settings),
    needAnswers(settings),
    ...(settings.traffic.isShared ? [needRoute(settings)] : []),
  ];
}
