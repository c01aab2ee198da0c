import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import type net from "node:net";
import path from "node:path";
import type { InitPlan } from "./init-plan";
import type { SandboxPaths } from "../config/paths";
import { identifyProcess, type ProcessIdentity } from "./process-identity";
import { lastLines } from "../../tools/last-lines";

/** Moves itself into the control groups named before "--", then becomes the command after it. */
const ENTER_CGROUPS = 'while [ "$1" != -- ]; do echo $$ >"$1" || exit 1; shift; done; shift; exec "$@"';

/** The first process of the sandbox: collects orphans, as only a shell's wait does, and ends with its only child. */
const FIRST_PROCESS = '"$@" & wait $!';

const NAMESPACES = [
  "--net",
  "--mount",
  "--pid",
  "--ipc",
  "--uts",
  "--propagation",
  "private",
  "--mount-proc",
];

/** A launched sandbox. */
export interface Launched {
  readonly process: ProcessIdentity;
  /** Throws with the log's end when the sandbox is gone. */
  readonly assertAlive: () => void;
  /** Lets this process end while the sandbox lives on. */
  readonly release: () => void;
}

/** The number of a listening socket; Node has it, but in no documented place. */
function toFileNumber(server: net.Server): number {
  const { _handle } = server as net.Server & { readonly _handle?: { readonly fd?: number } };
  if (_handle?.fd === undefined) throw new TypeError("Cannot pass a socket on: Node must tell its number");
  return _handle.fd;
}

/**
 * Starts the sandbox's first process in namespaces of its own, with the machine's listening sockets.
 * @param cgroupFiles - the cgroup.procs files it enters first
 */
export async function launch(
  paths: SandboxPaths,
  plan: InitPlan,
  cgroupFiles: readonly string[],
  sockets: readonly net.Server[],
): Promise<Launched> {
  const planFile = path.join(paths.configDir, "init.json");
  const logFile = path.join(paths.logDir, "init.log");
  writeFileSync(planFile, JSON.stringify(plan, null, 2));
  const log = openSync(logFile, "a");
  const init = [process.execPath, path.join(__dirname, "init.js"), planFile];
  const unshare = ["unshare", ...NAMESPACES, "--fork", "--kill-child=KILL"];
  const args = ["-c", ENTER_CGROUPS, "sh", ...cgroupFiles, "--", ...unshare];
  const stdio: StdioOptions = ["ignore", log, log, ...sockets.map(toFileNumber)];
  const child: ChildProcess = spawn("/bin/sh", [...args, "/bin/sh", "-c", FIRST_PROCESS, "sh", ...init], {
    cwd: "/",
    detached: true,
    stdio,
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: paths.stateDir },
  });
  closeSync(log);
  await new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  let exit: string | undefined;
  child.once("exit", (code, signal) => (exit = signal ?? `exit code ${code}`));
  return {
    process: identifyProcess(child.pid ?? 0),
    assertAlive: () => {
      if (exit === undefined) return;
      const text = lastLines(readFileSync(logFile, "utf8"), 15);
      throw new Error(
        `Cannot start sandbox "${paths.name}": its first process must stay: got ${exit}\n${text}`,
      );
    },
    release: () => child.unref(),
  };
}
