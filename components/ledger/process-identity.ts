import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import { assessProcess, readStart, untold } from "../core/ledger/lock/process-liveness";
import type { Liveness, ProcessSight } from "../core/ledger/lock/process-liveness";
import type { LockHolder } from "../core/ledger/lock/lock";

/** View of this machine's processes; Linux answers everything, other systems little. */
export interface Platform {
  /** Text of a file, trimmed; undefined where it cannot be read. */
  readFile(file: string): string | undefined;
  readLink(file: string): string | undefined;
  /** Whether any process has the id; undefined where it is not known. */
  exists(pid: number): boolean | undefined;
}

const orNothing = (read: () => string): string | undefined => {
  try {
    return read().trim();
  } catch {
    return undefined;
  }
};

/** The machine that this runs on. */
export const thisPlatform: Platform = {
  readFile: (file) => orNothing(() => fs.readFileSync(file, "utf8")),
  readLink: (file) => orNothing(() => fs.readlinkSync(file)),
  exists: (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A process of another user may not be signalled, but it is there.
      return code === "EPERM" ? true : code === "ESRCH" ? false : undefined;
    }
  },
};

const look = (platform: Platform, pid: number): ProcessSight => {
  const stat = platform.readFile(`/proc/${pid}/stat`);
  return stat === undefined ? { exists: platform.exists(pid) } : { stat };
};

/**
 * Start of a process; {@link untold} where the platform does not give it, undefined where the process is known to be
 * gone.
 */
export function processStart(pid: number, platform: Platform = thisPlatform): string | undefined {
  const { stat, exists } = look(platform, pid);
  if (stat !== undefined) return readStart(stat);
  return exists === false ? undefined : untold;
}

/** Whether a process of this pid namespace still lives. */
export function processLiveness(pid: number, start: string, platform: Platform = thisPlatform): Liveness {
  return assessProcess(look(platform, pid), start);
}

/** Boot id and pid namespace of this process: only where both are known and agree does a pid mean the same process. */
export function processScope(platform: Platform = thisPlatform): { bootId: string; pidNamespace: string } {
  return {
    bootId: platform.readFile("/proc/sys/kernel/random/boot_id") ?? untold,
    pidNamespace: platform.readLink("/proc/self/ns/pid") ?? untold,
  };
}

/** This process as a lock holder. */
export function thisHolder(stack: string, platform: Platform = thisPlatform): LockHolder {
  return {
    id: randomBytes(6).toString("hex"),
    ...processScope(platform),
    pid: process.pid,
    processStart: processStart(process.pid, platform) ?? untold,
    stack,
    who: `${os.userInfo().username}@${os.hostname()}`,
  };
}
