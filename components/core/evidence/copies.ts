import { addComparisons, compareCounts, compareMoments, goTogether } from "./samples/compare-counts";
import type { Comparison, Samples } from "./samples/compare-counts";
import { showValues } from "./samples/entry";
import type { Entry, Sifted } from "./samples/entry";
import { podOf } from "../sources/pods";
import { hostOf, identify, isAddress, scrapeName } from "./labels/labels";
import { placeNames, sharedNames } from "./places";
import { gapOfSamples } from "./samples/scrape-interval";

/** Labels that name a machine: two of them are two processes. */
const machineNames = ["node", "host", "hostname", "nodename", "kubernetes_node", "machine"];

/** Labels that name whoever scraped or stored where the pod is the same: one pod is on one machine. */
const ofScraper: readonly string[] = [...machineNames, ...sharedNames];

/** All series with the same labels of whoever counted them. */
interface Group {
  readonly key: string;
  readonly target: Entry["target"];
  readonly counts: ReadonlyMap<string, Entry>;
  readonly newestSeconds: number;
  /** Usual time between two of its samples, 0 where it has only one. */
  readonly gapSeconds: number;
  /** Time that its samples cover without a hole, as a share of the time from the first to the last, 0 to 1. */
  readonly covered: number;
}

/** A copy that covers less than this much of the time has holes that another one may not have. */
const wellCovered = 0.7;
/** Without a sample for so many of the usual times between two, there is a hole. */
const holeIntervals = 1.5;

/** Share of the time between the first and the last sample without a hole. */
function coveredBy(samples: Entry["samples"], gapSeconds: number): number {
  const gaps = samples.slice(1).map(([at], i) => at - (samples[i] as readonly [number, number])[0]);
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  const holes = gaps.filter((gap) => gap > holeIntervals * gapSeconds).reduce((sum, gap) => sum + gap, 0);
  return whole === 0 ? 1 : 1 - holes / whole;
}

function toGroups(entries: readonly Entry[]): Group[] {
  const byTarget = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = identify(entry.target);
    const known = byTarget.get(key) ?? [];
    known.push(entry);
    byTarget.set(key, known);
  }
  return [...byTarget].map(([key, all]) => ({
    key,
    target: (all[0] as Entry).target,
    counts: new Map(
      all
        .filter(({ meaning }) => meaning.kind === "requests")
        .map((one) => [`${one.track} ${identify(one.request)}`, one]),
    ),
    newestSeconds: Math.max(...all.map(({ samples }) => samples.at(-1)?.[0] ?? -Infinity)),
    gapSeconds: Math.max(0, ...all.map(({ samples }) => gapOfSamples(samples) ?? 0)),
    covered: Math.max(...all.map(({ samples }) => coveredBy(samples, gapOfSamples(samples) ?? 0))),
  }));
}

/** Whether two labels of this name, both there, are two processes or two places. */
function differs(a: Group, b: Group, name: string): boolean {
  const [one, other] = [a.target[name], b.target[name]];
  return one !== undefined && other !== undefined && one !== other;
}

/** Comparison of two groups by their labels alone: the same process, another one, or unknown. */
function compareTargets(a: Group, b: Group): "same" | "other" | "unknown" {
  const [pod, otherPod] = [podOf(a.target), podOf(b.target)];
  const apart = [...machineNames, ...placeNames].filter((name) => differs(a, b, name));
  if (apart.length > 0) {
    const isOnePod = pod !== undefined && pod === otherPod;
    return isOnePod && apart.every((name) => ofScraper.includes(name)) ? "unknown" : "other";
  }
  if (pod !== undefined && otherPod !== undefined) return pod === otherPod ? "same" : "other";
  const { instance = "" } = a.target;
  const { instance: other = "" } = b.target;
  if (instance === "" && other === "") return "unknown";
  if (instance === other || hostOf(instance) === hostOf(other)) return "same";
  const areAddresses = isAddress(instance) && isAddress(other);
  return areAddresses || !differs(a, b, "job") ? "other" : "unknown";
}

/** Labels in which the groups differ. */
function namesApart(groups: readonly Group[]): string[] {
  const names = [...new Set(groups.flatMap(({ target }) => Object.keys(target)))].toSorted();
  return names.filter((name) => new Set(groups.map(({ target }) => target[name])).size > 1);
}

/** Whether two groups are one count: by their values, and where these do not decide, by labels of scrapes alone. */
function areCopies(a: Group, b: Group): boolean {
  const kinship = compareTargets(a, b);
  if (kinship === "other") return false;
  const shared = [...a.counts].flatMap(([key, one]) => {
    const other = b.counts.get(key);
    return other === undefined ? [] : [[one.samples, other.samples] as const];
  });
  const together = (compare: (one: Samples, other: Samples) => Comparison) =>
    goTogether(addComparisons(shared.map(([one, other]) => compare(one, other))));
  const areOfScrapes = namesApart([a, b]).every((name) => scrapeName.test(name));
  // One scrape of a process reads a count once: other values of the same moment are parts, such as those of workers.
  if (!areOfScrapes && together(compareMoments) === false) return false;
  const byValues = together((one, other) => compareCounts(one, [other]));
  return byValues ?? (kinship === "same" && shared.length > 0 && areOfScrapes);
}

/** Sets of groups that are copies of each other. */
function gather(groups: readonly Group[]): Group[][] {
  const sets: Group[][] = [];
  for (const group of groups) {
    const known = sets.find((set) => set.some((one) => areCopies(one, group)));
    if (known === undefined) sets.push([group]);
    else known.push(group);
  }
  return sets;
}

/** So many of its own scrapes late, a copy is no longer scraped and would hide one that is. */
const lateScrapes = 2.5;

function choose(copies: readonly Group[]): Group {
  const newest = Math.max(...copies.map(({ newestSeconds }) => newestSeconds));
  const fresh = copies.filter(
    ({ newestSeconds, gapSeconds }) => newestSeconds >= newest - lateScrapes * gapSeconds,
  );
  // The group with the most labels says most about the process that counted; a sum over one pod lacks some.
  const named = ({ target }: Group) => Object.keys(target).length;
  const whole = ({ covered }: Group) => (covered >= wellCovered ? 1 : 0);
  return fresh.toSorted(
    (a, b) => whole(b) - whole(a) || named(b) - named(a) || (a.key < b.key ? -1 : 1),
  )[0] as Group;
}

function explain(copies: readonly Group[], kept: Group): string {
  const names = namesApart(copies);
  const shown = names.map((name) =>
    showValues(
      name,
      copies.map(({ target }) => target[name]),
    ),
  );
  const used = names.map((name) => `${name}="${kept.target[name] ?? ""}"`).join(", ");
  return `the same requests are counted ${copies.length} times, in series that differ in ${shown.join(" and ")}: those with ${used} are used`;
}

/**
 * Keeps one of several copies of a count: of two scrape jobs, of replicas of Prometheus, of two ports of a pod. A count
 * read twice would double the evidence.
 */
export function dropCopies(entries: readonly Entry[]): Omit<Sifted, "doubts"> {
  const sets = gather(toGroups(entries)).filter((set) => set.length > 1);
  const dropped = new Set<string>();
  const notes = sets.map((copies) => {
    const kept = choose(copies);
    for (const { key } of copies) if (key !== kept.key) dropped.add(key);
    return explain(copies, kept);
  });
  return {
    entries: entries.filter(({ target }) => !dropped.has(identify(target))),
    notes: [...new Set(notes)],
  };
}
