import { compareCounts, goTogether } from "./compare-counts";
import type { Entry, Sifted } from "./entry";
import { identify } from "./labels";

/** Entries whose labels have the same names. */
interface Shape {
  readonly names: readonly string[];
  readonly entries: readonly Entry[];
}

function toShapes(entries: readonly Entry[]): Shape[] {
  const shapes = new Map<string, { names: string[]; entries: Entry[] }>();
  for (const entry of entries) {
    const names = Object.keys(entry.labels).toSorted();
    const key = names.join(",");
    const shape = shapes.get(key) ?? { names, entries: [] };
    shape.entries.push(entry);
    shapes.set(key, shape);
  }
  return [...shapes.values()];
}

/** Entries by their values of some labels, and their track. */
function indexBy(entries: readonly Entry[], names: readonly string[]): ReadonlyMap<string, Entry[]> {
  const index = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry, names);
    const known = index.get(key) ?? [];
    known.push(entry);
    index.set(key, known);
  }
  return index;
}

function keyOf({ labels, track }: Entry, names: readonly string[]): string {
  return `${track} ${names.map((name) => JSON.stringify(labels[name])).join(",")}`;
}

/** Entries that are sums of entries of a finer shape, by the labels they lack. */
function findSums(coarse: Shape, fine: Shape): Entry[] {
  const index = indexBy(fine.entries, coarse.names);
  return coarse.entries.filter((one) => {
    const parts = index.get(keyOf(one, coarse.names)) ?? [];
    const samples = parts.map((part) => part.samples);
    return parts.length > 0 && goTogether(compareCounts(one.samples, samples)) === true;
  });
}

/**
 * Leaves out series that are the sum of finer ones, such as the result of a recording rule beside its sources: each
 * request would be counted in both.
 */
export function dropAggregates(entries: readonly Entry[]): Omit<Sifted, "doubts"> {
  const shapes = toShapes(entries.filter(({ meaning }) => meaning.kind !== "presence"));
  const dropped = new Map<string, readonly string[]>();
  for (const coarse of shapes) {
    for (const fine of shapes) {
      const lacked = fine.names.filter((name) => !coarse.names.includes(name));
      const isFiner = lacked.length > 0 && coarse.names.every((name) => fine.names.includes(name));
      if (!isFiner) continue;
      for (const { labels } of findSums(coarse, fine)) dropped.set(identify(labels), lacked);
    }
  }
  const notes = [...new Set([...dropped.values()].map((lacked) => lacked.join(", ")))].map(
    (lacked) => `series without ${lacked} are sums of those with: they are left out`,
  );
  return { entries: entries.filter(({ labels }) => !dropped.has(identify(labels))), notes };
}
