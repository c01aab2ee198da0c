import { readFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Its start, in clock ticks since the machine's start. */
  readonly startTicks: number;
  /** Start of the machine that it belongs to. */
  readonly bootId: string;
}

const readBootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

/** Reads state letter and start time of a process, or undefined when there is none. */
function readStat(pid: number): { readonly state: string; readonly startTicks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name may contain spaces and parentheses: fields count from the last one.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startTicks: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

/**
 * Names a running process.
 * @throws {Error} when there is none with that number
 */
export function identifyProcess(pid: number): ProcessIdentity {
  const stat = readStat(pid);
  if (stat === undefined) throw new Error(`Cannot identify process ${pid}: it must be running`);
  return { pid, startTicks: stat.startTicks, bootId: readBootId() };
}

/** Whether that very process still runs; a dead one that its parent has not collected does not. */
export function isProcessAlive(identity: ProcessIdentity): boolean {
  const stat = readStat(identity.pid);
  return (
    stat !== undefined &&
    stat.state !== "Z" &&
    stat.startTicks === identity.startTicks &&
    readBootId() === identity.bootId
  );
}
