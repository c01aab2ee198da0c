import type { RouteSettings } from "../foreign-rules";
import type { Need } from "../need";
import { findShareProblems, needOwnRoute } from "../need-own-route";
import { isApp, rulesOf, servicesOf, weightOf } from "./ingress-route";
import type { IngressRoute } from "./ingress-route";
import { ingressRoute } from "./kinds";

/** The IngressRoute of another owner that the configuration names, in a state in which Sluice can begin. */
export function needRoute(settings: RouteSettings): Need {
  const { app, traffic } = settings;
  return needOwnRoute(ingressRoute, settings, (object) => {
    const leading = rulesOf(object as IngressRoute)
      .map((rule, nth) => ({ at: `spec.routes[${nth}]`, services: servicesOf(rule) }))
      .filter(({ services }) => services.some((ref) => isApp(ref, settings)));
    if (leading.length === 0)
      return [
        {
          at: "spec.routes",
          rule: `have a rule with the Service ${traffic.service ?? app}`,
          got: "none",
          fix: "sluice:traffic.service names the Service that the rules have",
        },
      ];
    return leading.flatMap(({ at, services }) =>
      findShareProblems(app, {
        at,
        ours: services.filter((ref) => isApp(ref, settings)).length,
        refs: services.map((ref) => `${ref.name} ${weightOf(ref)}`),
        things: "Services",
      }),
    );
  });
}
