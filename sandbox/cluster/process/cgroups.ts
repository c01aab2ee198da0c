import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = "/sys/fs/cgroup";

/** Arrangement of control groups on the machine. */
export type CgroupVersion = "v1" | "v2";

/** Version of control groups on the machine; undefined where there is none. */
export function readCgroupVersion(): CgroupVersion | undefined {
  if (existsSync(path.join(ROOT, "cgroup.controllers"))) return "v2";
  return existsSync(path.join(ROOT, "memory", "cgroup.procs")) ? "v1" : undefined;
}

/** Hierarchies with a group each: several in version 1, one in version 2. */
function listHierarchies(): string[] {
  if (readCgroupVersion() === "v2") return [ROOT];
  return readdirSync(ROOT)
    .map((name) => path.join(ROOT, name))
    .filter((directory) => existsSync(path.join(directory, "cgroup.procs")));
}

const copyFromParent = (group: string, file: string): void => {
  const parent = path.join(path.dirname(group), file);
  if (existsSync(parent)) writeFileSync(path.join(group, file), readFileSync(parent));
};

const makeGroup = (group: string): void => {
  mkdirSync(group, { recursive: true });
  // A new cpuset of version 1 is empty and lets no process in.
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    if (readCgroupVersion() === "v1" && path.relative(ROOT, group).startsWith("cpuset/"))
      copyFromParent(group, file);
  }
};

/** Controllers that the kubelet needs; others are passed on where the machine allows it. */
const NEEDED_CONTROLLERS = ["cpu", "cpuset", "memory", "pids"];

/** Lets the children of a version 2 group use its controllers. */
function delegateControllers(group: string): void {
  for (const controller of readFileSync(path.join(group, "cgroup.controllers"), "utf8").trim().split(/\s+/)) {
    try {
      writeFileSync(path.join(group, "cgroup.subtree_control"), `+${controller}`);
    } catch (error) {
      if (NEEDED_CONTROLLERS.includes(controller)) throw error;
    }
  }
}

/**
 * Makes the sandbox's control group in every hierarchy, with a group "system" for its daemons beside the one the
 * kubelet makes for pods.
 * @returns the files that take a process into "system"
 * @throws {Error} when the machine, or the container it is, does not let it
 */
export function makeCgroups(name: string): string[] {
  try {
    return makeInHierarchies(name);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`Cannot make control group "${name}": /sys/fs/cgroup must be writable: got ${message}`, {
      cause: error,
    });
  }
}

function makeInHierarchies(name: string): string[] {
  const version = readCgroupVersion();
  return listHierarchies().map((hierarchy) => {
    const group = path.join(hierarchy, name);
    makeGroup(group);
    if (version === "v2") {
      delegateControllers(hierarchy);
      delegateControllers(group);
    }
    makeGroup(path.join(group, "system"));
    return path.join(group, "system", "cgroup.procs");
  });
}

function listGroups(group: string): string[] {
  if (!existsSync(group)) return [];
  const children = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...children.flatMap((child) => listGroups(path.join(group, child.name))), group];
}

/** Lists the processes in the sandbox's control groups, by their ids on the machine. */
export function listCgroupProcesses(name: string): number[] {
  const groups = listHierarchies().flatMap((hierarchy) => listGroups(path.join(hierarchy, name)));
  const ids = groups.flatMap((group) => {
    try {
      return readFileSync(path.join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    } catch {
      return [];
    }
  });
  return [...new Set(ids)].toSorted((a, b) => a - b);
}

/** Removes the sandbox's control groups, which must be empty of processes. */
export function removeCgroups(name: string): void {
  for (const hierarchy of listHierarchies()) {
    for (const group of listGroups(path.join(hierarchy, name))) rmdirSync(group);
  }
}
