import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planPorts } from "../../../sandbox/machine/ports";
import { writeProgram } from "../tools/fake-world";

const main = join(__dirname, "../../../sandbox/machine/main.js");
const name = "machine-test";
const folder = mkdtempSync(join(tmpdir(), "sluice-machine-"));
const file = (called: string, text: string): string => {
  writeFileSync(join(folder, called), text);
  return join(folder, called);
};

/** A folder with a cache of tools that has these. */
function cacheWith(...tools: readonly string[]): string {
  const cache = mkdtempSync(join(folder, "cache-"));
  for (const tool of tools) mkdirSync(join(cache, "sluice", "tools", tool), { recursive: true });
  return cache;
}

const cache = cacheWith("bin-0123456789ab", "debian-12-0123456789ab");
const built = cacheWith("bin-0123456789ab");
const usual = { ...process.env, XDG_CACHE_HOME: cache, XDG_STATE_HOME: join(folder, "state") };

/** Something that is broken before the check runs: mounts, variables, a command that runs it. */
interface Broken {
  /** Shell commands, in mounts of their own. */
  readonly setup?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

/** Runs the check on a machine that is broken in one way. */
function check({ setup = "true", env = {}, run = "" }: Broken = {}) {
  const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const command = `${setup} && exec env ${variables.join(" ")} ${run} ${process.execPath} ${main} ${name}`;
  const { status, stderr } = spawnSync("unshare", ["--mount", "sh", "-c", command], {
    encoding: "utf8",
    env: usual,
  });
  const lines = stderr.split("\n").filter((line) => line.startsWith("missing"));
  return { status, stderr, names: lines.map((line) => line.split(/\s+/u)[1] ?? "") };
}

/** A PATH that begins with a program of ours, which fails where its arguments fit the pattern. */
function failing(program: string, pattern: string): Broken {
  const bin = mkdtempSync(join(folder, "bin-"));
  const script = `#!/bin/sh\ncase "$*" in ${pattern}) echo refused >&2; exit 1;; esac\n`;
  const real = `PATH=\${PATH#*:} exec ${program} "$@"\n`;
  writeProgram(join(bin, program), script + real);
  return { env: { PATH: `${bin}:${process.env["PATH"]}` } };
}

/** Another content of a file. */
const other = (over: string, text: string): Broken => ({
  setup: `mount --bind ${file(over.replaceAll("/", "-"), text)} ${over}`,
});
const empty = join(folder, "empty");
mkdirSync(empty);
const bare = join(folder, "bare");
mkdirSync(bare);
const linked = ["sh", "env", "unshare", "nsenter", "mount", "openssl"];
const link = linked.map((one) => `ln -sf $(command -v ${one}) ${bare}`).join(" && ");
const readOnly =
  "for d in /sys/fs/cgroup /sys/fs/cgroup/*; do mount -o remount,ro,bind $d 2>/dev/null; done; true";
const small = join(folder, "small");
const smallDisk = `mkdir ${small} && mount -t tmpfs -o size=16m tmpfs ${small}`;
const withoutGo = `if [ -d /usr/local/go ]; then mount --bind ${empty} /usr/local/go; fi`;

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot("sandbox/machine/main.js, on this machine", () => {
  const whole = check();

  test.each<[string, string, Broken]>([
    ["root", "run by another owner", { run: "setpriv --reuid=65534 --clear-groups" }],
    ["capabilities", "without CAP_MKNOD", { run: "setpriv --bounding-set=-mknod" }],
    [
      "programs",
      "without ip and apt-get",
      { setup: `${link} && mount --bind ${empty} /usr/sbin`, env: { PATH: bare } },
    ],
    ["namespaces", "where unshare is refused", failing("unshare", "*--net*")],
    ["veth", "where ip makes no veth", failing("ip", "*veth*")],
    ["bridge", "where ip makes no bridge", failing("ip", "*bridge*")],
    ["tmpfs", "where mount is refused", failing("mount", "*tmpfs*")],
    ["overlayfs", "without overlayfs", other("/proc/filesystems", "nodev\ttmpfs\n")],
    ["nf_tables", "without nf_tables", other("/proc/kallsyms", "0 t veth_xmit\n")],
    ["cgroups", "without control groups", { setup: "mount -t tmpfs tmpfs /sys/fs/cgroup" }],
    ["cgroups", "with read-only control groups", { setup: readOnly }],
    ["memory", "with little memory", other("/proc/meminfo", "MemAvailable: 1000000 kB\n")],
    ["disk", "with a small disk", { setup: smallDisk, env: { XDG_STATE_HOME: small } }],
    ["go", "without Go", { setup: withoutGo, env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" } }],
    [
      "debian",
      "on another distribution",
      { ...other("/etc/os-release", "ID=ubuntu\n"), env: { XDG_CACHE_HOME: built } },
    ],
  ])("misses %s, and nothing else, %s", (missing, _how, broken) => {
    const { names, status, stderr } = check(broken);
    expect(names.filter((one) => !whole.names.includes(one))).toEqual([missing]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/This machine cannot run a sandbox; nothing was installed or built\.\n$/u);
  });

  test("misses ports, and nothing else, where something listens in every block", async () => {
    const servers = await Promise.all(
      planPorts(name).map(
        async (port) =>
          await new Promise<net.Server>((resolve) => {
            const server = net.createServer();
            server.once("error", () => resolve(server));
            server.listen(port + 3, "127.0.0.1", () => resolve(server));
          }),
      ),
    );
    const { names } = check();
    for (const server of servers) server.close();
    expect(names.filter((one) => !whole.names.includes(one))).toEqual(["ports"]);
  });

  test("says nothing and exits 0, in about a second, where nothing is missing", () => {
    expect(whole).toEqual({ status: 0, stderr: "", names: [] });
    const began = performance.now();
    check();
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
