"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { read } = require("./kernel.js");

const root = "/sys/fs/cgroup";
/** Controllers that the kubelet cannot do without. */
const controllers = ["cpu", "cpuset", "memory", "pids"];

function isWritable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Arrangement of control groups on this machine: version, controllers that are missing, hierarchies that are read-only.
 */
function readCgroups() {
  if (fs.existsSync(path.join(root, "cgroup.controllers"))) {
    const there = read(path.join(root, "cgroup.controllers")).trim().split(/\s+/);
    return {
      version: "v2",
      missing: controllers.filter((name) => !there.includes(name)),
      readOnly: isWritable(root) ? [] : [root],
    };
  }
  const folders = controllers.map((name) => path.join(root, name));
  const missing = controllers.filter((_, i) => !fs.existsSync(path.join(folders[i], "cgroup.procs")));
  if (missing.includes("memory")) return { version: undefined, missing: controllers, readOnly: [] };
  const readOnly = folders.filter((folder) => fs.existsSync(folder) && !isWritable(folder));
  return { version: "v1", missing, readOnly };
}

/** Bytes of memory that this machine, or the container it is, still has. */
function readFreeMemory() {
  const available = Number(/^MemAvailable:\s+(\d+) kB/m.exec(read("/proc/meminfo"))?.[1] ?? 0) * 1024;
  const first = (...files) =>
    files.map((file) => read(path.join(root, file)).trim()).find((text) => text !== "");
  const limit = Number(first("memory.max", "memory/memory.limit_in_bytes"));
  const used = Number(first("memory.current", "memory/memory.usage_in_bytes"));
  return Number.isFinite(limit) && Number.isFinite(used) ? Math.min(available, limit - used) : available;
}

module.exports = { readCgroups, readFreeMemory };
