import type { FlagDefinition, FlagdPlace } from "./flag";

/** Reason why a flag is switched off, with the person or the verdict behind it. */
export interface Kill {
  /** Person, or the command whose verdict did it. */
  readonly who: string;
  readonly by: "person" | "verdict";
  readonly reason: string;
  /** Seconds since the epoch. */
  readonly atSeconds: number;
  /** Percentage before. */
  readonly percent: number;
}

/** A change of who gets a flag. */
export interface FlagMove {
  readonly atSeconds: number;
  readonly percent: number;
  readonly who: string;
  readonly reason: string;
}

/** A flag as it is in the cluster. */
export interface LiveFlag {
  readonly definition: FlagDefinition;
  /** Percentage of the users that targeting leaves, 0 to 100; 0 while it is switched off. */
  readonly percent: number;
  /** Counts the writes of this flag; flagd repeats it in each answer, so that everybody sees which one is in force. */
  readonly epoch: number;
  /** Way from 0 to 100 %: evidence of an earlier one counts for nothing. */
  readonly attempt: number;
  /** Time at which the percentage was reached, seconds since the epoch. */
  readonly sinceSeconds: number;
  /** Whether the soak at this percentage passed. */
  readonly passed: boolean;
  /** Absent while it is not switched off. */
  readonly killed?: Kill;
  /** The latest twenty, oldest first. */
  readonly moves: readonly FlagMove[];
}

/** The flags of an app as they are in the cluster, beside the file that flagd reads. */
export interface FlagsRecord {
  readonly version: 1;
  readonly app: string;
  readonly environment: string;
  /** Server of the flags; absent where the configuration names none. */
  readonly flagd?: FlagdPlace;
  readonly flags: Readonly<Record<string, LiveFlag>>;
}

/** Most moves that are kept of a flag. */
const mostMoves = 20;

/** The flag after a write of who gets it. */
export function moved(
  flag: LiveFlag,
  move: FlagMove,
  change: Partial<Pick<LiveFlag, "attempt" | "killed">> = {},
): LiveFlag {
  const { killed: _, ...rest } = flag;
  return {
    ...rest,
    percent: move.percent,
    epoch: flag.epoch + 1,
    sinceSeconds: move.atSeconds,
    passed: false,
    moves: [...flag.moves, move].slice(-mostMoves),
    ...change,
  };
}

/** The record with one flag changed. */
export function withFlag(record: FlagsRecord, name: string, flag: LiveFlag): FlagsRecord {
  return { ...record, flags: { ...record.flags, [name]: flag } };
}
