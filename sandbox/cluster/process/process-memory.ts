import { readFileSync } from "node:fs";

function readResidentKib(pid: number): number {
  try {
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Sums the resident memory of processes, whole MiB; one that ended counts nothing. */
export const readMemoryMib = (pids: readonly number[]): number =>
  Math.round(pids.reduce((sum, pid) => sum + readResidentKib(pid), 0) / 1024);
