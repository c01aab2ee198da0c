import type { Readiness } from "../../live";
import { objectNames, serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import type { Found } from "../need";
import type { Doubt } from "../router";
import { refsOf, isService, rulesOf } from "./http-route";
import type { BackendRef, HttpRoute, HttpRouteRule, RouteFilter } from "./http-route";
import { readReadiness } from "./readiness";

/** Backend of a rule, as it is looked for. */
interface Named {
  readonly path: string;
  /** For people, e.g. `Service shop/old (spec.rules[2])`. */
  readonly place: string;
  readonly port: number | undefined;
  readonly isOwn: boolean;
}

const filtersOf = (rule: HttpRouteRule): readonly RouteFilter[] => [
  ...(rule.filters ?? []),
  ...refsOf(rule).flatMap(({ filters = [] }) => filters),
];

/** Every reference of a rule to a backend, those of its filters among them. */
const allRefs = (rule: HttpRouteRule): readonly BackendRef[] => [
  ...refsOf(rule),
  ...filtersOf(rule).flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []),
];

/** Whether a rule names what is not looked for: an object of the router's own kinds. */
const isOpaque = (rule: HttpRouteRule): boolean =>
  filtersOf(rule).some(({ extensionRef }) => extensionRef !== undefined) || !allRefs(rule).every(isService);

/** Whether a Service is there, with the port; undefined where it may not be read. */
function isThere({ port }: Named, found: Found | undefined): boolean | undefined {
  if (found === undefined || found.kind === "hidden") return undefined;
  if (found.kind === "absent") return false;
  const { spec } = found.object as { readonly spec?: { readonly ports?: readonly { port: number }[] } };
  return port === undefined || spec?.ports?.some((one) => one.port === port) === true;
}

/**
 * Question whether a router's refusal to resolve backends is about rules of others alone: one condition speaks of all
 * rules of a route. Where everything that the app's own rules name is there, requests have to show that they are served.
 * @returns undefined where nothing is refused for that, and where no rule is of others
 */
export function doubtRefusal(route: HttpRoute, settings: RouteSettings): Doubt | undefined {
  const refused = readReadiness(route);
  const isExcusable = refused.kind === "refused" && readReadiness(route, "").kind !== "refused";
  if (!isExcusable) return undefined;
  const { namespace, traffic } = settings;
  const { stable, canaryServices, probe } = objectNames(settings.app);
  const app = [traffic.service ?? settings.app, stable, serviceNames(settings).stable];
  const names = [...app, probe("stable"), ...canaryServices];
  const placeOf = (ref: BackendRef): string => ref.namespace ?? route.metadata.namespace;
  const isOwn = (rule: HttpRouteRule): boolean =>
    refsOf(rule).some((ref) => isService(ref) && names.includes(ref.name) && placeOf(ref) === namespace);
  const rules = rulesOf(route);
  const own = rules.filter(isOwn);
  if (own.length === 0 || own.length === rules.length) return undefined;
  const named = rules.flatMap((rule, index): Named[] =>
    allRefs(rule)
      .filter(isService)
      .map((ref) => ({
        path: `/api/v1/namespaces/${placeOf(ref)}/services/${ref.name}`,
        place: `Service ${placeOf(ref)}/${ref.name} (spec.rules[${index}])`,
        port: ref.port,
        isOwn: own.includes(rule),
      })),
  );
  const judge = (found: readonly Found[]): Readiness => {
    const looked = named.map((one, at) => ({ ...one, is: isThere(one, found[at]) }));
    const missing = looked.filter((one) => !one.isOwn && one.is === false);
    const isResolved = looked.every((one) => !one.isOwn || one.is === true);
    if (!isResolved || (missing.length === 0 && own.some(isOpaque))) return refused;
    const which = missing.length === 0 ? "" : `: ${missing.map(({ place }) => place).join(", ")}`;
    return readReadiness(route, `of the route's backends only those of others are not found${which}`);
  };
  return { paths: named.map(({ path }) => path), judge };
}
