import { middlewares, refuseErrorPages } from "../error-pages";
import type { RouteSettings } from "../foreign-rules";
import type { Found, Need } from "../need";
import { objectPath } from "../routed-kind";
import { isApp, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, MiddlewareRef } from "./ingress-route";
import { ingressRoute } from "./kinds";

const foundRules = (route: Found | undefined) =>
  route?.kind === "found" ? rulesOf(route.object as IngressRoute) : [];

/**
 * Middlewares of the app's rules that replace error answers. Those of other namespaces and of entry points are not
 * looked at.
 */
export function needAnswers(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  return {
    paths: [objectPath(ingressRoute, namespace, traffic.route), objectPath(middlewares, namespace)],
    judge: ([route, list]) => {
      const isHere = (ref: MiddlewareRef): boolean => (ref.namespace ?? namespace) === namespace;
      const rules = foundRules(route).filter((rule) => servicesOf(rule).some((ref) => isApp(ref, settings)));
      const refs = rules.flatMap((rule) => [
        ...(rule.middlewares ?? []),
        ...servicesOf(rule).flatMap((ref) => ref.middlewares ?? []),
      ]);
      return refuseErrorPages(app, refs.filter(isHere), list);
    },
  };
}
