import type { FindObject } from "./find-object";
import { readMiddleware } from "./middleware";
import { readModifier } from "./read-modifier";
import type { DeclaredRoute, HeaderChange, RouteWay } from "./route-headers";
import { partOf, partsOf, textOf } from "./shape";
import type { Part } from "./shape";

function readFilter(filter: Part, path: string, namespace: string, find: FindObject): HeaderChange[] {
  const type = textOf(filter["type"]);
  if (type === "ResponseHeaderModifier") {
    return readModifier(filter["responseHeaderModifier"], `${path}.responseHeaderModifier`);
  }
  const reference = partOf(filter["extensionRef"]);
  if (type !== "ExtensionRef" || textOf(reference["kind"]) !== "Middleware") return [];
  const name = textOf(reference["name"]);
  const middleware = find("Middleware", namespace, name);
  return middleware === undefined ? [] : readMiddleware(middleware["spec"], `${path}.extensionRef(${name})`);
}

/** A rule is a probe's when only requests with our probe header match it. */
function isMatchedByHeader(rule: Part, header: string): boolean {
  const matches = partsOf(rule["matches"]);
  return (
    matches.length > 0 &&
    matches.every((match) =>
      partsOf(match["headers"]).some(({ name }) => textOf(name).toLowerCase() === header),
    )
  );
}

/**
 * What a Gateway API HTTPRoute does to response headers: filters of a backend first, then those of its rule.
 * @param skipHeader - rules that only requests with this header match are left out
 */
export function readHttpRoute(
  spec: unknown,
  { namespace, find, skipHeader }: { namespace: string; find: FindObject; skipHeader: string },
): DeclaredRoute {
  const { rules, hostnames } = partOf(spec);
  const ways = partsOf(rules).flatMap((rule, at): RouteWay[] => {
    if (isMatchedByHeader(rule, skipHeader)) return [];
    const path = `spec.rules[${at}]`;
    const read = (filters: unknown, where: string): HeaderChange[] =>
      partsOf(filters).flatMap((filter, index) =>
        readFilter(filter, `${where}.filters[${index}]`, namespace, find),
      );
    const shared = read(rule["filters"], path);
    const redirect = partsOf(rule["filters"]).some(({ type }) => type === "RequestRedirect");
    const backends = partsOf(rule["backendRefs"]);
    if (backends.every((backend) => partsOf(backend["filters"]).length === 0)) {
      return [{ path, redirect, changes: shared }];
    }
    return backends.map((backend, index) => {
      const where = `${path}.backendRefs[${index}]`;
      return { path: where, redirect, changes: [...read(backend["filters"], where), ...shared] };
    });
  });
  return { hosts: (Array.isArray(hostnames) ? hostnames : []).map(textOf), ways };
}

/** Whether an HTTPRoute says everything itself, without a filter that is another object. */
export function isSelfContained(spec: unknown): boolean {
  const filters = partsOf(partOf(spec)["rules"]).flatMap((rule) => [
    ...partsOf(rule["filters"]),
    ...partsOf(rule["backendRefs"]).flatMap((backend) => partsOf(backend["filters"])),
  ]);
  return filters.every(({ type }) => type !== "ExtensionRef");
}
