import path from "node:path";
import { NODE_ADDRESS } from "../network/addresses";
import { CONTAINERD_SOCKET } from "./containerd-config";

/** Values of the kubelet's configuration that differ between two sandboxes. */
export interface KubeletConfig {
  readonly pkiDir: string;
  /** Name of the sandbox's cgroup below each hierarchy's root. */
  readonly cgroup: string;
  readonly resolvConf: string;
}

/** Folder of the kubelet: a mount point of the sandbox's own mount namespace. */
export const KUBELET_ROOT_DIR = "/var/lib/kubelet";

/**
 * Plans the kubelet's configuration.
 *
 * `protectKernelDefaults` makes it compare kernel settings instead of writing them: it finds the values it wants in
 * files the sandbox lays over them, so the machine's own stay as they are.
 * @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
 */
export function planKubeletConfig(config: KubeletConfig): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    failCgroupV1: false,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${config.cgroup}`,
    cgroupsPerQOS: true,
    enforceNodeAllocatable: ["pods"],
    failSwapOn: false,
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    authentication: {
      anonymous: { enabled: false },
      x509: { clientCAFile: path.join(config.pkiDir, "ca.crt") },
      webhook: { enabled: true },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: path.join(config.pkiDir, "kubelet-serving.crt"),
    tlsPrivateKeyFile: path.join(config.pkiDir, "kubelet-serving.key"),
    protectKernelDefaults: true,
    resolvConf: config.resolvConf,
    clusterDNS: [NODE_ADDRESS],
    clusterDomain: "cluster.local",
    evictionHard: { "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    serializeImagePulls: false,
    registryPullQPS: 0,
    rotateCertificates: false,
    volumePluginDir: `${KUBELET_ROOT_DIR}/volume-plugins`,
    nodeStatusUpdateFrequency: "5s",
    syncFrequency: "10s",
    shutdownGracePeriod: "0s",
  };
}
