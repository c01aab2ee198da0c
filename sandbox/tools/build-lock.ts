import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processLife } from "./process-life";

const pollMs = 250;
let attempts = 0;

const readHolder = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

const isAlive = (holder: string): boolean => processLife(Number.parseInt(holder, 10)) === holder;

/** Takes the lock if no process has it; a lock whose process is dead is removed first. Returns the living holder. */
function tryLock(file: string, unique: string): string | undefined {
  const holder = readHolder(file);
  if (holder !== undefined) {
    if (isAlive(holder)) return holder;
    try {
      // Two contenders may both see the dead holder: the one that moved a living one's lock puts it back.
      renameSync(file, `${unique}.stale`);
      const moved = readHolder(`${unique}.stale`);
      if (moved !== undefined && moved !== holder && isAlive(moved)) linkSync(`${unique}.stale`, file);
    } catch {
      // Another contender was faster; the next round sees its lock.
    }
    rmSync(`${unique}.stale`, { force: true });
  }
  writeFileSync(unique, processLife(process.pid) ?? "");
  try {
    linkSync(unique, file);
    return undefined;
  } catch {
    return readHolder(file) ?? "";
  } finally {
    rmSync(unique, { force: true });
  }
}

/**
 * Runs a task while no other process (nor another task here) has the lock file, so that one of two does the work and
 * the other finds it done. A lock left by a dead process is taken over.
 * @param file - the lock file, with the pid and start time of its owner
 * @param onWait - called once, with the holder's pid, when the lock is taken
 */
export async function withLock<T>(
  file: string,
  onWait: (pid: string) => void,
  task: () => Promise<T>,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const unique = `${file}.${process.pid}.${(attempts += 1)}`;
  let holder = tryLock(file, unique);
  if (holder !== undefined) onWait(holder.split(" ")[0] ?? "");
  while (holder !== undefined) {
    await delay(pollMs);
    holder = tryLock(file, unique);
  }
  try {
    return await task();
  } finally {
    rmSync(file, { force: true });
  }
}
