import { writtenPart } from "../access/written-part";
import { routerOf } from "../routers/routers";
import type { Settings } from "../settings";

/** Object that stands in Git and is written by Sluice as well. */
export interface SharedObject {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** JSON pointers of what Sluice writes; whole arrays, since an index names another rule once one is inserted. */
  readonly pointers: readonly string[];
}

/** Sluice's marks on an object; a pointer to each would be longer and miss those of later versions. */
const marks = "/metadata/annotations";

/**
 * Objects of an environment that people keep in Git while Sluice writes a part of them: the route of their own, and the
 * Service of a service that was taken over. A route that is only read, as an Ingress beside the canary's, is none.
 */
export function listSharedObjects(settings: Settings): readonly SharedObject[] {
  const { namespace, traffic } = settings;
  const { kinds, takeover, byPods = false } = routerOf(settings);
  const isWritten = traffic.isShared === true && takeover.main === undefined;
  const toShared = (group: string, kind: string, name: string): SharedObject => ({
    group,
    kind,
    name,
    namespace,
    pointers: [writtenPart(kind), marks],
  });
  const [route] = kinds;
  // Where pods make the shares, the user's Service is the switch itself.
  const service = traffic.stableService ?? (isWritten && byPods ? traffic.route : undefined);
  return [
    ...(isWritten && route !== undefined ? [toShared(route.group, route.kind, traffic.route)] : []),
    ...(service === undefined ? [] : [toShared("", "Service", service)]),
  ];
}
