import { objectNames, serviceNames } from "../../../settings";
import type { MirrorTerms } from "../../../stage/mirror-terms";
import { covers } from "../../find-lost";
import { readMirror } from "../../match-terms";
import type { OwnRulesSettings } from "./configured-rules";
import { isCanary } from "./end-canary";
import { refsOf, rulesOf } from "../http-route";
import type { BackendRef, HttpRoute, HttpRouteRule, RouteFilter, RouteMatch } from "../http-route";
import { isProbeRule } from "../kinds";
import { haveSameMatches, matchesOf } from "./matches";
import { findOwnRules } from "./own-rules";

/** Requests that are never copied, by method: upgraded connections, and calls that stream. */
const neverCopied: Readonly<Record<string, readonly { readonly name: string; readonly value: string }[]>> = {
  GET: [{ name: "Upgrade", value: "websocket" }],
  POST: ["", "+proto", "+json"].map((end) => ({ name: "Content-Type", value: `application/grpc${end}` })),
};

/** Requests of a rule by these methods. */
const narrow = (rule: HttpRouteRule, { repeatable }: MirrorTerms): readonly RouteMatch[] =>
  matchesOf(rule).flatMap((match) => repeatable.map((method) => ({ ...match, method })));

/** Of the requests that a mirror takes those that are not copied: a header more puts their rule ahead. */
const narrowToUncopied = (rule: HttpRouteRule, terms: MirrorTerms): readonly RouteMatch[] =>
  narrow(rule, terms).flatMap((match) =>
    (neverCopied[match.method as string] ?? []).map((header) => ({
      ...match,
      headers: [...(match.headers ?? []), { type: "Exact", ...header }],
    })),
  );

/** Rules beside each of the app's that a mirror needs, and matches for each of its matches, at most. */
export const besideMirror = (terms: MirrorTerms): { readonly rules: number; readonly matches: number } => {
  const uncopied = narrowToUncopied({}, terms).length;
  return { rules: uncopied === 0 ? 3 : 4, matches: 3 * terms.repeatable.length + uncopied };
};

/** The filter by which a rule's requests are copied; a copy has the port that the app's backend has. */
function toFilter(stable: BackendRef, app: string, { percent }: MirrorTerms): RouteFilter {
  const { filters: _filters, weight: _weight, ...like } = stable;
  return {
    type: "RequestMirror",
    requestMirror: {
      backendRef: { ...like, name: objectNames(app).canaryMirror },
      // All is what an older definition of the kind has without the field.
      ...(percent === 100 ? {} : { percent }),
    },
  };
}

/**
 * Rules whose requests are copied to the canary and answered by stable. A method comes before any header in the order
 * of the Gateway API: so the probe rules are repeated for these methods, and so are requests that are never copied.
 * @param own - each with stable among its backends, or what another writer left of it
 * @param probes - probe rules of the app's own rules
 */
export function renderMirrorRules(
  settings: OwnRulesSettings,
  own: readonly HttpRouteRule[],
  probes: readonly HttpRouteRule[],
  terms: MirrorTerms,
): readonly HttpRouteRule[] {
  const { stable } = serviceNames(settings);
  const ofUsers = own.flatMap((rule) => {
    const refs = refsOf(rule);
    const like = refs.find(({ name }) => name === stable) ?? (refs[0] as BackendRef);
    const answered = { ...rule, backendRefs: [{ ...like, name: stable, weight: 1 }] };
    const uncopied = narrowToUncopied(rule, terms);
    return [
      {
        ...answered,
        matches: narrow(rule, terms),
        filters: [...(rule.filters ?? []), toFilter(like, settings.app, terms)],
      },
      ...(uncopied.length === 0 ? [] : [{ ...answered, matches: uncopied }]),
    ];
  });
  return [...ofUsers, ...probes.map((rule) => ({ ...rule, matches: narrow(rule, terms) }))];
}

/** Number of the filters that send copies to the canary. */
const copiesIn = (rule: HttpRouteRule, settings: OwnRulesSettings): number =>
  [...(rule.filters ?? []), ...refsOf(rule).flatMap(({ filters = [] }) => filters)].filter(
    ({ requestMirror }) => isCanary(requestMirror?.backendRef, settings),
  ).length;

const hasMethod = (rule: HttpRouteRule): boolean =>
  matchesOf(rule).some(({ method }) => method !== undefined);

/** A rule of a mirror in a live route. */
export interface MirrorRule {
  readonly index: number;
  /** It is as it was written: else it is another writer's by now, and still goes with the mirror. */
  readonly isWritten: boolean;
  /** It copies; else it keeps requests from being copied. */
  readonly copies: boolean;
}

/**
 * The rules of the route writer's last mirror. One that another writer changed is found as well: left behind it would
 * keep the requests of its methods from the weights.
 */
export function findMirrorRules(route: HttpRoute, settings: OwnRulesSettings): readonly MirrorRule[] {
  const terms = readMirror(route.metadata);
  if (terms === undefined) return [];
  const rules = rulesOf(route);
  const own = findOwnRules(route, settings).map(({ index }) => rules[index] as HttpRouteRule);
  const probes = rules.filter((rule) => isProbeRule(rule) && !hasMethod(rule));
  const wanted = renderMirrorRules(settings, own, probes, terms);
  const { stable } = serviceNames(settings);
  return rules.flatMap((rule, index) => {
    const one = wanted.find((some) => haveSameMatches(some, rule));
    const isTracks = refsOf(rule).every((ref) => ref.name === stable || isCanary(ref, settings));
    if (one === undefined || !(isTracks || isProbeRule(rule))) return [];
    const copies = copiesIn(rule, settings);
    const isWritten =
      covers([one.filters ?? [], refsOf(one)], [rule.filters ?? [], refsOf(rule)]) &&
      copiesIn(one, settings) === copies;
    return [{ index, isWritten, copies: isWritten && copies > 0 }];
  });
}

/**
 * A rule of others that a mirror would take requests from: at the same path a method comes before the headers and
 * parameters by which it is told from the app's.
 */
export function findOutranked(
  own: readonly HttpRouteRule[],
  others: readonly HttpRouteRule[],
): HttpRouteRule | undefined {
  const paths = own.flatMap(matchesOf).map(({ path }) => `${path.type} ${path.value}`);
  return others.find((rule) =>
    matchesOf(rule).some(
      ({ path, method, headers = [], queryParams = [] }) =>
        method === undefined &&
        headers.length + queryParams.length > 0 &&
        paths.includes(`${path.type} ${path.value}`),
    ),
  );
}
