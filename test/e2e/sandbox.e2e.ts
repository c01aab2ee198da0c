import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { get } from "node:http";
import path from "node:path";
import { listCgroupProcesses } from "../../sandbox/cluster/process/cgroups";
import { downSandbox } from "../../sandbox/cluster/lifecycle/down";
import { toEnterArgs } from "../../sandbox/cluster/lifecycle/enter";
import { killEach } from "../../sandbox/cluster/process/kill-each";
import { toSandboxPaths } from "../../sandbox/cluster/config/paths";
import { killProcess, startProcess, stopProcess } from "../../sandbox/cluster/lifecycle/processes";
import { readSandbox, type Sandbox } from "../../sandbox/cluster/lifecycle/sandbox";
import { readSandboxStatus } from "../../sandbox/cluster/lifecycle/status";
import { upSandbox } from "../../sandbox/cluster/lifecycle/up";
import { waitFor } from "../../sandbox/cluster/lifecycle/wait-for";
import { readLayout } from "../../sandbox/images/layout";
import { pushImage } from "../../sandbox/images/registry";
import { buildScholarlink, REPOSITORY } from "../../sandbox/images/scholarlink";
import { planShop } from "./support/services/shop";
import { inFull } from "./support/in-full";

const NAME = "e2e-one";
const OTHER = "e2e-two";
const MINUTES = 60_000;
jest.setTimeout(3 * MINUTES);

let sandbox: Sandbox;
const machineBefore = readMachine();

beforeAll(async () => {
  sandbox = await upSandbox({ name: NAME });
}, 10 * MINUTES);

afterAll(async () => {
  await Promise.all([NAME, OTHER].map((name) => downSandbox({ name })));
}, MINUTES);

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { env: { ...process.env, ...sandbox.env }, encoding: "utf8" });

/** State of the machine that a sandbox must leave as it is. */
function readMachine(): Readonly<Record<string, string>> {
  const settings = [
    "vm/overcommit_memory",
    "kernel/panic",
    "kernel/panic_on_oops",
    "kernel/keys/root_maxkeys",
  ];
  return {
    mounts: readFileSync("/proc/self/mountinfo", "utf8"),
    links: execFileSync("ip", ["-brief", "link"], { encoding: "utf8" }),
    forwarding: readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8"),
    settings: settings.map((setting) => readFileSync(`/proc/sys/${setting}`, "utf8")).join(""),
  };
}

/** Network namespaces that some process of this machine is in. */
function listNetworkNamespaces(): Set<string> {
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const names = pids.map((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/ns/net`);
    } catch {
      return "";
    }
  });
  return new Set(names);
}

async function request(host: string, target = "/"): Promise<{ status: number; version: string }> {
  return new Promise((resolve, reject) => {
    const url = `http://${sandbox.gatewayAddress}${target}`;
    get(url, { headers: { host }, agent: false, timeout: 5_000 }, (response) => {
      const version = String(response.headers["x-scholarlink-version"] ?? "");
      response.resume().on("end", () => resolve({ status: response.statusCode ?? 0, version }));
    }).on("error", reject);
  });
}

async function queryPrometheus(query: string): Promise<readonly { value: [number, string] }[]> {
  const proxy = "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query";
  const text = run("kubectl", "get", "--raw", `${proxy}?query=${encodeURIComponent(query)}`);
  return (JSON.parse(text) as { data: { result: { value: [number, string] }[] } }).data.result;
}

const until = (what: string, probe: () => Promise<boolean>): Promise<boolean> =>
  waitFor(probe, { what, timeoutSeconds: 60, pauseMs: 100 });

const isReady = async (): Promise<boolean> => (await readSandboxStatus({ name: NAME })).state === "ready";

test("up gives a ready node, and once more the same sandbox", async () => {
  const node = JSON.parse(run("kubectl", "get", "node", NAME, "-o", "json")) as {
    status: { conditions: { type: string; status: string }[]; nodeInfo: { kubeletVersion: string } };
  };
  expect(node.status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "True" }));
  expect(node.status.nodeInfo.kubeletVersion).toMatch(/^v1\.36\./);
  expect(run("kubectl", "config", "current-context").trim()).toBe(sandbox.context);
  expect(await upSandbox({ name: NAME })).toEqual(sandbox);
  expect(await readSandbox(NAME)).toEqual(sandbox);
});

test("runs a Deployment by digest, serves it through the gateway and scrapes it", async () => {
  const image = await buildScholarlink("v1");
  await pushImage(await readLayout(image.layoutTar), sandbox.registryUrl, REPOSITORY, "v1");
  const objects = JSON.stringify({ apiVersion: "v1", kind: "List", items: planShop(image.reference) });
  execFileSync("kubectl", ["apply", "-f", "-"], { env: { ...process.env, ...sandbox.env }, input: objects });
  run("kubectl", "-n", "shop", "wait", "--for=condition=Available", "deployment/shop", "--timeout=60s");
  await until("the gateway must serve the route", async () => (await request("shop.test")).status === 200);
  expect(await request("shop.test")).toEqual({ status: 200, version: "v1" });
  expect((await request("unknown.test")).status).toBe(404);
  const { SLUICE_SANDBOX_URL: url = "", SLUICE_SANDBOX_CA: ca = "" } = sandbox.env;
  expect(run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", ca, url)).toBe("404");
  const [running] = run(
    "kubectl",
    "-n",
    "shop",
    "get",
    "pods",
    "-o",
    "jsonpath={.items[*].status.containerStatuses[*].imageID}",
  ).split(" ");
  expect(running).toContain(image.digest);
  await until("Prometheus must scrape the pods", async () => {
    const [pods] = await queryPrometheus('sum(up{job="pods",namespace="shop",app="shop"})');
    return pods?.value[1] === "2";
  });
  await until("Traefik must count by service", async () => {
    const counted = await queryPrometheus(
      'traefik_service_requests_total{service=~".*-svc-shop-shop-[0-9]+@.*"}',
    );
    return counted.length > 0;
  });
});

test("has the database it says, and env leads psql there", () => {
  expect(run("psql", "-Atc", "select current_user || '@' || current_database()").trim()).toBe(
    "scholarlink@scholarlink",
  );
});

test("keeps addresses and packet rules to its own network", () => {
  const inside = (...command: string[]): string => run("nsenter", ...toEnterArgs(sandbox, command));
  const nft = path.join(sandbox.binDir, "nft");
  expect(inside("ip", "-brief", "address")).toContain("10.77.0.1");
  expect(inside(nft, "list", "tables")).toContain("kube-proxy");
  expect(execFileSync("ip", ["-brief", "address"], { encoding: "utf8" })).not.toContain("10.77.0.1");
  expect(execFileSync(nft, ["list", "tables"], { encoding: "utf8" })).not.toContain("kube-proxy");
});

test.each(["prometheus", "traefik", "kube-apiserver", "containerd", "forwarder"] as const)(
  "%s comes back after kill -9, and pods go on",
  async (daemon) => {
    const pods = (): string => run("kubectl", "-n", "shop", "get", "pods", "-o", "jsonpath={..restartCount}");
    const before = pods();
    await killProcess(sandbox, daemon);
    await until("sandbox must be ready again", isReady);
    const { daemons } = await readSandboxStatus({ name: NAME });
    expect(daemons).toContainEqual(expect.objectContaining({ name: daemon, state: "running", restarts: 1 }));
    await until("the gateway must serve again", async () => (await request("shop.test")).status === 200);
    expect(pods()).toBe(before);
  },
);

test("a daemon held down stays down until it is started", async () => {
  await stopProcess(sandbox, "prometheus");
  await expect(fetch(`${sandbox.prometheusUrl}/-/ready`)).rejects.toThrow();
  expect((await readSandboxStatus({ name: NAME })).state).toBe("unready");
  await startProcess(sandbox, "prometheus");
  await until("Prometheus must answer", async () => (await fetch(`${sandbox.prometheusUrl}/-/ready`)).ok);
});

inFull("two sandboxes run side by side, and ending one leaves the other alone", async () => {
  const other = await upSandbox({ name: OTHER });
  expect(other.clusterUid).not.toBe(sandbox.clusterUid);
  const ports = new Set([...Object.values(other.ports), ...Object.values(sandbox.ports)]);
  expect(ports.size).toBe(2 * Object.keys(sandbox.ports).length);
  expect(run("kubectl", "--kubeconfig", other.kubeconfig, "get", "deployments", "-A", "-o", "name")).toBe("");
  await downSandbox({ name: OTHER });
  expect((await readSandboxStatus({ name: OTHER })).state).toBe("absent");
  await until("this one must be ready still", isReady);
  expect((await request("shop.test")).status).toBe(200);
});

inFull("up after kill -9 of everything gives a new, working sandbox", async () => {
  const before = sandbox;
  killEach(listCgroupProcesses(toSandboxPaths(NAME).cgroup));
  await until(
    "all processes must be gone",
    async () => listCgroupProcesses(toSandboxPaths(NAME).cgroup).length === 0,
  );
  expect(await readSandbox(NAME)).toBeUndefined();
  expect((await readSandboxStatus({ name: NAME })).state).toBe("dead");
  sandbox = await upSandbox({ name: NAME });
  expect(sandbox.clusterUid).not.toBe(before.clusterUid);
  expect(sandbox.ports).toEqual(before.ports);
  expect(run("kubectl", "get", "deployments", "-A", "-o", "name")).toBe("");
});

test("down leaves nothing behind", async () => {
  const { stateDir, runDir, cgroup } = toSandboxPaths(NAME);
  const namespace = readlinkSync(`/proc/${sandbox.process.pid}/ns/net`);
  expect(listNetworkNamespaces()).toContain(namespace);
  await downSandbox({ name: NAME });
  expect(listCgroupProcesses(cgroup)).toEqual([]);
  expect(listNetworkNamespaces()).not.toContain(namespace);
  for (const left of [stateDir, runDir]) expect(existsSync(left)).toBe(false);
  const hierarchies = readdirSync("/sys/fs/cgroup").map((entry) =>
    path.join("/sys/fs/cgroup", entry, cgroup),
  );
  expect([path.join("/sys/fs/cgroup", cgroup), ...hierarchies].filter((group) => existsSync(group))).toEqual(
    [],
  );
  expect(readMachine()).toEqual(machineBefore);
  await downSandbox({ name: NAME });
  expect((await readSandboxStatus({ name: NAME })).state).toBe("absent");
});
