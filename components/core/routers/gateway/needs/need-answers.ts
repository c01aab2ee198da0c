import { middlewares, refuseErrorPages } from "../../error-pages";
import type { RouteSettings } from "../../foreign-rules";
import type { Need } from "../../need";
import { objectPath } from "../../routed-kind";
import type { RoutedKind } from "../../routed-kind";
import { isApp, readConfigured } from "../rules/configured-rules";
import { refsOf, rulesOf } from "../http-route";
import type { BackendRef, HttpRoute, HttpRouteRule } from "../http-route";
import { httpRoute, isProbeRule } from "../kinds";

/** Traefik's Middlewares among the filters of a rule and of its backends: they are of the route's namespace. */
const refsIn = ({ filters = [] }: HttpRouteRule, refs: readonly Partial<BackendRef>[]) =>
  [...filters, ...refs.flatMap((ref) => ref.filters ?? [])].flatMap(({ extensionRef }) =>
    extensionRef?.kind === "Middleware" && extensionRef.group === middlewares.group ? [extensionRef] : [],
  );

/** Middlewares of the app's rules that replace error answers, where Traefik follows the route. */
export function needAnswers(settings: RouteSettings, kind: RoutedKind = httpRoute): Need {
  const { app, namespace, traffic } = settings;
  return {
    paths: [objectPath(kind, namespace, traffic.route), objectPath(middlewares, namespace)],
    judge: ([route, list]) => {
      const live = route?.kind === "found" ? rulesOf(route.object as HttpRoute) : [];
      const isOwn = (rule: HttpRouteRule): boolean =>
        !isProbeRule(rule) && refsOf(rule).some((ref) => isApp(ref, settings));
      const refs = [
        ...live.filter(isOwn).flatMap((rule) => refsIn(rule, refsOf(rule))),
        ...readConfigured(settings).flatMap(({ rule, own }) =>
          own === undefined ? [] : refsIn(rule, [own]),
        ),
      ];
      return refuseErrorPages(app, refs, list);
    },
  };
}
