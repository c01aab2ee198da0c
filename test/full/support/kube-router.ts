import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { toEnterArgs } from "../../../sandbox/cluster/lifecycle/enter";
import type { Sandbox } from "../../../sandbox/cluster/lifecycle/sandbox";
import { PORTS, SERVICE_CIDR } from "../../../sandbox/cluster/network/addresses";
import { ensureTools } from "../../../sandbox/tools/resolve";
import { start } from "../../e2e/support/run";

/**
 * Starts kube-router on a sandbox's node, which is built the first time: it enforces NetworkPolicies there, and does
 * nothing else. It ends with the sandbox.
 */
export async function startKubeRouter(sandbox: Sandbox): Promise<void> {
  const tools = await ensureTools({ names: ["kube-router", "debian-ipset"] });
  const env = { ...sandbox.env, PATH: `${tools.binDir}:${sandbox.binDir}:${process.env["PATH"] ?? ""}` };
  const kubeconfig = sandbox.env["KUBECONFIG"] ?? "";
  const command = [
    tools.path("kube-router"),
    "--run-firewall=true",
    "--run-router=false",
    "--run-service-proxy=false",
    `--kubeconfig=${kubeconfig}`,
    `--master=https://127.0.0.1:${PORTS.api}`,
    `--hostname-override=${sandbox.name}`,
    `--service-cluster-ip-range=${SERVICE_CIDR}`,
    "--iptables-sync-period=10s",
    "--v=1",
  ];
  const running = start("nsenter", toEnterArgs(sandbox, command), {
    cwd: "/",
    env,
    timeoutSeconds: 1500,
  });
  await running.seen(/sync iptables took/);
}

/** Path of the network namespace that has an address, by a process of the sandbox that lives in it. */
function findNetwork(sandbox: Sandbox, address: string): string {
  const script = `for one in /proc/[0-9]*; do
    nsenter --net=$one/ns/net ip -4 -o addr 2>/dev/null | grep -qF " ${address}/" && echo $one/ns/net && exit 0
  done; exit 0`;
  const found = execFileSync("nsenter", toEnterArgs(sandbox, ["sh", "-c", script]), {
    encoding: "utf8",
  }).trim();
  if (found === "") throw new Error(`no pod has ${address}`);
  return found;
}

/**
 * Opens a client in the network of a pod.
 * @param from - the pod's address
 * @returns a function that asks a URL: the status of the answer, 0 where there is none within 3 s
 */
export function openPodClient(sandbox: Sandbox, from: string): (url: string) => Promise<number> {
  const network = findNetwork(sandbox, from);
  return async (url) => {
    const curl = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-m", "3", url];
    // A refused connection is an answer to the question, too.
    const script = ["sh", "-c", `nsenter --net="$0" "$@" || true`, network, ...curl];
    // Clients of this process go on meanwhile.
    const { stdout } = await promisify(execFile)("nsenter", toEnterArgs(sandbox, script));
    return Number(stdout);
  };
}
