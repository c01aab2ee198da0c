import type { RouteSettings } from "../../foreign-rules";
import type { Need } from "../../need";
import { classPaths, findClasses } from "./gateway-classes";
import { refsOf } from "../http-route";
import type { HttpRouteRule } from "../http-route";

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
  return [
    {
      paths: classPaths(settings),
      judge: (found) => ({
        problems: findClasses(found).some((one) => broken.includes(one?.spec?.controllerName ?? ""))
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
      }),
    },
  ];
}
