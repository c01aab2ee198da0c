import type { Resource } from "../../pack/resource";
import { kindOf, namespaceOf, objectFinder } from "./find-object";
import type { FindObject } from "./find-object";
import { isSelfContained, readHttpRoute } from "./http-route";
import { readIngress, readIngressRoute } from "./ingress";
import type { DeclaredRoute } from "./route-headers";
import { partOf, textOf } from "./shape";
import { readVirtualService } from "./virtual-service";
import { probeHeader } from "../../../components/core/routers/gateway/rules";

/** Kinds whose headers may be said by other objects. */
const composed: readonly string[] = ["HTTPRoute", "Ingress", "IngressRoute"];

/**
 * Whether a resource decides by itself which headers leave the route: it can be judged before it is created. Reads
 * no unknown value.
 */
export function isAloneRoute(resource: Resource): boolean {
  const kind = kindOf(resource);
  return kind === "VirtualService" || (kind === "HTTPRoute" && isSelfContained(resource.raw["spec"]));
}

/** Whether a resource is a route whose headers are decided together with other objects. */
export function isComposedRoute(resource: Resource): boolean {
  return composed.includes(kindOf(resource)) && !isAloneRoute(resource);
}

/** Reads a route that needs no other object. */
export function readAloneRoute(resource: Resource): DeclaredRoute {
  const spec = resource.props["spec"];
  return kindOf(resource) === "VirtualService"
    ? readVirtualService(spec)
    : readHttpRoute(spec, {
        namespace: namespaceOf(resource),
        find: () => undefined,
        skipHeader: probeHeader,
      });
}

/** Reads the routes of a stack that need other objects of it. */
export function composedRouteReader(resources: readonly Resource[]): (route: Resource) => DeclaredRoute {
  const find: FindObject = objectFinder(resources);
  const names = resources.map((one) => textOf(partOf(one.raw["metadata"])["namespace"]) || "default");
  const namespaces = [...new Set(names)].toSorted((a, b) => b.length - a.length);
  const controller = resources.find(
    (one) => kindOf(one) === "ConfigMap" && textOf(partOf(one.raw["data"])["add-headers"]) !== "",
  );
  const addHeaders = textOf(partOf(controller?.raw["data"])["add-headers"]);
  return (route) => {
    const namespace = namespaceOf(route);
    const surroundings = { namespace, namespaces, find, ...(addHeaders === "" ? {} : { addHeaders }) };
    const { spec, metadata } = route.props;
    switch (kindOf(route)) {
      case "Ingress":
        return readIngress({ metadata, spec }, surroundings);
      case "IngressRoute":
        return readIngressRoute(spec, surroundings);
      default:
        return readHttpRoute(spec, { namespace, find, skipHeader: probeHeader });
    }
  };
}
