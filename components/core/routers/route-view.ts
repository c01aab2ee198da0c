import { annotations, objectNames } from "../settings";
import type { Settings } from "../settings";
import type { LiveRoute, ZeroReason } from "../live";
import { findWeightedRule } from "./http-route";
import type { HttpRoute, RouteCondition, WeightedRule } from "./http-route";

/** The route as the decisions see it, with the object behind it. */
export interface RouteView {
  readonly object: HttpRoute;
  readonly weighted: WeightedRule;
  readonly live: LiveRoute;
}

/** The settings that name a route. */
export type RouteSettings = Pick<Settings, "app" | "namespace" | "traffic">;

/** The route is there but does not look like ours: edited by hand, or another backend was added. */
export class RouteShapeError extends Error {}

/** The view of an object that was read or returned by a write. */
export function toRouteView(object: HttpRoute, settings: RouteSettings): RouteView {
  const names = objectNames(settings.app);
  const weighted = findWeightedRule(object, names);
  if (weighted === undefined) {
    throw new RouteShapeError(
      `Cannot use route "${settings.namespace}/${settings.traffic.route}": spec.rules must hold one rule with exactly the backends ${names.stable} and ${names.canary}: ` +
        `got ${describeRules(object)}; delete the route and run the base stack with --refresh, which creates it again with all traffic on stable`,
    );
  }
  const sum = weighted.stableWeight + weighted.canaryWeight;
  const zeroReason = parseZeroReason(object.metadata.annotations?.[annotations.zero]);
  const lastWriter = findLastWriter(object);
  return {
    object,
    weighted,
    live: {
      weight: sum === 0 ? 0 : (100 * weighted.canaryWeight) / sum,
      epoch: object.metadata.annotations?.[annotations.epoch] ?? "",
      ...(zeroReason === undefined ? {} : { zeroReason }),
      ...(lastWriter === undefined ? {} : { lastWriter }),
      ...routeConditions(object, settings.traffic.gateway.name),
    },
  };
}

function describeRules(object: HttpRoute): string {
  const rules = object.spec.rules ?? [];
  return (
    rules
      .map(
        ({ backendRefs = [] }) =>
          `[${backendRefs.map((ref) => `${ref.name}=${ref.weight ?? 1}`).join(", ")}]`,
      )
      .join(" ") || "no rules"
  );
}

function parseZeroReason(text: string | undefined): ZeroReason | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text) as ZeroReason;
  } catch {
    return undefined;
  }
}

/** Who wrote `spec.rules` last: several managers may share it, the newest entry wins. */
function findLastWriter(object: HttpRoute): { manager: string; at: string } | undefined {
  const writers = (object.metadata.managedFields ?? []).filter(({ fieldsV1 }) => {
    const spec = (fieldsV1 as { "f:spec"?: Record<string, unknown> } | undefined)?.["f:spec"];
    return spec !== undefined && "f:rules" in spec;
  });
  const last = writers.toSorted((a, b) => (a.time ?? "").localeCompare(b.time ?? "")).at(-1);
  return last === undefined ? undefined : { manager: last.manager ?? "unknown", at: last.time ?? "unknown" };
}

function routeConditions(
  object: HttpRoute,
  gateway: string,
): Pick<LiveRoute, "accepted" | "backendsResolved" | "currentGeneration" | "problem"> {
  const parent = object.status?.parents?.find(({ parentRef }) => parentRef.name === gateway);
  const conditions = parent?.conditions ?? [];
  const find = (type: string): RouteCondition | undefined =>
    conditions.find((condition) => condition.type === type);
  const [accepted, resolved] = [find("Accepted"), find("ResolvedRefs")];
  const bad = [accepted, resolved].find(
    (condition) => condition !== undefined && condition.status !== "True",
  );
  const problem =
    parent === undefined
      ? `no router has reported on it for gateway ${gateway}`
      : bad && `${bad.type}=${bad.status} (${bad.reason ?? "no reason"}): ${bad.message ?? ""}`;
  return {
    accepted: accepted?.status === "True",
    backendsResolved: resolved?.status === "True",
    currentGeneration: [accepted, resolved].every(
      (condition) =>
        condition !== undefined && (condition.observedGeneration ?? 0) >= (object.metadata.generation ?? 0),
    ),
    ...(problem === undefined ? {} : { problem }),
  };
}
