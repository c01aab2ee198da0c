import { objectNames, serviceNames } from "../../settings";
import type { Settings } from "../../settings";
import { tracks } from "../../track";
import { probeKeyOf } from "../gateway/rules/rules";
import { plainNames, splitRefs } from "../weighted-rule";
import { isApp, servicesOf } from "./ingress-route";
import type { OwnSettings, RouteRule, ServiceRef } from "./ingress-route";
import { matchHosts, narrow, repeat } from "./match";

/** The rule that the configuration asks for: every request of the hosts. */
export function configuredRule({ app, port, traffic }: OwnSettings & Pick<Settings, "port">): RouteRule {
  const { host, hosts = [host], headers } = traffic;
  return {
    kind: "Rule",
    match: matchHosts(hosts),
    ...(headers === undefined ? {} : { middlewares: [{ name: objectNames(app).headers }] }),
    services: [{ name: app, port }],
  };
}

/** The rule that the route writer made, at a weight: both tracks in place of the app, everything else as it is. */
export function splitRule(rule: RouteRule, settings: OwnSettings, weight: number): RouteRule {
  const isOwn = (ref: ServiceRef): boolean => isApp(ref, settings);
  return {
    ...rule,
    services: splitRefs(servicesOf(rule), isOwn, serviceNames(settings), weight, plainNames<ServiceRef>()),
  };
}

/**
 * Rules beside one of the app's, which has both tracks:
 * - a probe rule for each track, ahead of it;
 * - one behind it that serves from stable. Traefik leaves a whole rule out while one of its Services has no endpoints,
 *   whatever its weight is, unless its option `allowEmptyServices` is on. A second Service of weight 0 keeps the name
 *   by which Traefik counts stable's requests.
 */
export function besideRule(rule: RouteRule, token: string, settings: OwnSettings): readonly RouteRule[] {
  const names = serviceNames(settings);
  const like = servicesOf(rule).find(({ name }) => name === names.stable) as ServiceRef;
  const { middlewares = [] } = rule;
  return [
    {
      ...rule,
      ...repeat(rule),
      services: [
        { ...like, weight: 100 },
        { ...like, name: names.probe("stable"), weight: 0 },
      ],
    },
    ...tracks.map((track) => ({
      ...rule,
      ...narrow(rule, probeKeyOf(token, track)),
      middlewares: [...middlewares, { name: names.probe(track) }],
      services: [{ ...like, name: names.probe(track), weight: 1 }],
    })),
  ];
}
