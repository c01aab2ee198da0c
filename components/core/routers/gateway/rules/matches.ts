import type { HttpRouteRule, RouteMatch } from "../http-route";
import { plain } from "../plain";

const rootPath = { type: "PathPrefix", value: "/" };

const named = <T extends { readonly type?: string }>(parts: readonly T[]): T[] =>
  parts.map((part) => ({ ...part, type: part.type ?? "Exact" }));

/** A match with the defaults of the API server written out. */
export type WrittenMatch = RouteMatch & { readonly path: { readonly type: string; readonly value: string } };

function writeOut(match: RouteMatch): WrittenMatch {
  const { path, headers, queryParams } = match;
  return {
    ...match,
    path: { ...rootPath, ...path },
    ...(headers === undefined ? {} : { headers: named(headers) }),
    ...(queryParams === undefined
      ? {}
      : { queryParams: named(queryParams as readonly { readonly type?: string }[]) }),
  };
}

/** Matches of a rule as they are given: without any it takes every request. */
export const givenMatches = ({ matches }: HttpRouteRule): readonly RouteMatch[] =>
  matches === undefined || matches.length === 0 ? [{}] : matches;

/** Matches of a rule with defaults written out. */
export const matchesOf = (rule: HttpRouteRule): readonly WrittenMatch[] => givenMatches(rule).map(writeOut);

/** Whether two rules take the same requests. */
export const haveSameMatches = (a: HttpRouteRule, b: HttpRouteRule): boolean =>
  plain(matchesOf(a)) === plain(matchesOf(b));

/** Whether a match fits every request. */
export function fitsAll({ path, method, headers = [], queryParams = [] }: RouteMatch): boolean {
  const { type, value } = { ...rootPath, ...path };
  const isRoot = type === rootPath.type && value === rootPath.value;
  return isRoot && method === undefined && headers.length === 0 && queryParams.length === 0;
}

/** Whether a regular expression fits a text as a whole; one that cannot be read fits none. */
export function fitsWhole(expression: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(text);
  } catch {
    return false;
  }
}

/** Whether a match fits a path. */
export function fitsPath({ path }: RouteMatch, requested: string): boolean {
  const { type, value } = { ...rootPath, ...path };
  if (type === "Exact") return requested === value;
  if (type === "PathPrefix") {
    const prefix = value.endsWith("/") ? value : `${value}/`;
    return `${requested}/`.startsWith(prefix);
  }
  return fitsWhole(value, requested);
}

/** Precedence among matches that fit: exact path, longer path, method, more headers, more parameters. */
function rankOf({ path, method, headers = [], queryParams = [] }: RouteMatch): readonly number[] {
  const { type, value } = { ...rootPath, ...path };
  return [
    type === "Exact" ? 1 : 0,
    value.length,
    method === undefined ? 0 : 1,
    headers.length,
    queryParams.length,
  ];
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] as number) > (b[at] as number);
}

/**
 * Place of the rule whose match has the highest rank, the first of several.
 * @param rank - of a match; undefined where it does not fit
 */
export function pickHighest(
  rules: readonly HttpRouteRule[],
  rank: (match: RouteMatch) => readonly number[] | undefined,
): number | undefined {
  let best: { readonly index: number; readonly found: readonly number[] } | undefined;
  for (const [index, rule] of rules.entries())
    for (const match of givenMatches(rule)) {
      const found = rank(match);
      if (found !== undefined && (best === undefined || isHigher(found, best.found))) best = { index, found };
    }
  return best?.index;
}

/**
 * Place of the rule that takes a plain GET of a path, without any header that a rule asks for.
 * @returns undefined where none does
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule on precedence
 */
export function pickRule(rules: readonly HttpRouteRule[], path: string): number | undefined {
  const requested = path.replace(/[?#].*$/, "");
  return pickHighest(rules, (match) => {
    const { method = "GET", headers = [], queryParams = [] } = match;
    const isPlain = method === "GET" && headers.length === 0 && queryParams.length === 0;
    return isPlain && fitsPath(match, requested) ? rankOf(match) : undefined;
  });
}
