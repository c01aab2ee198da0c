import type { HeaderChange } from "../../../components/core/routers/headers/header-reader";
import type { Header } from "../header";

/** A header as it leaves a route, and who put it there. */
export interface EffectiveHeader {
  readonly name: string;
  readonly value: string;
  /** `app` where the application sends it and the route lets it through. */
  readonly owner: "app" | "route";
  /** Place where the route sets it; absent for the application's own. */
  readonly path?: string;
  /** Value that the application sends under this name and the route overwrites. */
  readonly overwrites?: string;
}

/**
 * Headers that leave a route, in the router's order of events.
 * @param app - headers that the application itself sends
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
