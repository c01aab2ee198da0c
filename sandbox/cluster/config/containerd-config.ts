import { PORTS } from "../network/addresses";

/** Image of every pod's sandbox; the sandbox's registry has it under this name. */
export const PAUSE_IMAGE = "registry.k8s.io/pause:3.10";

/** Paths that containerd needs. */
export interface ContainerdConfig {
  readonly rootDir: string;
  readonly runcPath: string;
  readonly cniBinDir: string;
  readonly cniConfigDir: string;
  readonly registryConfigDir: string;
  /** Way in which image layers become a root: "native" copies them, where an overlay cannot be. */
  readonly snapshotter: "overlayfs" | "native";
}

/** Folder of containerd's socket and mounts: a mount point of the sandbox's own mount namespace. */
export const CONTAINERD_STATE_DIR = "/run/containerd";

/** Socket the kubelet talks to. */
export const CONTAINERD_SOCKET = `${CONTAINERD_STATE_DIR}/containerd.sock`;

/**
 * Renders containerd 1.6's configuration (version 2).
 * @see https://github.com/containerd/containerd/blob/v1.6.20/docs/cri/config.md
 */
export function renderContainerdConfig(config: ContainerdConfig): string {
  const text = JSON.stringify;
  // Virtual machines may lack CAP_SYS_RESOURCE, without which a negative oom_score_adj stops every container.
  return `version = 2
root = ${text(config.rootDir)}
state = ${text(CONTAINERD_STATE_DIR)}
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = ${text(CONTAINERD_SOCKET)}
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = ${text(PAUSE_IMAGE)}
  disable_apparmor = true
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = ${text(config.cniBinDir)}
    conf_dir = ${text(config.cniConfigDir)}
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = ${text(config.registryConfigDir)}
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = ${text(config.snapshotter)}
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = ${text(config.runcPath)}
      SystemdCgroup = false
`;
}

/**
 * Renders the rule that sends every registry host name to the sandbox's registry, so that manifests keep the
 * references they have in production.
 * @see https://github.com/containerd/containerd/blob/v1.6.20/docs/hosts.md
 */
export function renderRegistryHosts(): string {
  const server = `http://127.0.0.1:${PORTS.registry}`;
  return `server = "${server}"\n[host."${server}"]\n  capabilities = ["pull", "resolve"]\n`;
}
