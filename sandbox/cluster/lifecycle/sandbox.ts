import { readFile } from "node:fs/promises";
import path from "node:path";
import type { HostPorts } from "../network/host-ports";
import { toSandboxPaths } from "../config/paths";
import { isProcessAlive, type ProcessIdentity } from "../process/process-identity";

/** A running sandbox, as programs on the machine see it. */
export interface Sandbox {
  readonly name: string;
  /** Its data plane, as in `--router`. */
  readonly router: string;
  readonly stateDir: string;
  /** Path of a kubeconfig that works from the machine. */
  readonly kubeconfig: string;
  /** Name of the kubeconfig's context: "sluice-<name>". */
  readonly context: string;
  /** The uid of namespace kube-system, which names this cluster and no other. */
  readonly clusterUid: string;
  /** "https://127.0.0.1:PORT" */
  readonly apiServer: string;
  /** "127.0.0.1:PORT", plain HTTP. */
  readonly gatewayAddress: string;
  /** "127.0.0.1:PORT", the same gateway with TLS, for `*.example.org`, `localhost` and 127.0.0.1. */
  readonly gatewayTlsAddress: string;
  /** PEM file of the authority of its certificate. */
  readonly gatewayAuthority: string;
  /** "http://127.0.0.1:PORT" */
  readonly prometheusUrl: string;
  /** "http://127.0.0.1:PORT" */
  readonly registryUrl: string;
  /** Addresses of the database for the machine and for pods. */
  readonly database: SandboxDatabase;
  /** Folder with every tool. */
  readonly binDir: string;
  /** Variables under which plain `pulumi` and `kubectl` work in this sandbox. */
  readonly env: Readonly<Record<string, string>>;
  /** The process everything else of the sandbox hangs on. */
  readonly process: ProcessIdentity;
  readonly ports: HostPorts;
}

/** The sandbox's PostgreSQL. */
export interface SandboxDatabase {
  /** "127.0.0.1:PORT", from the machine. */
  readonly address: string;
  /** "postgres.database.svc.cluster.local:5432", from pods. */
  readonly clusterAddress: string;
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

/** Path of the file that describes a sandbox which came up completely. */
export const toSandboxFile = (stateDir: string): string => path.join(stateDir, "sandbox.json");

/** Reads the file that `up` wrote; undefined when the sandbox never came up completely. */
export async function readSandboxFile(name: string): Promise<Sandbox | undefined> {
  try {
    return JSON.parse(await readFile(toSandboxFile(toSandboxPaths(name).stateDir), "utf8")) as Sandbox;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a sandbox that came up and whose processes still run, or undefined. */
export async function readSandbox(name: string): Promise<Sandbox | undefined> {
  const sandbox = await readSandboxFile(name);
  return sandbox !== undefined && isProcessAlive(sandbox.process) ? sandbox : undefined;
}
