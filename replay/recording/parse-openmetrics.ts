import { nameOf, parseSample } from "./parse-sample";
import type { LabelCache, SampleLine } from "./parse-sample";

/** All samples of one series, oldest first, one per moment. */
export interface MetricSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [atSeconds: number, value: number])[];
}

/** Series in a text, its problems, and the assumptions made in reading it. */
export interface ParsedMetrics {
  readonly series: readonly MetricSeries[];
  /** With line numbers; the text is not to be used while there are any. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Units of timestamps by their size, the finest first: as seconds they would be in the year 5138 or later. */
const units = [
  { above: 1e17, perSecond: 1e9, name: "nanoseconds" },
  { above: 1e14, perSecond: 1e6, name: "microseconds" },
  { above: 1e11, perSecond: 1e3, name: "milliseconds" },
] as const;

interface Collected {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: [number, number][];
}

/** In order of time; of several samples of one moment the first one counts. */
function order(samples: readonly [number, number][]): readonly (readonly [number, number])[] {
  const sorted = samples.toSorted((a, b) => a[0] - b[0]);
  return sorted.filter(([at], i) => i === 0 || at !== sorted[i - 1]?.[0]);
}

/** Cuts off a possible half line: without "# EOF" the text may be incomplete. */
function takeLines(text: string): { readonly lines: readonly string[]; readonly notes: readonly string[] } {
  const lines = text.split(/\r?\n/);
  if (lines.some((line) => line.trim() === "# EOF")) return { lines, notes: [] };
  const half = lines.at(-1) !== "";
  const note = `"# EOF" is missing: the recording may be cut off${half ? ", its last line has no end and is not used" : ""}`;
  return { lines: half ? lines.slice(0, -1) : lines, notes: [note] };
}

/** Lines of other metrics that are examined to recognise the format of a text. */
const examined = 100;

/** A sample with the moment it is of. */
function readLine(
  line: string,
  cache: LabelCache,
): (SampleLine & { readonly timestamp: number }) | { readonly problem: string } {
  const sample = parseSample(line, cache);
  if ("problem" in sample) return sample;
  const { timestamp } = sample;
  return timestamp === undefined
    ? { problem: "timestamp must be given: got none" }
    : { ...sample, timestamp };
}

/**
 * Reads OpenMetrics text in which each sample has a timestamp, as `promtool tsdb dump-openmetrics` writes it.
 * Prometheus' older text format with its milliseconds is accepted too, and the additions of OpenMetrics 2 to a line.
 * @param isWanted - lines of other metrics are skipped, whatever their form. @default all are wanted
 * @see https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
 */
export function parseOpenMetrics(
  text: string,
  isWanted: (name: string) => boolean = () => true,
): ParsedMetrics {
  const { lines, notes } = takeLines(text.replace(/^\uFEFF/, ""));
  const found = new Map<string, Map<object, Collected>>();
  const cache: LabelCache = new Map();
  const problems: string[] = [];
  const foreign: number[] = [];
  let hasEnded = false;
  const finer = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const refuse = (problem: string): unknown => problems.push(`line ${index + 1}: ${problem}`);
    if (line.trim() === "") continue;
    if (hasEnded) {
      refuse('nothing may follow "# EOF"');
      break;
    }
    if (line.startsWith("#")) {
      hasEnded = line.trim() === "# EOF";
      continue;
    }
    const name = nameOf(line);
    if (name !== undefined && !isWanted(name)) {
      foreign.push(index);
      continue;
    }
    const sample = readLine(line, cache);
    if ("problem" in sample) {
      refuse(sample.problem);
      continue;
    }
    const { labels, value, timestamp } = sample;
    const unit = units.find(({ above }) => Math.abs(timestamp) > above);
    if (unit !== undefined) finer.add(unit.name);
    // Equal label texts share one object by the cache.
    const ofName = found.get(sample.name) ?? new Map<object, Collected>();
    const series = ofName.get(labels) ?? { name: sample.name, labels, samples: [] };
    series.samples.push([timestamp / (unit?.perSecond ?? 1), value]);
    found.set(sample.name, ofName.set(labels, series));
  }
  // A text without one wanted line may be none of this format at all.
  const others = found.size > 0 ? [] : foreign.slice(0, examined);
  const misread = others.flatMap((index) => {
    const sample = readLine(lines[index] as string, cache);
    return "problem" in sample ? [`line ${index + 1}: ${sample.problem}`] : [];
  });
  return {
    series: [...found.values()].flatMap((ofName) =>
      [...ofName.values()].map((one) => ({ ...one, samples: order(one.samples) })),
    ),
    problems: [...problems, ...misread],
    notes: [...notes, ...[...finer].map((unit) => `timestamps were read as ${unit}`)],
  };
}
