import type { Platform } from "../../components/ledger/process-identity";

/** Whether a process is there without being seen, or is positively gone. */
type Sight = "gone" | "hidden";

/** Linux whose /proc shows the processes of other accounts to nobody: `mount -o remount,hidepid=2 /proc`. */
export function hiddenProc(processes: Readonly<Record<number, Sight>>): Platform {
  return {
    readFile: (file) => (file === "/proc/sys/kernel/random/boot_id" ? "boot" : undefined),
    readLink: (file) => (file === "/proc/self/ns/pid" ? "pid:[4026531836]" : undefined),
    exists: (pid) => processes[pid] !== "gone",
  };
}

/** A system without /proc, such as macOS. */
export function withoutProc(processes: Readonly<Record<number, Sight>>): Platform {
  return { readFile: () => undefined, readLink: () => undefined, exists: (pid) => processes[pid] !== "gone" };
}
