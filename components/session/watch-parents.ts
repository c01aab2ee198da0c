import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { readParent, untold } from "../core/ledger/lock/process-liveness";
import { processLiveness, processStart, thisPlatform } from "../ledger/process-identity";
import type { Platform } from "../ledger/process-identity";

/** Process of this pid namespace; a later one with the same pid differs where the platform gives start times. */
export interface ProcessRef {
  readonly pid: number;
  readonly start: string;
}

interface Ancestor {
  readonly parent: number;
  readonly name: string;
}

/** Asks `ps`, which every system has; undefined where it does not know the process. */
function askPs(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-o", "ppid=,comm=", "-p", String(pid)], {
      encoding: "utf8",
      timeout: 2000,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}

function readAncestor(pid: number, platform: Platform, ps: typeof askPs): Ancestor | undefined {
  const stat = platform.readFile(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    return { parent: readParent(stat), name: platform.readFile(`/proc/${pid}/comm`) ?? "" };
  }
  const [, parent, name] = /^\s*(\d+)\s+(.+?)\s*$/.exec(ps(pid) ?? "") ?? [];
  return name === undefined ? undefined : { parent: Number(parent), name: path.basename(name) };
}

/**
 * Pulumi engine that started this provider process: the nearest ancestor named `pulumi`, else the parent. A shell
 * script is between them, so that this process' parent outlives the engine.
 */
export function findEngine(
  platform: Platform = thisPlatform,
  from: number = process.ppid,
  ps: typeof askPs = askPs,
): ProcessRef {
  const toRef = (pid: number): ProcessRef => ({ pid, start: processStart(pid, platform) ?? untold });
  let pid = from;
  for (let depth = 0; pid > 1 && depth < 5; depth++) {
    const ancestor = readAncestor(pid, platform, ps);
    if (ancestor === undefined) break;
    if (ancestor.name === "pulumi") return toRef(pid);
    pid = ancestor.parent;
  }
  return toRef(from);
}

/**
 * Calls back once, within half a second, when a process is known to be gone.
 * @returns stops watching
 */
export function onceGone(
  { pid, start }: ProcessRef,
  gone: () => void,
  platform: Platform = thisPlatform,
): () => void {
  const timer = setInterval(() => {
    if (processLiveness(pid, start, platform) !== "dead") return;
    clearInterval(timer);
    gone();
  }, 250);
  timer.unref();
  return () => clearInterval(timer);
}
