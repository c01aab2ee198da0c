import { serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import type { Need, NeedProblem } from "../need";
import { needOwnRoute } from "../need-own-route";
import type { RuleProblem } from "../need-own-route";
import { objectPath } from "../routed-kind";
import type { RouterObject } from "../routed-kind";
import { classAnnotation } from "./annotations";
import { classPath, controllerOf, readerOf, readsCanary } from "./class";
import { judgeAnnotations, notePinning } from "./judge-annotations";
import type { MayRead } from "./judge-annotations";
import { readMain } from "./main-ingress";

function findProblems(
  main: RouterObject,
  settings: RouteSettings,
  controller: string | undefined,
  mayRead: MayRead,
): readonly RuleProblem[] {
  const { stable, canary } = serviceNames(settings);
  const { annotations = {} } = main.metadata;
  const { ingressClassName } = (main.spec ?? {}) as { readonly ingressClassName?: string };
  return [
    ...(readMain(main, stable, canary) === undefined
      ? [
          {
            at: "spec.rules",
            rule: `lead to Service ${stable}`,
            got: "none that does",
            fix: "sluice:traffic.service names the Service that it leads to",
          },
        ]
      : []),
    ...(ingressClassName === undefined && annotations[classAnnotation] === undefined
      ? [
          {
            at: "spec.ingressClassName",
            rule: "name its class, so that the canary Ingress is for the same controller",
            got: "none",
            fix: "ask its owner to name its class",
          },
        ]
      : []),
    ...(controller === undefined || readsCanary(controller)
      ? []
      : [
          {
            at: "spec.ingressClassName",
            rule: "be a class of ingress-nginx, of a fork, or of Traefik's provider for it",
            got: `controller ${controller}, which does not read canary annotations`,
            fix: "split by another router: docs/reference/routers.md",
          },
        ]),
    ...judgeAnnotations(annotations, mayRead).map(([name, why]) => ({
      at: "metadata.annotations",
      rule: `be without ${name}`,
      got: annotations[name] as string,
      fix: `ask its owner to leave it out: ${why}`,
    })),
  ];
}

/** A user's Ingress beside which the canary Ingress can stand. */
export function needMain(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  const refused: readonly NeedProblem[] = [
    ...(traffic.stableService === undefined
      ? [
          {
            text: `Cannot route traffic to "${app}": sluice:app.adopt must be set, since sluice:traffic.from names an Ingress: got none`,
            fix: "a user's Ingress is split only where its Service stands for stable; else leave sluice:traffic.from out",
            end: "usage" as const,
          },
        ]
      : []),
    ...(traffic.ingress === undefined
      ? []
      : [
          {
            text: `Cannot route traffic to "${app}": sluice:traffic.ingress must be left out: the Ingress of sluice:traffic.from has a class and annotations of its own`,
            end: "usage" as const,
          },
        ]),
  ];
  return {
    paths: [objectPath(ingress, namespace, traffic.route), classPath(settings)],
    judge: (all) => {
      const [found, ofClass] = all;
      const find = (main: RouterObject): readonly RuleProblem[] =>
        findProblems(main, settings, controllerOf(ofClass), readerOf(settings));
      const { problems } = needOwnRoute(ingress, settings, find).judge(all);
      const notes =
        found?.kind === "found" ? notePinning((found.object as RouterObject).metadata.annotations ?? {}) : [];
      return { problems: [...refused, ...problems], notes };
    },
  };
}
