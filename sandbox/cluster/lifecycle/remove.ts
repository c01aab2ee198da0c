import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { listCgroupProcesses, removeCgroups } from "../process/cgroups";
import { ignore } from "../process/errno";
import { killEach } from "../process/kill-each";
import { withMachineLock } from "./lock";
import { makeFixedMountPoints, removeFixedMountPoints } from "../process/mount-points";
import { RUN_ROOT, type SandboxPaths, sandboxStateRoot } from "../config/paths";
import { isProcessAlive, type ProcessIdentity } from "../process/process-identity";
import { waitFor } from "./wait-for";

const TIMEOUT_SECONDS = 30;

function readLaunched({ runDir }: SandboxPaths): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path.join(runDir, "process.json"), "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/** Ends every process of a sandbox, and with them its namespaces, mounts, links and rules. */
export async function endProcesses(paths: SandboxPaths): Promise<void> {
  const launched = readLaunched(paths);
  if (launched !== undefined && isProcessAlive(launched)) killEach([launched.pid]);
  const what = `Cannot remove sandbox "${paths.name}": its processes must end`;
  const killRest = async (): Promise<boolean> => {
    const left = listCgroupProcesses(paths.cgroup);
    killEach(left);
    return left.length === 0;
  };
  await waitFor(killRest, { what, timeoutSeconds: TIMEOUT_SECONDS, pauseMs: 20 });
}

/** Removes everything of a sandbox, whatever state it is in: processes, control groups, sockets and files. */
export async function removeSandbox(paths: SandboxPaths): Promise<void> {
  await endProcesses(paths);
  // A process that has just ended may stay in its group for a moment longer.
  await waitFor(
    async () => {
      removeCgroups(paths.cgroup);
      return true;
    },
    {
      what: `Cannot remove sandbox "${paths.name}": its control groups must be free`,
      timeoutSeconds: TIMEOUT_SECONDS,
    },
  );
  await Promise.all(
    [paths.runDir, paths.stateDir].map((folder) => rm(folder, { recursive: true, force: true })),
  );
}

const MACHINE_LOCK = ".machine";

/** Makes the folders a new sandbox needs of the machine. */
export async function makeMachineFolders({ runDir }: SandboxPaths): Promise<void> {
  await withMachineLock(MACHINE_LOCK, async () => {
    mkdirSync(runDir, { recursive: true });
    makeFixedMountPoints();
  });
}

/** Removes from the machine the folders that sandboxes share, once the last one is gone. */
export async function removeMachineFolders(): Promise<void> {
  await withMachineLock(MACHINE_LOCK, async () => {
    if (!existsSync(RUN_ROOT)) return;
    if (readdirSync(RUN_ROOT, { withFileTypes: true }).some((entry) => entry.isDirectory())) return;
    removeFixedMountPoints();
    await rmdir(RUN_ROOT).catch(ignore("ENOTEMPTY"));
    await rmdir(sandboxStateRoot()).catch(ignore("ENOTEMPTY", "ENOENT"));
  });
}
