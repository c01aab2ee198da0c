import type { SeriesReader } from "../sources/source";
import type { Entry } from "./samples/entry";
import { targetOf } from "./labels/labels";

/** Requests that a series has counted in all. */
function countOf({ meaning, samples }: Entry): number {
  return meaning.kind === "requests" ? Math.max(...samples.map(([, value]) => value)) : 0;
}

/** The edition with most requests, of several the lowest. */
function chooseOf(counts: ReadonlyMap<number, number>): number | undefined {
  const most = Math.max(...counts.values());
  return [...counts]
    .filter(([, count]) => count === most)
    .map(([edition]) => edition)
    .toSorted((a, b) => a - b)[0];
}

/**
 * Of several counts of the same requests by one process a single edition: that of most requests, since a name that
 * counts a part alone would hide the rest.
 */
export function chooseEdition(
  entries: readonly Entry[],
  { editionOf }: Pick<SeriesReader, "editionOf">,
): readonly Entry[] {
  if (editionOf === undefined) return entries;
  const read = entries.map((entry) => {
    const { of, edition, isShared = false } = editionOf(entry.labels);
    return { entry, key: isShared ? of : `${of} ${targetOf(entry.labels)}`, edition };
  });
  const counts = new Map<string, Map<number, number>>();
  for (const { entry, key, edition } of read) {
    const known = counts.get(key) ?? new Map<number, number>();
    counts.set(key, known.set(edition, (known.get(edition) ?? 0) + countOf(entry)));
  }
  const chosen = new Map([...counts].map(([key, one]) => [key, chooseOf(one)]));
  return read.filter(({ key, edition }) => edition === chosen.get(key)).map(({ entry }) => entry);
}
