"use strict";
const { readCgroups, readFreeMemory } = require("./cgroups.js");
const { readDisks, readGo, readToolCache } = require("./disk.js");
const { read, tryKernel } = require("./kernel.js");
const { planPorts, readListening } = require("./ports.js");
const { findMissingPrograms, isThere } = require("./programs.js");

/** Capabilities a node needs, with their numbers as Linux counts them. */
const capabilities = { CAP_NET_ADMIN: 12, CAP_SYS_CHROOT: 18, CAP_SYS_ADMIN: 21, CAP_MKNOD: 27 };

function findMissingCapabilities() {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(read("/proc/self/status"))?.[1] ?? "0"}`);
  return Object.entries(capabilities)
    .filter(([, number]) => (effective & (1n << BigInt(number))) === 0n)
    .map(([name]) => name);
}

function readRelease() {
  const value = (key) => new RegExp(`^${key}="?([^"\n]*)"?$`, "m").exec(read("/etc/os-release"))?.[1] ?? "";
  return { id: value("ID"), version: value("VERSION_ID"), name: value("PRETTY_NAME") };
}

/**
 * Reads of this machine what decides whether a sandbox can run on it. Writes nothing; loads kernel modules as root.
 * @param name - the sandbox, which has its own ports
 */
function readFacts(name, env = process.env) {
  const isLinux = process.platform === "linux";
  const missingCapabilities = isLinux ? findMissingCapabilities() : [];
  const { missing, packages } = findMissingPrograms(env);
  const mayTry =
    isLinux && process.getuid() === 0 && missingCapabilities.length === 0 && missing.length === 0;
  const cache = readToolCache(env);
  const go = readGo(env);
  return {
    platform: process.platform,
    arch: process.arch,
    uid: process.getuid?.(),
    missingCapabilities,
    missingPrograms: missing,
    packages,
    hasApt: isThere("apt-get", env),
    kernel: mayTry ? tryKernel() : undefined,
    cgroups: readCgroups(),
    freeMemory: readFreeMemory(),
    disks: readDisks(env, go, cache.areReady),
    go: go?.version,
    release: readRelease(),
    ...cache,
    ports: planPorts(name),
    listening: readListening(),
  };
}

module.exports = { readFacts };
