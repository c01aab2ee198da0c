import type { MachineFacts } from "../../../sandbox/machine/facts";

const gib = 2 ** 30;

/** A machine on which a sandbox can run and its tools can be built. */
export const fitMachine: MachineFacts = {
  platform: "linux",
  arch: "x64",
  uid: 0,
  missingCapabilities: [],
  missingPrograms: [],
  packages: [],
  hasApt: true,
  kernel: { namespaces: "", veth: "", bridge: "", tmpfs: "", overlayfs: "", nf_tables: "" },
  cgroups: { version: "v2", missing: [], readOnly: [] },
  freeMemory: 8 * gib,
  disks: [{ folder: "/", free: 40 * gib, needed: 27 * gib }],
  go: "1.26.8",
  release: { id: "debian", version: "12", name: "Debian GNU/Linux 12 (bookworm)" },
  areReady: false,
  hasDebian: false,
  ports: [21_000, 21_010],
  listening: new Set(),
};
