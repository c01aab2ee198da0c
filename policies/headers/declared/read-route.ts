import type {
  DeclaredRoute,
  HeaderReader,
  Surroundings,
} from "../../../components/core/routers/headers/header-reader";
import { partOf, textOf } from "../../../components/core/routers/headers/shape";
import { routers } from "../../../components/core/routers/routers";
import type { Resource } from "../../pack/resource";
import { kindOf, namespaceOf, objectFinder } from "./find-object";
import { isKept, isRouteRules, readRouteRules } from "./route-rules";

const readers: readonly HeaderReader[] = routers.flatMap(({ readHeaders }) => readHeaders ?? []);

const readerOf = (resource: Resource): HeaderReader | undefined =>
  readers.find(({ kinds }) => kinds.includes(kindOf(resource)));

/**
 * Whether a resource decides by itself which headers leave the route: it can be judged before it is created. Reads
 * no unknown value.
 */
export function isAloneRoute(resource: Resource): boolean {
  if (isRouteRules(resource)) return true;
  if (isKept(resource)) return false;
  return readerOf(resource)?.isAlone(resource.raw["spec"]) ?? false;
}

/** Whether a resource is a route whose headers are decided together with other objects. */
export function isComposedRoute(resource: Resource): boolean {
  return readerOf(resource) !== undefined && !isKept(resource) && !isAloneRoute(resource);
}

function read(resource: Resource, surroundings: Surroundings): DeclaredRoute {
  const { spec, metadata } = resource.props;
  return readerOf(resource)?.read({ metadata, spec }, surroundings) ?? { hosts: [], ways: [] };
}

/** Reads a route that needs no other object. */
export function readAloneRoute(resource: Resource): DeclaredRoute {
  if (isRouteRules(resource)) return readRouteRules(resource);
  return read(resource, { namespace: namespaceOf(resource), namespaces: [], find: () => undefined });
}

/** Reads the routes of a stack that need other objects of it. */
export function composedRouteReader(resources: readonly Resource[]): (route: Resource) => DeclaredRoute {
  const find = objectFinder(resources);
  const names = resources.map((one) => textOf(partOf(one.raw["metadata"])["namespace"]) || "default");
  const namespaces = [...new Set(names)].toSorted((a, b) => b.length - a.length);
  const controller = resources.find(
    (one) => kindOf(one) === "ConfigMap" && textOf(partOf(one.raw["data"])["add-headers"]) !== "",
  );
  const addHeaders = textOf(partOf(controller?.raw["data"])["add-headers"]);
  const more = addHeaders === "" ? {} : { addHeaders };
  return (route) => read(route, { namespace: namespaceOf(route), namespaces, find, ...more });
}
