import { POD_CIDR } from "../network/addresses";

/** Name of the bridge pods hang on. */
export const POD_BRIDGE = "cni0";

/** Renders the pod network: one bridge, addresses from a file, no masquerading since nothing leaves the sandbox. */
export function renderCniConfig(): string {
  const bridge = {
    type: "bridge",
    bridge: POD_BRIDGE,
    isGateway: true,
    ipMasq: false,
    hairpinMode: true,
    ipam: {
      type: "host-local",
      ranges: [[{ subnet: POD_CIDR }]],
      routes: [{ dst: "0.0.0.0/0" }],
      dataDir: "/var/lib/cni/networks",
    },
  };
  return JSON.stringify({ cniVersion: "1.0.0", name: "sluice", plugins: [bridge] }, null, 2);
}
