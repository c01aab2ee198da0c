import * as fs from "node:fs";
import { isAlive, processStart } from "../ledger/process-identity";

/** A process of this pid namespace, told apart from a later one with the same pid. */
export interface ProcessRef {
  readonly pid: number;
  readonly start: string;
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

/**
 * The Pulumi engine that started this provider process: the nearest ancestor named `pulumi`, else the parent.
 * A shell script stands between them, so that our own parent outlives the engine.
 */
export function findEngine(): ProcessRef | undefined {
  let pid: number | undefined = process.ppid;
  for (let depth = 0; pid !== undefined && pid > 1 && depth < 5; depth++) {
    const name = readName(pid);
    const start = processStart(pid);
    if (name === "pulumi" && start !== undefined) return { pid, start };
    pid = parentOf(pid);
  }
  const start = processStart(process.ppid);
  return start === undefined ? undefined : { pid: process.ppid, start };
}

function readName(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}

/**
 * Calls back once, within half a second, when a process is gone.
 * @returns stops watching
 */
export function onceGone(process_: ProcessRef, gone: () => void): () => void {
  const timer = setInterval(() => {
    if (isAlive(process_.pid, process_.start)) return;
    clearInterval(timer);
    gone();
  }, 250);
  timer.unref();
  return () => clearInterval(timer);
}
