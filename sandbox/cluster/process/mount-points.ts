import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ignore } from "./errno";
import { RUN_ROOT, type SandboxPaths } from "../config/paths";

/** Folders the sandbox's own mount namespace lays its own over. */
export interface MountPoints {
  /** Root of the Debian packages, reachable for every user. */
  readonly debian: string;
  /** Data of PostgreSQL, reachable for every user. */
  readonly postgres: string;
  /** Scratch memory. */
  readonly scratch: string;
}

/** Derives the mount points below the sandbox's run folder. */
export function toMountPoints({ runDir }: SandboxPaths): MountPoints {
  return {
    debian: path.join(runDir, "debian"),
    postgres: path.join(runDir, "postgres"),
    scratch: path.join(runDir, "scratch"),
  };
}

/**
 * Folders of the machine whose names are fixed in kubelet, containerd and CNI. A sandbox sees its own there; the
 * machine only needs an empty folder to lay them over.
 */
export const FIXED_MOUNT_POINTS = [
  "/run/containerd",
  "/var/lib/kubelet",
  "/var/lib/cni",
  "/var/log/pods",
  "/var/log/containers",
] as const;

/** List of the fixed mount points a sandbox made on this machine, so that the last one to go removes them. */
const MADE_LIST = path.join(RUN_ROOT, "made-folders.json");

/** Makes those of the fixed mount points that this machine lacks, and notes which. */
export function makeFixedMountPoints(): void {
  mkdirSync(RUN_ROOT, { recursive: true });
  const missing = FIXED_MOUNT_POINTS.filter((folder) => !existsSync(folder));
  if (missing.length === 0) return;
  for (const folder of missing) mkdirSync(folder, { recursive: true });
  writeFileSync(MADE_LIST, JSON.stringify([...new Set([...readMade(), ...missing])]));
}

/**
 * Removes the folders that sandboxes made; to be called when no sandbox is left: removing a folder takes away another
 * sandbox's mount over it.
 */
export function removeFixedMountPoints(): void {
  for (const folder of readMade()) {
    try {
      rmdirSync(folder);
    } catch (error) {
      // Another sandbox uses the folder now, or has removed it.
      ignore("ENOTEMPTY", "ENOENT", "EBUSY")(error);
    }
  }
  rmSync(MADE_LIST, { force: true });
}

function readMade(): string[] {
  return existsSync(MADE_LIST) ? (JSON.parse(readFileSync(MADE_LIST, "utf8")) as string[]) : [];
}
