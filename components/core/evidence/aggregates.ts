import { tracks } from "../track";
import type { Track } from "../track";
import { compareCounts, goTogether } from "./samples/compare-counts";
import type { Samples } from "./samples/compare-counts";
import { showValues } from "./samples/entry";
import type { Entry, Sifted } from "./samples/entry";
import { growthOfAll } from "./samples/growth";
import { identify, isAddress, scrapeName } from "./labels/labels";
import { statusNames } from "./labels/status-names";

/** Values by which a label says that a series counts all of the others. */
const sumWord = /^_?(?:all|any|total|sum|overall|combined|aggregated?|\*)_?$/i;

/** Entries whose labels have the same names, and say of the same ones that they are sums. */
interface Shape {
  /** Names of labels with a value of their own. */
  readonly names: readonly string[];
  /** Names of labels whose value is a {@link sumWord}. */
  readonly summed: readonly string[];
  readonly entries: readonly Entry[];
}

function toShapes(entries: readonly Entry[]): Shape[] {
  const shapes = new Map<string, { names: string[]; summed: string[]; entries: Entry[] }>();
  for (const entry of entries) {
    const all = Object.keys(entry.labels).toSorted();
    const summed = all.filter((name) => sumWord.test(entry.labels[name] as string));
    const names = all.filter((name) => !summed.includes(name));
    const key = `${names.join(",")} ${summed.join(",")}`;
    const shape = shapes.get(key) ?? { names, summed, entries: [] };
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

function valuesOf({ entries }: Shape, name: string): ReadonlySet<string> {
  return new Set(entries.map(({ labels }) => labels[name] as string));
}

/** Whether a label names whoever summed, and not one of the parts: one value, which no part has. */
function isOfSum(coarse: Shape, fine: Shape, name: string): boolean {
  const [own, others] = [valuesOf(coarse, name), valuesOf(fine, name)];
  const [value] = [...own] as [string];
  if (!scrapeName.test(name) || own.size !== 1 || others.has(value)) return false;
  return !isAddress(value) || ![...others].some(isAddress);
}

/** Sum of counters at the moments that all of them have. */
function addUp(entries: readonly Entry[]): Samples {
  const sums = new Map<number, { count: number; sum: number }>();
  for (const [at, value] of entries.flatMap(({ samples }) => samples)) {
    const known = sums.get(at) ?? { count: 0, sum: 0 };
    sums.set(at, { count: known.count + 1, sum: known.sum + value });
  }
  return [...sums].flatMap(([at, { count, sum }]) => (count === entries.length ? [[at, sum] as const] : []));
}

/** A sum over the parts has at least this share of what they count on each track. */
const leastShare = 0.5;

/**
 * Entries that are sums of entries of another shape, by the labels that both have. A sum is one on both tracks: half of
 * the canary's requests may be as many as the other half, such as those that never got an answer.
 */
function findSums(coarse: Shape, fine: Shape, shared: readonly string[]): Entry[] {
  const index = indexBy(fine.entries, shared);
  const found = [...indexBy(coarse.entries, shared)].flatMap(([key, sums]) => {
    const parts = (index.get(key) ?? []).map(({ samples }) => samples);
    return parts.length > 0 && goTogether(compareCounts(addUp(sums), parts)) === true ? sums : [];
  });
  const counted = (entries: readonly Entry[], track: Track) =>
    growthOfAll(entries.filter((one) => one.track === track));
  const isOfBoth = tracks.every(
    (track) => counted(found, track) >= leastShare * counted(fine.entries, track),
  );
  return isOfBoth ? found : [];
}

/** Order in which shapes that tell of the same requests are left out: those without a status first. */
function isCoarser(one: Shape, other: Shape): boolean {
  const tells = ({ names }: Shape) => (names.some((name) => statusNames.includes(name)) ? 1 : 0);
  const rank = (shape: Shape) => [tells(shape), shape.entries.length, shape.names.length];
  const [a, b] = [rank(one), rank(other)];
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? one.names.join() < other.names.join() : (a[at] as number) < (b[at] as number);
}

/** Labels by which two shapes are compared, and those by which they differ; undefined where neither is a sum. */
function compareShapes(coarse: Shape, fine: Shape) {
  const lacked = fine.names.filter((name) => !coarse.names.includes(name));
  const extra = coarse.names.filter((name) => !fine.names.includes(name));
  // A sum of what has no such label at all counts it once more.
  const saysMore = extra.length === 0 && coarse.summed.some((name) => !fine.summed.includes(name));
  if (lacked.length === 0 && !saysMore) return undefined;
  if (extra.length > 0 && !isCoarser(coarse, fine)) return undefined;
  const common = coarse.names.filter((name) => fine.names.includes(name));
  const own = common.filter((name) => isOfSum(coarse, fine, name));
  return { lacked, shared: common.filter((name) => !own.includes(name)), marks: [...extra, ...own] };
}

function explain({ entries, summed }: Shape, lacked: readonly string[], marks: readonly string[]): string {
  const names = [...marks, ...summed].toSorted();
  const shown = names.map((name) => showValues(name, entries.map(({ labels }) => labels[name]))); // prettier-ignore
  if (names.length === 0)
    return `series without ${lacked.join(", ")} are sums of those with: they are left out`;
  const parts = lacked.length === 0 ? "those without" : `those with ${lacked.join(", ")}`;
  return `series with ${shown.join(" and ")} are sums of ${parts}: they are left out`;
}

/**
 * Leaves out series that are the sum of finer ones, such as the result of a recording rule beside its sources: each
 * request would be counted in both.
 */
export function dropAggregates(entries: readonly Entry[]): Omit<Sifted, "doubts"> {
  const shapes = toShapes(entries.filter(({ meaning }) => meaning.kind !== "presence"));
  const dropped = new Map<string, string>();
  for (const coarse of shapes) {
    for (const fine of shapes) {
      const compared = coarse === fine ? undefined : compareShapes(coarse, fine);
      if (compared === undefined) continue;
      const { lacked, shared, marks } = compared;
      const why = explain(coarse, lacked, marks);
      for (const { labels } of findSums(coarse, fine, shared)) dropped.set(identify(labels), why);
    }
  }
  return {
    entries: entries.filter(({ labels }) => !dropped.has(identify(labels))),
    notes: [...new Set(dropped.values())],
  };
}
