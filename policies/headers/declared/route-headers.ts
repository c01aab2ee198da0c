import type { Header } from "../header";

/** One thing that a route does to the headers of a response. */
export interface HeaderChange {
  readonly op: "set" | "add" | "remove";
  /** In lower case. */
  readonly name: string;
  /** Empty for `remove`. */
  readonly value: string;
  /** Where in the resource, for example `spec.rules[0].filters[1].responseHeaderModifier.set[0]`. */
  readonly path: string;
}

/** One way that a response takes through a route: a rule, or one backend of it. */
export interface RouteWay {
  /** For example `spec.rules[0]`. */
  readonly path: string;
  /** A redirection or fixed answer of the router: no application answers. */
  readonly redirect: boolean;
  /** In the order in which they happen. */
  readonly changes: readonly HeaderChange[];
}

/** What a route is known by, and the ways through it. */
export interface DeclaredRoute {
  readonly hosts: readonly string[];
  readonly ways: readonly RouteWay[];
}

/** A header as it leaves a route, and who put it there. */
export interface EffectiveHeader {
  readonly name: string;
  readonly value: string;
  /** `app` where the application sends it and the route lets it through. */
  readonly owner: "app" | "route";
  /** Where the route sets it; absent for the application's own. */
  readonly path?: string;
  /** What the application sends under this name and the route overwrites. */
  readonly overwrites?: string;
}

/**
 * The headers that leave a route, in the router's order of events.
 * @param app - what the application itself sends
 */
export function applyChanges(app: readonly Header[], changes: readonly HeaderChange[]): EffectiveHeader[] {
  let headers: EffectiveHeader[] = app.map(([name, value]) => ({ name, value, owner: "app" }));
  for (const { op, name, value, path } of changes) {
    const before = headers.find((header) => header.name === name && header.owner === "app");
    if (op !== "add") headers = headers.filter((header) => header.name !== name);
    if (op === "remove") continue;
    const overwrites = op === "set" && before !== undefined ? { overwrites: before.value } : {};
    headers.push({ name, value, owner: "route", path, ...overwrites });
  }
  return headers;
}
