import type { RouteSettings } from "../foreign-rules";
import { itemsOf } from "../need";
import type { Found, Need } from "../need";
import { objectPath } from "../routed-kind";
import { isApp, rulesOf, servicesOf, traefikGroup } from "./ingress-route";
import type { IngressRoute, MiddlewareRef } from "./ingress-route";
import { ingressRoute } from "./kinds";

interface Middleware {
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly errors?: unknown;
    readonly chain?: { readonly middlewares?: readonly MiddlewareRef[] };
  };
}

const middlewares = { group: traefikGroup, version: "v1alpha1", resource: "middlewares" };

/** Middlewares of one namespace that a rule has, through chains of them as well. */
function reach(
  refs: readonly MiddlewareRef[],
  known: ReadonlyMap<string, Middleware>,
  seen = new Set<string>(),
): readonly Middleware[] {
  return refs.flatMap(({ name }): readonly Middleware[] => {
    const found = known.get(name);
    if (found === undefined || seen.has(name)) return [];
    seen.add(name);
    return [found, ...reach(found.spec?.chain?.middlewares ?? [], known, seen)];
  });
}

/**
 * Middlewares of the app's rules that replace error answers: what a client got is no longer what was counted. Those of
 * other namespaces and of entry points are not looked at.
 */
export function needAnswers(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  return {
    paths: [objectPath(ingressRoute, namespace, traffic.route), objectPath(middlewares, namespace)],
    judge: ([route, list]) => {
      const known = new Map((itemsOf<Middleware>(list) ?? []).map((one) => [one.metadata.name, one]));
      const isHere = (ref: MiddlewareRef): boolean => (ref.namespace ?? namespace) === namespace;
      const rules = foundRules(route).filter((rule) => servicesOf(rule).some((ref) => isApp(ref, settings)));
      const refs = rules.flatMap((rule) => [
        ...(rule.middlewares ?? []),
        ...servicesOf(rule).flatMap((ref) => ref.middlewares ?? []),
      ]);
      const replacing = reach(refs.filter(isHere), known).filter(({ spec }) => spec?.errors !== undefined);
      return {
        problems: replacing.map(({ metadata: { name } }) => ({
          text: `Cannot route traffic to "${app}": the app's rules must be without a Middleware that replaces error answers: got ${name} (errors)`,
          fix: "answers behind it cannot be told from good ones: let the app make its error pages, or the client",
          end: "refused",
        })),
        notes: [],
      };
    },
  };
}

const foundRules = (route: Found | undefined) =>
  route?.kind === "found" ? rulesOf(route.object as IngressRoute) : [];
