import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { NODE_ADDRESS } from "./addresses";

/**
 * Sets up the sandbox's network namespace: the node's address on one end of a cable whose other end hangs free, and
 * a default route, without which no Service address is reachable from the node itself.
 */
export function makeNetwork(): void {
  const commands = [
    "link set lo up",
    "link add node0 type veth peer name node0-peer",
    "link set node0-peer up",
    "link set node0 up",
    `addr add ${NODE_ADDRESS}/24 dev node0`,
    "route add default dev node0",
  ];
  execFileSync("ip", ["-batch", "-"], {
    input: commands.join("\n"),
    stdio: ["pipe", "ignore", "inherit"],
  });
  writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
  const bridge = "/proc/sys/net/bridge/bridge-nf-call-iptables";
  // Replies of a pod to its neighbour must pass the rules that turned the Service's address into the pod's.
  if (existsSync(bridge)) writeFileSync(bridge, "1");
}
