import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import type { LockHolder } from "../core/ledger/lock";

/** Start time of a process in clock ticks since boot (field 22 of /proc/PID/stat), or undefined when it is gone. */
export function processStart(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name in parentheses may hold spaces: count from its end.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

const read = (file: string): string => {
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch {
    return "unknown";
  }
};

const link = (file: string): string => {
  try {
    return fs.readlinkSync(file);
  } catch {
    return "unknown";
  }
};

/** Boot id and pid namespace of this process: only where both agree does a pid mean the same process. */
export function processScope(): { bootId: string; pidNamespace: string } {
  return { bootId: read("/proc/sys/kernel/random/boot_id"), pidNamespace: link("/proc/self/ns/pid") };
}

/** Whether a process of our own pid namespace still lives. */
export function isAlive(pid: number, start: string): boolean {
  return processStart(pid) === start;
}

/** This process as a lock holder. */
export function thisHolder(stack: string): LockHolder {
  return {
    id: randomBytes(6).toString("hex"),
    ...processScope(),
    pid: process.pid,
    processStart: processStart(process.pid) ?? "unknown",
    stack,
    who: `${os.userInfo().username}@${os.hostname()}`,
  };
}
