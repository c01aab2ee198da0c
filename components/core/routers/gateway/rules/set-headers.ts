import type { ResponseHeaders } from "../../../edge/headers";
import type { HttpRouteRule, RouteFilter } from "../http-route";

/** Most headers that the API lets a filter set. */
export const mostSet = 16;

const type = "ResponseHeaderModifier";

const namesIn = ({ set = [], add = [], remove = [] }: NonNullable<RouteFilter["responseHeaderModifier"]>) =>
  new Set(
    [...set, ...add].map(({ name }) => name.toLowerCase()).concat(remove.map((name) => name.toLowerCase())),
  );

const filled = <Key extends string, Item>(key: Key, all: readonly Item[]) =>
  (all.length === 0 ? {} : { [key]: all }) as { readonly [one in Key]?: readonly Item[] };

/** A rule of the app with the headers of its answers; what its own filter says of a header holds. */
export function withHeaders(rule: HttpRouteRule, headers: ResponseHeaders | undefined): HttpRouteRule {
  if (headers === undefined) return rule;
  const { filters = [] } = rule;
  const own = filters.find((filter) => filter.type === type)?.responseHeaderModifier ?? {};
  const said = namesIn(own);
  const isOpen = (name: string): boolean => !said.has(name.toLowerCase());
  const set = Object.entries(headers.set).flatMap(([name, value]) => (isOpen(name) ? [{ name, value }] : []));
  const responseHeaderModifier = {
    ...own,
    ...filled("set", [...(own.set ?? []), ...set]),
    ...filled("remove", [...(own.remove ?? []), ...headers.remove.filter(isOpen)]),
  };
  // The API takes one such filter for each rule.
  const merged = { type, responseHeaderModifier };
  return {
    ...rule,
    filters: filters.some((filter) => filter.type === type)
      ? filters.map((filter) => (filter.type === type ? merged : filter))
      : [...filters, merged],
  };
}

/** Numbers of headers that a rule sets and removes. */
export function countHeaders({ filters = [] }: HttpRouteRule): {
  readonly set: number;
  readonly removed: number;
} {
  const { set = [], remove = [] } =
    filters.find((filter) => filter.type === type)?.responseHeaderModifier ?? {};
  return { set: set.length, removed: remove.length };
}
