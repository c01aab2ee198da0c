import type { ObjectMeta } from "../object-meta";

/** An object of the API server as a router reads it. */
export interface RouterObject {
  readonly metadata: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** A Service that gets requests of a rule, or copies of them. */
export interface Target {
  readonly service: string;
  /** Namespace of the Service; absent: the object's. */
  readonly namespace?: string;
  /** Percent of the rule's requests. */
  readonly share: number;
  /** JSON Pointer of the Service's name. */
  readonly pointer: string;
  /** The Service's name as it stands there. @default service */
  readonly written?: string;
  /** JSON Pointer of what is said beside the name and holds for this Service alone. @default none */
  readonly beside?: string;
  /** JSON Pointer of the filter that sends copies; absent where the requests themselves arrive. */
  readonly copies?: string;
}

/** One rule of an object: which requests, in the order of the object, and who gets them. */
export interface Split {
  /** For people, e.g. `spec.rules[3]`. */
  readonly at: string;
  /** JSON Pointer of the rule. */
  readonly pointer: string;
  /** It matches only requests with Sluice's probe header. */
  readonly probe: boolean;
  readonly targets: readonly Target[];
}

/** A kind of object by which requests reach Services, whichever router is in use. */
export interface RoutedKind {
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  /** In the plural, as RBAC and paths have it. */
  readonly resource: string;
  /** Groups that had this kind before, with objects of their own. @default none */
  readonly formerGroups?: readonly string[];
  /** Name for people and for kubectl where `resource` means another group's. @default resource */
  readonly calledBy?: string;
  /** Whether objects of other namespaces may lead to the app's Services without leave of its own. @default false */
  readonly anywhere?: true;
  /** Field of `spec` with the rules. */
  readonly field: string;
  /** All rules of an object. */
  split(object: RouterObject): readonly Split[];
}

/** Path of all objects of a kind, in whichever namespace. */
export const everywherePath = ({
  group,
  version,
  resource,
}: Pick<RoutedKind, "group" | "version" | "resource">): string => `/apis/${group}/${version}/${resource}`;

/** Path of an object, or of its collection where `name` is left out. */
export function objectPath(
  { group, version, resource }: Pick<RoutedKind, "group" | "version" | "resource">,
  namespace: string,
  name?: string,
): string {
  const collection = `/apis/${group}/${version}/namespaces/${namespace}/${resource}`;
  return name === undefined ? collection : `${collection}/${name}`;
}
