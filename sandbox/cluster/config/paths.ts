import { homedir } from "node:os";
import path from "node:path";

/** Paths of one sandbox. */
export interface SandboxPaths {
  readonly name: string;
  /** Files that live as long as the sandbox. */
  readonly stateDir: string;
  /** Sockets and mount points; short, since a unix socket's path has room for 107 characters. */
  readonly runDir: string;
  readonly logDir: string;
  readonly pkiDir: string;
  readonly configDir: string;
  /** Name of the sandbox's cgroup below each hierarchy's root. */
  readonly cgroup: string;
}

const baseDir = (variable: string, fallback: string): string => {
  const value = process.env[variable];
  return path.join(value ? value : path.join(process.env["HOME"] || homedir(), fallback), "sluice");
};

/** Folder of all sandboxes' state: `${XDG_STATE_HOME:-~/.local/state}/sluice/sandbox`. */
export const sandboxStateRoot = (): string => path.join(baseDir("XDG_STATE_HOME", ".local/state"), "sandbox");

/** Folder of the files that outlive sandboxes: `${XDG_CACHE_HOME:-~/.cache}/sluice`. */
export const sandboxCacheDir = (): string => baseDir("XDG_CACHE_HOME", ".cache");

/** Folder of all sandboxes' sockets and mount points. */
export const RUN_ROOT = "/run/sluice";

/** Derives the places of the sandbox `name`. */
export function toSandboxPaths(name: string): SandboxPaths {
  const stateDir = path.join(sandboxStateRoot(), name);
  return {
    name,
    stateDir,
    runDir: path.join(RUN_ROOT, name),
    logDir: path.join(stateDir, "log"),
    pkiDir: path.join(stateDir, "pki"),
    configDir: path.join(stateDir, "config"),
    cgroup: `sluice-${name}`,
  };
}
