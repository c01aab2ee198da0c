import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readCgroupVersion } from "../process/cgroups";

/** Numbers of the capabilities a node needs, as Linux counts them. */
const CAPABILITIES = { CAP_NET_ADMIN: 12, CAP_SYS_CHROOT: 18, CAP_SYS_ADMIN: 21, CAP_MKNOD: 27 } as const;

/** Kernel modules a node needs where they are not built in. */
const MODULES = ["overlay", "veth", "bridge", "br_netfilter", "nf_tables", "nf_conntrack", "nft_chain_nat"];

const COMMANDS = ["ip", "mount", "nsenter", "openssl", "unshare"];

function checkRights(): string[] {
  if (process.getuid?.() !== 0) return ["user must be root: run it with sudo"];
  const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const effective = BigInt(`0x${line}`);
  return Object.entries(CAPABILITIES)
    .filter(([, number]) => (effective & (1n << BigInt(number))) === 0n)
    .map(([name]) => `root must have ${name}: this machine or container withholds it`);
}

const checkCommands = (): string[] =>
  COMMANDS.filter((command) => spawnSync("sh", ["-c", `command -v ${command}`]).status !== 0).map(
    (command) => `command ${command} must be on PATH: install its package`,
  );

function checkKernel(): string[] {
  spawnSync("modprobe", ["--all", "--quiet", ...MODULES]);
  const problems: string[] = [];
  if (readCgroupVersion() === undefined) problems.push("control groups must be mounted at /sys/fs/cgroup");
  if (!/\toverlay$/m.test(readFileSync("/proc/filesystems", "utf8")))
    problems.push("kernel must have overlayfs");
  const script = [
    "ip link add probe0 type veth peer name probe1",
    "ip link add probe2 type bridge",
    "mount -t tmpfs tmpfs /mnt",
  ];
  for (const command of script) {
    const args = ["--net", "--mount", "--pid", "--fork", "sh", "-c", command];
    const { status, stderr } = spawnSync("unshare", args, { encoding: "utf8" });
    if (status !== 0) problems.push(`"${command}" must work in new namespaces: got ${stderr.trim()}`);
  }
  return problems;
}

/**
 * Checks that this machine can hold a sandbox, and loads the kernel modules it needs where they are modules.
 * @throws {Error} with all problems at once
 */
export function checkMachine(name: string): void {
  const problems = [
    ...(process.platform === "linux" ? [] : [`system must be Linux: got ${process.platform}`]),
    ...(process.platform === "linux" ? checkRights() : []),
  ];
  if (problems.length === 0) problems.push(...checkCommands());
  if (problems.length === 0) problems.push(...checkKernel());
  if (problems.length > 0) throw new Error(`Cannot start sandbox "${name}": ${problems.join("; ")}`);
}

/**
 * Checks that the packet filter works with the sandbox's own `nft`.
 * @throws {Error} when the kernel refuses
 */
export function checkPacketFilter(name: string, nft: string): void {
  if (!existsSync(nft)) return;
  try {
    execFileSync("unshare", ["--net", nft, "add", "table", "ip", "probe"], { stdio: "pipe" });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(
      `Cannot start sandbox "${name}": kernel must have nf_tables: got ${stderr?.toString().trim() ?? String(error)}`,
      { cause: error },
    );
  }
}
