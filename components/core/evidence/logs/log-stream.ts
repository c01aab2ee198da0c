import { isEvent } from "./log-lines";
import type { LinePattern, LogLine } from "./log-lines";

/** Log of one run of a container, as far as it was read. */
export interface LogStream {
  /** Begin and end of what was read, seconds since the epoch. */
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  /** Events by the second that they ended in, whole seconds since the epoch. */
  readonly counts: ReadonlyMap<number, number>;
  /** Latest line: the next answer has to begin with it, or lines are lost. */
  readonly last?: LogLine;
  /** Lines between two answers are lost up to here, seconds since the epoch. */
  readonly lostUntilSeconds?: number;
}

/** Earlier events are forgotten, seconds. */
const keptSeconds = 3600;

/** Time from which the log is asked for, seconds since the epoch: the latest line shows that nothing lies between. */
export function askFrom(stream: LogStream | undefined, fromSeconds: number): number {
  return stream === undefined || stream.fromSeconds > fromSeconds
    ? fromSeconds
    : (stream.last?.atSeconds ?? stream.untilSeconds);
}

/** The whole second in which a moment lies, by its end. */
const secondOf = (atSeconds: number): number => Math.floor(atSeconds) + 1;

/** An answer to a question for a log. */
export interface LogAnswer {
  /** Begin of what was asked for, and the moment of asking, seconds since the epoch. */
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly lines: readonly LogLine[];
  /** The log as it is kept begins after what was asked for, though the container was there before. */
  readonly isCut: boolean;
}

/** The lines after one of them; undefined where it is not among them. */
function linesAfter(lines: readonly LogLine[], { time, text }: LogLine): readonly LogLine[] | undefined {
  const at = lines.findLastIndex((line) => line.time === time && line.text === text);
  return at === -1 ? undefined : lines.slice(at + 1);
}

/** Adds an answer to what was read before. */
export function addLog(before: LogStream | undefined, answer: LogAnswer, pattern: LinePattern): LogStream {
  const { fromSeconds, untilSeconds, lines, isCut } = answer;
  const goesOn = before !== undefined && before.fromSeconds <= fromSeconds ? before : undefined;
  const fresh = goesOn?.last === undefined ? lines : linesAfter(lines, goesOn.last);
  const counts = new Map(
    [...(goesOn?.counts ?? [])].filter(([second]) => second > untilSeconds - keptSeconds),
  );
  for (const line of fresh ?? lines) {
    const second = secondOf(line.atSeconds);
    if (isEvent(line, pattern)) counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  const last = lines.at(-1) ?? goesOn?.last;
  const isLost = fresh === undefined || (goesOn === undefined && isCut);
  const lost = isLost ? (lines[0]?.atSeconds ?? untilSeconds) : goesOn?.lostUntilSeconds;
  return {
    fromSeconds: goesOn?.fromSeconds ?? fromSeconds,
    untilSeconds,
    counts,
    ...(last === undefined ? {} : { last }),
    ...(lost === undefined ? {} : { lostUntilSeconds: lost }),
  };
}

/**
 * Increments of a stream between two moments, with one at the end of what was read, be it of 0; only seconds that are
 * over.
 */
export function toIncrements(
  { counts, untilSeconds: readUntil }: LogStream,
  fromSeconds: number,
  untilSeconds: number,
): readonly (readonly [atSeconds: number, count: number])[] {
  const end = Math.floor(Math.min(readUntil, untilSeconds));
  const found = [...counts].filter(([second]) => second > fromSeconds && second < end);
  return [...found.toSorted(([a], [b]) => a - b), [end, counts.get(end) ?? 0]];
}
