import path from "node:path";
import { openApiClient } from "../network/api-client";
import { listCgroupProcesses } from "../process/cgroups";
import { CONTROL_SOCKET, listDaemons } from "../process/control";
import { DEFAULT_SANDBOX_NAME, parseSandboxName } from "../config/name";
import { toSandboxPaths } from "../config/paths";
import { readMemoryMib } from "../process/process-memory";
import { readSandbox, readSandboxFile, type Sandbox } from "./sandbox";
import type { DaemonState } from "../process/supervisor";

/** State of a sandbox. */
export interface SandboxStatus {
  readonly name: string;
  /** "absent": there is none; "dead": remains of one that died or never came up; "unready": a part does not answer. */
  readonly state: "ready" | "unready" | "dead" | "absent";
  /** The sandbox, where it came up. */
  readonly sandbox?: Sandbox;
  readonly daemons: readonly DaemonState[];
  /** Number of processes, pods' included. */
  readonly processes: number;
  /** Resident memory of all processes, MiB; shared pages count for each. */
  readonly memoryMib: number;
}

const toControlSocket = (name: string): string => path.join(toSandboxPaths(name).runDir, CONTROL_SOCKET);

/** Whether API server and every daemon of a sandbox answer. */
export async function answersReady(sandbox: Sandbox): Promise<boolean> {
  try {
    const daemons = await listDaemons(toControlSocket(sandbox.name));
    if (daemons.some(({ state }) => state !== "running")) return false;
    const api = openApiClient(toSandboxPaths(sandbox.name).pkiDir, sandbox.ports.api);
    try {
      return (await api.get("/readyz"))["text"] === "ok";
    } finally {
      api.close();
    }
  } catch {
    return false;
  }
}

/** Reads the state of a sandbox; asks nothing but its own processes. */
export async function readSandboxStatus(options: { readonly name?: string } = {}): Promise<SandboxStatus> {
  const name = parseSandboxName(options.name ?? DEFAULT_SANDBOX_NAME);
  const processes = listCgroupProcesses(toSandboxPaths(name).cgroup);
  const shared = { name, processes: processes.length, memoryMib: readMemoryMib(processes) };
  const sandbox = await readSandbox(name);
  if (sandbox === undefined) {
    const left = (await readSandboxFile(name)) !== undefined || processes.length > 0;
    return { ...shared, state: left ? "dead" : "absent", daemons: [] };
  }
  const daemons = await listDaemons(toControlSocket(name)).catch(() => []);
  return { ...shared, state: (await answersReady(sandbox)) ? "ready" : "unready", sandbox, daemons };
}
