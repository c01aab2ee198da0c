/** Whether a process lives. Not seeing it is not knowing it. */
export type Liveness = "alive" | "dead" | "unknown";

/** Value of a fact that the platform does not give. */
export const untold = "unknown";

/** Facts that a platform tells of a process id. */
export interface ProcessSight {
  /** Text of `/proc/PID/stat`; absent where there is no /proc, or it hides the processes of others. */
  readonly stat?: string | undefined;
  /** Whether any process has the id, by a signal that does nothing; absent where it is not known. */
  readonly exists?: boolean | undefined;
}

/**
 * Reads when a process started, in clock ticks since boot (field 22 of `/proc/PID/stat`).
 * @returns undefined for one that has ended and is only not yet collected
 */
export function readStart(stat: string): string | undefined {
  // The command's name in parentheses may contain spaces: count from its end.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? undefined : fields[19];
}

/** Reads a process' parent (field 4 of `/proc/PID/stat`). */
export function readParent(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/**
 * Whether the process that once had an id still lives.
 * @param start - when that one started, by {@link readStart}, or {@link untold}
 * @example assessProcess({ exists: true }, "777") // "unknown"
 */
export function assessProcess({ stat, exists }: ProcessSight, start: string): Liveness {
  if (stat === undefined) return exists === false ? "dead" : "unknown";
  const found = readStart(stat);
  if (found === undefined) return "dead";
  if (start === untold) return "unknown";
  return found === start ? "alive" : "dead";
}
