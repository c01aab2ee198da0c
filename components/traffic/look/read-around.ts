import type { CallOptions, Cluster } from "../../cluster/api";
import { ApiError } from "../../cluster/api-error";
import { lookUp } from "../../cluster/look-up";
import { listGroups, servesKind } from "../../cluster/discovery";
import type { ServedGroups } from "../../cluster/discovery";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import { otherServed } from "../../core/routers/other-served";
import { everywherePath, objectPath } from "../../core/routers/routed-kind";
import type { RoutedKind, RouterObject } from "../../core/routers/routed-kind";
import type { Around } from "../../core/routers/router";
import { furtherKinds } from "../../core/routers/further-kinds";
import { routerOf, splitKinds } from "../../core/routers/routers";

type Listed = readonly RouterObject[] | "absent" | "denied";

/** Objects at a path; `absent` where the API server does not serve it, `denied` where the account may not list them. */
async function list(cluster: Cluster, path: string, bounds?: CallOptions): Promise<Listed> {
  const found = await lookUp(cluster, path, bounds);
  if (found.kind === "found") return (found.object as { items?: readonly RouterObject[] }).items ?? [];
  return found.kind === "absent" ? "absent" : "denied";
}

/** Bounds of a list over all namespaces, which each tick asks for. */
const everywhereBounds = { maxBytes: 2 * 1024 * 1024, timeoutMs: 3000 };

/** Lists over all namespaces that the account may not have or that are too long, by cluster: they are asked for once. */
const withheld = new WeakMap<Cluster, Set<string>>();

/** Objects of a kind in all namespaces; `denied` where they cannot be had within bounds, too. */
async function listEverywhere(cluster: Cluster, kind: RoutedKind): Promise<Listed> {
  const path = everywherePath(kind);
  const refused = withheld.get(cluster) ?? new Set();
  if (refused.has(path)) return "denied";
  try {
    // Version 0 is answered from the API server's memory.
    const listed = await list(cluster, `${path}?resourceVersion=0`, everywhereBounds);
    if (listed === "denied") withheld.set(cluster, refused.add(path));
    return listed;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 413) withheld.set(cluster, refused.add(path));
    return "denied";
  }
}

/** Objects of a kind: all that may lead here where the account may list them, else those of the app's namespace. */
async function listKind(cluster: Cluster, kind: RoutedKind, namespace: string): Promise<Listed> {
  const everywhere = kind.anywhere === true ? await listEverywhere(cluster, kind) : "denied";
  return everywhere === "denied" ? await list(cluster, objectPath(kind, namespace)) : everywhere;
}

const toAround = (kind: RoutedKind, namespace: string, listed: Listed): Around => ({
  kind,
  // Without the kind's definition there are none.
  objects: listed === "denied" ? undefined : listed === "absent" ? [] : listed,
  place: `${kind.calledBy ?? kind.resource} of namespace ${namespace}`,
});

/**
 * Objects of a kind, by whichever version of its API is served, and those of groups that had it before: the same objects
 * are in every version of a group, and in no other group.
 */
async function look(
  cluster: Cluster,
  kind: RoutedKind,
  namespace: string,
  asked: Promise<ServedGroups>,
): Promise<readonly Around[]> {
  const of = async (one: RoutedKind): Promise<Listed> => await listKind(cluster, one, namespace);
  const [listed, groups] = await Promise.all([of(kind), asked]);
  const { versions, former } = otherServed(kind, groups);
  const first = { kind, listed };
  for (const one of listed === "absent" ? versions : []) {
    const again = await of(one);
    if (again === "absent") continue;
    first.kind = one;
    first.listed = again;
    break;
  }
  const before = await Promise.all(former.map(async (one) => ({ kind: one, listed: await of(one) })));
  return [first, ...before].map((one) => toAround(one.kind, namespace, one.listed));
}

/**
 * Objects of a kind of other tools: who may not list them is answered 403 for a kind that is not there, too, and their
 * list is no right that a release demands.
 */
async function lookFurther(
  cluster: Cluster,
  kind: RoutedKind,
  namespace: string,
  asked: Promise<ServedGroups>,
): Promise<readonly Around[]> {
  const versions = (await asked).get(kind.group);
  if (versions === undefined) return [];
  const found = await look(cluster, kind, namespace, asked);
  const isDenied = found.some(({ objects }) => objects === undefined);
  return isDenied && !(await servesKind(cluster, kind, versions)) ? [] : found;
}

/** Routes of other namespaces that a grant lets name Services of this one. */
async function lookElsewhere(
  cluster: Cluster,
  settings: RouteSettings,
  asked: Promise<ServedGroups>,
): Promise<readonly Around[]> {
  const { grants, kinds } = routerOf(settings);
  const [kind] = kinds;
  if (grants === undefined || kind === undefined) return [];
  const given = await list(cluster, grants.path(settings.namespace));
  if (given === "denied")
    return [{ kind, objects: undefined, place: `referencegrants of namespace ${settings.namespace}` }];
  const opened = (one: RoutedKind): readonly string[] =>
    grants.namespaces(given === "absent" ? [] : given, settings, one);
  const found = await Promise.all([
    ...kinds.flatMap((one) => opened(one).map(async (place) => await look(cluster, one, place, asked))),
    ...furtherKinds.flatMap((one) =>
      opened(one).map(async (place) => await lookFurther(cluster, one, place, asked)),
    ),
  ]);
  return found.flat();
}

/** Reads the objects by which requests may reach the app's Services, and which of their kinds could not be listed. */
export async function readAround(cluster: Cluster, settings: RouteSettings): Promise<readonly Around[]> {
  const asked = listGroups(cluster);
  const { namespace } = settings;
  const [here, further, elsewhere] = await Promise.all([
    Promise.all(splitKinds.map(async (kind) => await look(cluster, kind, namespace, asked))),
    Promise.all(furtherKinds.map(async (kind) => await lookFurther(cluster, kind, namespace, asked))),
    lookElsewhere(cluster, settings, asked),
  ]);
  return [...here.flat(), ...further.flat(), ...elsewhere];
}
