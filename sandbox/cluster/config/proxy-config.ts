import { POD_BRIDGE } from "./cni-config";

/**
 * Plans kube-proxy's configuration. Its tuning of connection tracking is off: those settings belong to the whole
 * machine and cannot be written from a network namespace.
 * @see https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/
 */
export function planProxyConfig(node: string, kubeconfig: string): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    bindAddress: "0.0.0.0",
    hostnameOverride: node,
    clientConnection: { kubeconfig },
    detectLocalMode: "BridgeInterface",
    detectLocal: { bridgeInterface: POD_BRIDGE },
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}
