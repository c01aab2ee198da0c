import type { RouteSettings } from "../foreign-rules";
import { itemsOf } from "../need";
import type { Need } from "../need";
import { objectPath } from "../routed-kind";
import { gatewayGroup, refsOf } from "./http-route";
import type { HttpRouteRule } from "./http-route";

interface GatewayObject {
  readonly spec?: { readonly gatewayClassName?: string };
}

interface GatewayClass {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly controllerName?: string };
}

/** Controllers that accept a filter for copies, and then answer every request of its rule with HTTP 500. */
const broken: readonly string[] = ["traefik.io/gateway-controller"];

const hasCopies = (rule: HttpRouteRule): boolean =>
  [...(rule.filters ?? []), ...refsOf(rule).flatMap(({ filters = [] }) => filters)].some(
    ({ type }) => type === "RequestMirror",
  );

/**
 * Filters of the configured rules that copy requests: no status tells that the controller cannot, and no probe rule has
 * them. Where the classes may not be listed nothing is judged.
 */
export function needCopies(settings: RouteSettings): readonly Need[] {
  const { app, traffic } = settings;
  const at = ((traffic.rules ?? []) as readonly HttpRouteRule[]).findIndex(hasCopies);
  if (at === -1) return [];
  const { gateways = [traffic.gateway] } = traffic;
  const kind = (resource: string) => ({ group: gatewayGroup, version: "v1", resource });
  return [
    {
      paths: [
        `/apis/${gatewayGroup}/v1/gatewayclasses`,
        ...gateways.map(({ namespace, name }) => objectPath(kind("gateways"), namespace, name)),
      ],
      judge: ([classes, ...found]) => {
        const names = (itemsOf<GatewayClass>(classes) ?? [])
          .filter(({ spec }) => broken.includes(spec?.controllerName ?? ""))
          .map(({ metadata }) => metadata.name);
        const isBroken = found.some(
          (one) =>
            one.kind === "found" &&
            names.includes((one.object as GatewayObject).spec?.gatewayClassName ?? ""),
        );
        return {
          problems: isBroken
            ? [
                {
                  text: `Cannot route traffic to "${app}": sluice:traffic.rules must have no filter RequestMirror behind Traefik, which answers it with 500: got one in rules[${at}]`,
                  path: `sluice:traffic.rules[${at}].filters`,
                  fix: "leave the filter out; in Traefik a TraefikService copies requests",
                  end: "usage",
                },
              ]
            : [],
          notes: [],
        };
      },
    },
  ];
}
