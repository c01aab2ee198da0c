import { probeHeader } from "../gateway/probe-header";
import { toHeaderTerms } from "../../stage/match-terms";
import type { HeaderTerms, MatchTerms } from "../../stage/match-terms";
import type { MirrorTerms } from "../../stage/mirror-terms";
import type { RouteRule } from "./ingress-route";

/** Text in the quotes that Traefik's rules have. */
const quoted = (text: string): string => `\`${text}\``;

const toMatcher = (host: string): string =>
  host.startsWith("*.")
    ? `HostRegexp(${quoted(`^[^.]+${host.slice(1).replaceAll(".", String.raw`\.`)}$`)})`
    : `Host(${quoted(host)})`;

/** Matcher of all requests of these hosts; one with `*` stands for one label. */
export const matchHosts = (hosts: readonly string[]): string => hosts.map(toMatcher).join(" || ");

/** Hosts that a matcher names one by one, in lower case. */
export function namedHosts(match: string): readonly string[] {
  return [...match.matchAll(/\bHost\(([^)]*)\)/g)].flatMap(([, names]) =>
    [...(names as string).matchAll(/[`"]([^`"]+)[`"]/g)].map(([, name]) => (name as string).toLowerCase()),
  );
}

/**
 * Priority as Traefik has it: 0 stands for none.
 * @see https://doc.traefik.io/traefik/v3.7/reference/routing-configuration/http/routing/rules-and-priority/#priority
 */
export const priorityOf = ({ match, priority = 0 }: RouteRule): number =>
  priority === 0 ? new TextEncoder().encode(match).length : priority;

/** Next priority above or below that of a rule. */
function beside(rule: RouteRule, step: 1 | -1): number {
  const next = priorityOf(rule) + step;
  return next === 0 ? step : next;
}

type Changed = Pick<RouteRule, "match"> & { readonly priority: number };

/** Matcher of requests by a header, in the syntax of a rule. */
function matchHeader({ syntax }: RouteRule, { name, type, value }: HeaderTerms): string {
  const base = syntax === "v2" ? "Headers" : "Header";
  const matcher = type === "Exact" ? base : `${base}Regexp`;
  return `${matcher}(${quoted(name)}, ${quoted(value)})`;
}

/** Requests of a rule that carry a header, ahead of it. */
const narrowBy = (rule: RouteRule, header: HeaderTerms): Changed => ({
  match: `(${rule.match}) && ${matchHeader(rule, header)}`,
  priority: beside(rule, 1),
});

/** Requests of a rule that carry the probe header, ahead of it. */
export const narrow = (rule: RouteRule, key: string): Changed =>
  narrowBy(rule, { name: probeHeader, type: "Exact", value: key });

/** Requests of a rule that a match takes, ahead of it. */
export const narrowTo = (rule: RouteRule, terms: MatchTerms): Changed => narrowBy(rule, toHeaderTerms(terms));

/** Requests that are never copied: upgraded connections, calls that stream, and Sluice's own with the probe header. */
const neverCopied: readonly HeaderTerms[] = [
  { name: "Upgrade", type: "RegularExpression", value: ".+" },
  { name: "Content-Type", type: "RegularExpression", value: "^application/grpc" },
  { name: probeHeader, type: "RegularExpression", value: ".+" },
];

/** Requests of a rule that a mirror copies, ahead of it. */
export function narrowToMirror(rule: RouteRule, { repeatable }: MirrorTerms): Changed {
  const methods = repeatable.map((method) => `Method(${quoted(method)})`).join(" || ");
  const without = neverCopied.map((header) => ` && !${matchHeader(rule, header)}`).join("");
  return { match: `(${rule.match}) && (${methods})${without}`, priority: beside(rule, 1) };
}

/** The same requests as those of a rule, behind it: two rules with the same text would be one to Traefik. */
export const repeat = (rule: RouteRule): Changed => ({
  match: `(${rule.match}) && PathPrefix(${quoted("/")})`,
  priority: beside(rule, -1),
});
