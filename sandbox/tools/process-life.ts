import { readFileSync } from "node:fs";

/**
 * Names one life of a process, so that a reused pid is not taken for the process that had it before.
 * @returns "pid start-time" (start in clock ticks since boot), or undefined when no such process lives
 */
export function processLife(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" || fields[0] === "X" ? undefined : `${pid} ${fields[19]}`;
  } catch {
    return undefined;
  }
}
