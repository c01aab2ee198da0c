import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { RUN_ROOT } from "./paths";
import { identifyProcess, isProcessAlive, type ProcessIdentity } from "./process-identity";
import { waitFor } from "./wait-for";

const LOCK_TIMEOUT_SECONDS = 180;

const readHolder = (file: string): ProcessIdentity | undefined => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
};

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(identifyProcess(process.pid)), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = readHolder(file);
    if (holder !== undefined && !isProcessAlive(holder)) rmSync(file, { force: true });
    return false;
  }
}

/**
 * Runs `work` while no other `up` or `down` of the same sandbox does.
 * @throws {Error} when another one holds the lock for 180 s
 */
export async function withSandboxLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(RUN_ROOT, { recursive: true });
  const file = path.join(RUN_ROOT, `${name}.lock`);
  await waitFor(async () => tryLock(file), {
    what: `Cannot change sandbox "${name}": another "sandbox up" or "down" (process ${readHolder(file)?.pid}) must end`,
    timeoutSeconds: LOCK_TIMEOUT_SECONDS,
  });
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
