import type { FindObject, HeaderChange, HeaderReader, RouteWay } from "../headers/header-reader";
import { readMiddleware } from "../headers/middleware";
import { readModifier } from "../headers/read-modifier";
import { byName, readSharing } from "../headers/sharing";
import { listOf, partOf, partsOf, textOf } from "../headers/shape";
import type { Part } from "../headers/shape";
import { probeHeader } from "./probe-header";

function readFilter(filter: Part, path: string, namespace: string, find: FindObject): HeaderChange[] {
  const type = textOf(filter["type"]);
  if (type === "ResponseHeaderModifier") {
    return readModifier(filter["responseHeaderModifier"], `${path}.responseHeaderModifier`);
  }
  if (type === "CORS") {
    const { allowOrigins, allowCredentials } = partOf(filter["cors"]);
    const origins = listOf(allowOrigins).map((one, at) => ({
      value: byName(one),
      path: `${path}.cors.allowOrigins[${at}]`,
    }));
    return readSharing(origins, {
      allowed: allowCredentials === true,
      path: `${path}.cors.allowCredentials`,
    });
  }
  const reference = partOf(filter["extensionRef"]);
  if (type !== "ExtensionRef" || textOf(reference["kind"]) !== "Middleware") return [];
  const name = textOf(reference["name"]);
  const middleware = find("Middleware", namespace, name);
  return middleware === undefined ? [] : readMiddleware(middleware["spec"], `${path}.extensionRef(${name})`);
}

/** Only Sluice's own probes match such a rule. */
function isProbe(rule: Part): boolean {
  const matches = partsOf(rule["matches"]);
  return (
    matches.length > 0 &&
    matches.every((match) =>
      partsOf(match["headers"]).some(({ name }) => textOf(name).toLowerCase() === probeHeader),
    )
  );
}

function readRule(rule: Part, at: number, namespace: string, find: FindObject): RouteWay[] {
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
}

/** Headers by a Gateway API HTTPRoute: filters of a backend first, then those of its rule; not of the probe rules. */
export const httpRouteHeaders: HeaderReader = {
  kinds: ["HTTPRoute"],
  isAlone: (spec) => {
    const filters = partsOf(partOf(spec)["rules"]).flatMap((rule) => [
      ...partsOf(rule["filters"]),
      ...partsOf(rule["backendRefs"]).flatMap((backend) => partsOf(backend["filters"])),
    ]);
    return filters.every(({ type }) => type !== "ExtensionRef");
  },
  read: ({ spec }, { namespace, find }) => {
    const { rules, hostnames } = partOf(spec);
    const ways = partsOf(rules).flatMap((rule, at) =>
      isProbe(rule) ? [] : readRule(rule, at, namespace, find),
    );
    return { hosts: listOf(hostnames).map(textOf), ways };
  },
};
