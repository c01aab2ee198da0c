"use strict";
const { gib } = require("./disk.js");
const { portRange } = require("./ports.js");

/** Go as the tools' modules and the example app's images want it. */
const oldestGo = [1, 26];
const leastMemory = { run: 2 * gib, build: 4 * gib };
const portsOfSandbox = 6;

const ok = (found) => ({ state: "ok", found });
const note = (found, fix) => ({ state: "note", found, fix });
const missing = (found, fix) => ({ state: "missing", found, fix });
const inGib = (bytes) => `${(bytes / gib).toFixed(1)} GiB`;

const judgeSystem = ({ platform, arch }) =>
  platform === "linux" && arch === "x64"
    ? ok("Linux on x86-64")
    : missing(`system must be Linux on x86-64: got ${platform} on ${arch}`, "use another machine");

const judgeRoot = ({ uid }) =>
  uid === 0 ? ok("uid 0") : missing(`user must be root: got uid ${uid}`, "run it with sudo");

function judgeCapabilities({ uid, missingCapabilities }) {
  if (uid !== 0) return note("not known: only root has them");
  if (missingCapabilities.length === 0) return ok("all that a node needs");
  const found = `root must have ${missingCapabilities.join(", ")}: got none of it`;
  return missing(found, "this container withholds it: use a machine, or a privileged container");
}

function judgePrograms({ uid, hasApt, missingPrograms, packages }) {
  if (missingPrograms.length === 0) return ok("all that the sandbox calls");
  const found = `${missingPrograms.join(", ")} must be there: got none`;
  if (uid === 0 && hasApt)
    return note(found, `"node setup.js" and "npm run demo" install ${packages.join(", ")}`);
  return missing(found, `install ${packages.join(", ")}`);
}

const features = {
  namespaces: ["new namespaces must be allowed", "use a machine, or a privileged container"],
  veth: [
    "veth pairs must work in a new namespace",
    "use a kernel with CONFIG_VETH, or load its module: modprobe veth",
  ],
  bridge: [
    "bridges must work in a new namespace",
    "use a kernel with CONFIG_BRIDGE, or load its module: modprobe bridge",
  ],
  tmpfs: ["mounts must work in a new namespace", "use a machine, or a privileged container"],
  overlayfs: [
    "kernel must have overlayfs",
    "use a kernel with CONFIG_OVERLAY_FS, or load its module: modprobe overlay",
  ],
  nf_tables: [
    "kernel must have nf_tables",
    "use a kernel with CONFIG_NF_TABLES, or load its module: modprobe nf_tables",
  ],
};

const judgeFeature =
  (name) =>
  ({ kernel }) => {
    const [rule, fix] = features[name];
    const wrong = kernel?.[name];
    if (kernel === undefined) return note("not tried: it needs what is missing above");
    if (wrong === undefined) return note("not known here: tried when a sandbox starts");
    return wrong === "" ? ok("works") : missing(`${rule}: got ${wrong}`, fix);
  };

function judgeCgroups({ uid, cgroups: { version, missing: without, readOnly } }) {
  if (version === undefined)
    return missing(
      "control groups must be mounted at /sys/fs/cgroup: got none",
      "mount them, or use another machine",
    );
  if (without.length > 0) {
    const found = `control groups ${version} must have controllers ${without.join(", ")}: got none of it`;
    return missing(found, "enable them on the kernel's command line");
  }
  if (uid === 0 && readOnly.length > 0)
    return missing(
      `${readOnly.join(", ")} must be writable: got read-only`,
      "use a machine, or a privileged container",
    );
  return ok(`version ${version.slice(1)}, all controllers that a node needs`);
}

function judgeMemory({ freeMemory, areReady }) {
  const least = areReady ? leastMemory.run : leastMemory.build;
  const what = areReady ? "to run" : "to build the tools";
  return freeMemory >= least
    ? ok(`${inGib(freeMemory)} are free`)
    : missing(`memory must have ${inGib(least)} free ${what}: got ${inGib(freeMemory)}`, "end what uses it");
}

function judgeDisk({ disks, areReady }) {
  const full = disks.find(({ free, needed }) => free < needed);
  if (full === undefined)
    return ok(disks.map(({ folder, free }) => `${inGib(free)} are free at ${folder}`).join(", "));
  const what = areReady ? "for a sandbox" : "to build the tools, of which 2 GiB stay";
  // The size of compiled files is an upper bound, so a machine is refused only where it is far from it.
  const tell = !areReady && full.free >= full.needed / 2 ? note : missing;
  return tell(
    `${full.folder} must have ${inGib(full.needed)} free ${what}: got ${inGib(full.free)}`,
    "free some, or point GOCACHE, GOMODCACHE and XDG_CACHE_HOME to a larger disk",
  );
}

function judgePorts({ ports, listening }) {
  const isFree = (first) =>
    Array.from({ length: portsOfSandbox }, (_, i) => first + i).every((port) => !listening.has(port));
  const range = (first) => `${first} to ${first + portsOfSandbox - 1}`;
  const first = ports.find(isFree);
  if (first === undefined) {
    const found = `six loopback ports in a row from ${portRange.first} to ${portRange.last} must be free: got ${ports.length} blocks in use`;
    return missing(found, "end what listens there");
  }
  return ok(first === ports[0] ? range(first) : `${range(first)}, since ${range(ports[0])} are in use`);
}

function judgeGo({ go }) {
  const fix = "install it from https://go.dev/dl (as /usr/local/go it is found)";
  if (go === undefined) return missing("Go 1.26 or newer must be on PATH: got none", fix);
  const [major, minor] = go.split(".").map((part) => Number.parseInt(part, 10));
  const isNew = major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1]);
  return isNew ? ok(go) : missing(`Go must be 1.26 or newer: got ${go}`, fix);
}

function judgeDebian({ hasDebian, hasApt, release: { id, version, name } }) {
  if (hasDebian) return ok("its packages are in the cache");
  if (!hasApt) return missing("apt-get must be there, for Debian 12's packages: got none", "use Debian 12");
  return id === "debian" && version === "12"
    ? ok(name)
    : missing(
        `system must be Debian 12, whose packages the sandbox uses: got ${name || "an unknown one"}`,
        "use Debian 12",
      );
}

/** Name of a check → how it judges, and whether a sandbox needs it at each start and not only to make its tools. */
const checks = [
  ["system", judgeSystem, true],
  ["root", judgeRoot, true],
  ["capabilities", judgeCapabilities, true],
  ["programs", judgePrograms, true],
  ...Object.keys(features).map((name) => [name, judgeFeature(name), true]),
  ["cgroups", judgeCgroups, true],
  ["memory", judgeMemory, false],
  ["disk", judgeDisk, false],
  ["ports", judgePorts, true],
  ["go", judgeGo, false],
  ["debian", judgeDebian, false],
];

/**
 * Judges whether a sandbox can run on a machine.
 * @param facts - as `readFacts` tells them
 * @returns a check each: name, state ("ok", "note", "missing"), what was found, and what to do
 */
const judgeMachine = (facts) => checks.map(([name, judge, atStart]) => ({ name, atStart, ...judge(facts) }));

module.exports = { judgeMachine };
