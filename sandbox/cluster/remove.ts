import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { listCgroupProcesses, removeCgroups } from "./cgroups";
import { removeFixedMountPoints } from "./mount-points";
import { RUN_ROOT, type SandboxPaths } from "./paths";
import { isProcessAlive, type ProcessIdentity } from "./process-identity";
import { waitFor } from "./wait-for";

const TIMEOUT_SECONDS = 30;

function readLaunched({ runDir }: SandboxPaths): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path.join(runDir, "process.json"), "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

/** Ends every process of a sandbox, and with them its namespaces, mounts, links and rules. */
export async function endProcesses(paths: SandboxPaths): Promise<void> {
  const launched = readLaunched(paths);
  if (launched !== undefined && isProcessAlive(launched)) kill(launched.pid);
  const what = `Cannot remove sandbox "${paths.name}": its processes must end`;
  const killRest = async (): Promise<boolean> => {
    const left = listCgroupProcesses(paths.cgroup);
    left.forEach(kill);
    return left.length === 0;
  };
  await waitFor(killRest, { what, timeoutSeconds: TIMEOUT_SECONDS, pauseMs: 20 });
}

/** Removes everything of a sandbox, whatever state it is in: processes, control groups, sockets and files. */
export async function removeSandbox(paths: SandboxPaths): Promise<void> {
  await endProcesses(paths);
  removeCgroups(paths.cgroup);
  await Promise.all(
    [paths.runDir, paths.stateDir].map((folder) => rm(folder, { recursive: true, force: true })),
  );
  removeLeftovers();
}

/** Removes what sandboxes share once the last one is gone. */
function removeLeftovers(): void {
  if (!existsSync(RUN_ROOT)) return;
  const others = readdirSync(RUN_ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (others.length > 0) return;
  removeFixedMountPoints();
}

/** Removes the folder of all sandboxes' sockets when it is empty. */
export function removeRunRoot(): void {
  try {
    rmdirSync(RUN_ROOT);
  } catch (error) {
    if (!["ENOTEMPTY", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
