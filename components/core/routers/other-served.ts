import type { RoutedKind } from "./routed-kind";

/** Kinds besides the known one under which the same rules may stand. */
export interface OtherServed {
  /** The kind in other versions of its group, which all have the same objects. */
  readonly versions: readonly RoutedKind[];
  /** The kind in groups that had it before, each with objects of its own. */
  readonly former: readonly RoutedKind[];
}

/**
 * Finds under which other names a cluster serves a kind of objects that lead requests to Services.
 * @param groups - versions of each group that is served, the preferred one first
 */
export function otherServed(kind: RoutedKind, groups: ReadonlyMap<string, readonly string[]>): OtherServed {
  const served = (group: string): readonly string[] => groups.get(group) ?? [];
  return {
    versions: served(kind.group)
      .filter((version) => version !== kind.version)
      .map((version) => ({ ...kind, version })),
    former: (kind.formerGroups ?? []).flatMap((group) =>
      served(group)
        .slice(0, 1)
        .map((version) => ({ ...kind, group, version, calledBy: `${kind.resource}.${group}` })),
    ),
  };
}
