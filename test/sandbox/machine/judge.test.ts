import type { MachineFacts } from "../../../sandbox/machine/facts";
import { judgeMachine } from "../../../sandbox/machine/judge";
import { fitMachine } from "./fit-machine";

const gib = 2 ** 30;
const kernel = (feature: string, wrong: string) => ({ kernel: { ...fitMachine.kernel, [feature]: wrong } });

const cases: readonly (readonly [string, string, Partial<MachineFacts>, string])[] = [
  ["system", "another system", { platform: "darwin" }, "system must be Linux on x86-64: got darwin on x64"],
  ["system", "another processor", { arch: "arm64" }, "system must be Linux on x86-64: got linux on arm64"],
  ["root", "another user", { uid: 1000 }, "user must be root: got uid 1000; run it with sudo"],
  [
    "capabilities",
    "root without a capability",
    { missingCapabilities: ["CAP_SYS_ADMIN"] },
    "root must have CAP_SYS_ADMIN: got none of it; this container withholds it",
  ],
  [
    "programs",
    "a missing program and no apt-get",
    { missingPrograms: ["ip"], packages: ["iproute2"], hasApt: false, hasDebian: true },
    "ip must be there: got none; install iproute2",
  ],
  [
    "namespaces",
    "no new namespaces",
    kernel("namespaces", "Operation not permitted"),
    "got Operation not permitted",
  ],
  [
    "veth",
    "no veth",
    kernel("veth", "Unknown device type"),
    "veth pairs must work in a new namespace: got Unknown",
  ],
  ["bridge", "no bridge", kernel("bridge", "Unknown device type"), "modprobe bridge"],
  [
    "tmpfs",
    "no mounts",
    kernel("tmpfs", "permission denied"),
    "mounts must work in a new namespace: got permission",
  ],
  [
    "overlayfs",
    "no overlayfs",
    kernel("overlayfs", "not in /proc/filesystems"),
    "kernel must have overlayfs: got not",
  ],
  ["nf_tables", "no nf_tables", kernel("nf_tables", "not in /proc/kallsyms"), "CONFIG_NF_TABLES"],
  [
    "cgroups",
    "no control groups",
    { cgroups: { version: undefined, missing: ["cpu"], readOnly: [] } },
    "control groups must be mounted at /sys/fs/cgroup: got none; mount them",
  ],
  [
    "cgroups",
    "a missing controller",
    { cgroups: { version: "v2", missing: ["pids"], readOnly: [] } },
    "control groups v2 must have controllers pids: got none of it; enable them",
  ],
  [
    "cgroups",
    "read-only control groups",
    { cgroups: { version: "v2", missing: [], readOnly: ["/sys/fs/cgroup"] } },
    "/sys/fs/cgroup must be writable: got read-only; use a machine",
  ],
  [
    "memory",
    "too little to build",
    { freeMemory: 3 * gib },
    "memory must have 4.0 GiB free to build the tools: got 3.0 GiB",
  ],
  [
    "memory",
    "too little to run",
    { freeMemory: gib, areReady: true },
    "memory must have 2.0 GiB free to run: got 1.0 GiB",
  ],
  [
    "disk",
    "a full file system",
    { disks: [...fitMachine.disks, { folder: "/home", free: gib, needed: 14 * gib }] },
    "/home must have 14.0 GiB free to build the tools, of which 2 GiB stay: got 1.0 GiB; free some",
  ],
  [
    "ports",
    "every block taken",
    { listening: new Set([21_003, 21_010]) },
    "six loopback ports in a row from 21000 to 30999 must be free: got 2 blocks in use; end what listens there",
  ],
  ["go", "no Go", { go: undefined }, "Go 1.26 or newer must be on PATH: got none; install it"],
  ["go", "an old Go", { go: "1.25.9" }, "Go must be 1.26 or newer: got 1.25.9; install it"],
  [
    "debian",
    "another distribution",
    { release: { id: "ubuntu", version: "24.04", name: "Ubuntu 24.04" } },
    "system must be Debian 12, whose packages the sandbox uses: got Ubuntu 24.04; use Debian 12",
  ],
  ["debian", "no apt-get", { hasApt: false }, "apt-get must be there, for Debian 12's packages: got none"],
];

test("judgeMachine() finds nothing to tell of a machine that is fit", () => {
  const told = judgeMachine(fitMachine).filter(({ state }) => state !== "ok");
  expect(told).toEqual([]);
});

test.each(cases)(
  "judgeMachine() misses %s alone for %s, and says what to do",
  (name, _what, change, text) => {
    const missing = judgeMachine({ ...fitMachine, ...change }).filter(({ state }) => state === "missing");
    expect(missing.map((check) => check.name)).toEqual([name]);
    expect(missing.map(({ found, fix }) => `${found}; ${fix}`)[0]).toContain(text);
  },
);

test("every check is broken by one of the cases above", () => {
  const names = judgeMachine(fitMachine).map(({ name }) => name);
  expect([...new Set(cases.map(([name]) => name))].toSorted()).toEqual(names.toSorted());
});

test("what follows from another lack is a note, so that one lack is one line", () => {
  const checks = judgeMachine({
    ...fitMachine,
    uid: 1000,
    kernel: undefined,
    cgroups: { version: "v1", missing: [], readOnly: ["/sys/fs/cgroup/cpu"] },
  });
  expect(checks.filter(({ state }) => state === "missing").map(({ name }) => name)).toEqual(["root"]);
  expect(checks.filter(({ state }) => state === "note").map(({ name }) => name)).toEqual([
    "capabilities",
    "namespaces",
    "veth",
    "bridge",
    "tmpfs",
    "overlayfs",
    "nf_tables",
  ]);
});

test.each<[string, Partial<MachineFacts>, string, string]>([
  [
    "programs that setup.js installs",
    { missingPrograms: ["ip"], packages: ["iproute2"] },
    "programs",
    "note",
  ],
  [
    "an unreadable list of symbols",
    { kernel: { ...fitMachine.kernel, nf_tables: undefined } },
    "nf_tables",
    "note",
  ],
  ["a taken first block of ports", { listening: new Set([21_004]) }, "ports", "ok"],
  ["a disk that may do", { disks: [{ folder: "/", free: 15 * gib, needed: 27 * gib }] }, "disk", "note"],
  ["a newer Go", { go: "1.27rc1" }, "go", "ok"],
  ["another system whose cache has the packages", { hasApt: false, hasDebian: true }, "debian", "ok"],
])("judgeMachine() lets %s pass", (_what, change, name, state) => {
  expect(judgeMachine({ ...fitMachine, ...change }).find((check) => check.name === name)?.state).toBe(state);
});

test("judgeMachine() says which ports it is going to be when the usual ones are taken", () => {
  const ports = judgeMachine({ ...fitMachine, listening: new Set([21_004]) }).find(
    ({ name }) => name === "ports",
  );
  expect(ports?.found).toBe("21010 to 21015, since 21000 to 21005 are in use");
});
