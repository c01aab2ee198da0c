"use strict";
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");

/** Kernel modules a node needs where they are not built in. */
const modules = ["overlay", "veth", "bridge", "br_netfilter", "nf_tables", "nf_conntrack", "nft_chain_nat"];

/** Trials in new namespaces, each by itself. */
const trials = {
  namespaces: "true",
  veth: "ip link add probe0 type veth peer name probe1",
  bridge: "ip link add probe2 type bridge",
  tmpfs: "mount -t tmpfs tmpfs /mnt",
};

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function attempt(command) {
  const args = ["--net", "--mount", "--pid", "--fork", "sh", "-c", command];
  const { status, stderr, error } = spawnSync("unshare", args, { encoding: "utf8" });
  return status === 0 ? "" : error ? error.message : stderr.trim() || `ended with ${status}`;
}

/**
 * Loads the kernel's modules and tries what a sandbox does with it. Needs root and the system's programs.
 * @returns feature → what is wrong with it; "" for nothing, undefined where it cannot be told
 */
function tryKernel() {
  spawnSync("modprobe", ["--all", "--quiet", ...modules]);
  const namespaces = attempt(trials.namespaces);
  const tried = Object.entries(trials).map(([name, command]) => [
    name,
    name === "namespaces" ? namespaces : namespaces === "" ? attempt(command) : undefined,
  ]);
  const symbols = read("/proc/kallsyms");
  return {
    ...Object.fromEntries(tried),
    overlayfs: /\toverlay$/m.test(read("/proc/filesystems")) ? "" : "not in /proc/filesystems",
    nf_tables: symbols === "" ? undefined : symbols.includes(" nft_do_chain") ? "" : "not in /proc/kallsyms",
  };
}

module.exports = { read, tryKernel };
