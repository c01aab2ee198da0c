import type { Finding } from "../pack/policy";
import type { Resource } from "../pack/resource";
import { nameRoute } from "./declared/route-rules";
import type { DeclaredRoute, RouteWay } from "../../components/core/routers/headers/header-reader";
import type { EffectiveHeader } from "./declared/route-headers";
import { applyChanges } from "./declared/route-headers";
import type { Header } from "./header";
import { ownedHeaders } from "./owned-headers";
import type { ownedSchema } from "./owned-headers";
import type { HeaderProblem } from "./required/problem";
import { headerTitle } from "./required/problem";
import type { z } from "zod";

/** A way through a route with the headers that leave it. */
export interface WayHeaders {
  readonly way: RouteWay;
  /** Headers that the application sends itself. */
  readonly app: readonly Header[];
  readonly headers: readonly EffectiveHeader[];
}

/** Every way through a route with its headers; answers of the router itself carry none of the application's. */
export function waysOf(
  resource: Resource,
  { hosts, ways }: DeclaredRoute,
  owned: z.output<typeof ownedSchema>,
): WayHeaders[] {
  const app = ownedHeaders(owned, { id: nameRoute(resource), hosts });
  return ways.map((way) => {
    const sent = way.redirect ? [] : app;
    return { way, app: sent, headers: applyChanges(sent, way.changes) };
  });
}

/** The ways that have the same problem, as one path: `spec.rules[0], spec.rules[2]`. */
function toFinding(problem: HeaderProblem, ways: readonly string[]): Finding {
  const { header, rule, got, fix, path } = problem;
  return {
    path: path ?? `${ways.join(", ")}: response header ${headerTitle(header)}`,
    rule,
    ...(got === undefined ? {} : { got }),
    fix,
  };
}

/** One finding per problem: ways through a route that share one are named together. */
export function* findOnWays(
  ways: readonly WayHeaders[],
  find: (way: WayHeaders) => readonly HeaderProblem[],
): Generator<Finding> {
  const grouped = new Map<string, { problem: HeaderProblem; at: string[] }>();
  for (const each of ways) {
    for (const problem of find(each)) {
      const key = JSON.stringify(problem);
      const group = grouped.get(key) ?? { problem, at: [] };
      group.at.push(each.way.path);
      grouped.set(key, group);
    }
  }
  for (const { problem, at } of grouped.values()) yield toFinding(problem, at);
}
