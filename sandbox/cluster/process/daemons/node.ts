import { NODE_ADDRESS } from "../../network/addresses";
import type { Daemon } from "../daemon";
import { KUBELET_ROOT_DIR } from "../../config/kubelet-config";
import type { DaemonContext } from "./context";

const toolsFirst = ({ binDir }: DaemonContext): Readonly<Record<string, string>> => ({
  PATH: `${binDir}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
});

/** The container runtime. */
export function planContainerd(context: DaemonContext): Daemon {
  return {
    name: "containerd",
    autostart: true,
    command: [
      context.program("containerd"),
      "--config",
      context.config("containerd.toml"),
      "--log-level",
      "warn",
    ],
    env: toolsFirst(context),
  };
}

/** The node's agent. */
export function planKubelet(context: DaemonContext): Daemon {
  return {
    name: "kubelet",
    autostart: false,
    command: [
      context.program("kubelet"),
      `--config=${context.config("kubelet.json")}`,
      `--kubeconfig=${context.kubeconfig("kubelet")}`,
      `--root-dir=${KUBELET_ROOT_DIR}`,
      `--hostname-override=${context.paths.name}`,
      `--node-ip=${NODE_ADDRESS}`,
    ],
    env: toolsFirst(context),
  };
}

/** Plans the daemon that makes Services reachable. */
export function planProxy(context: DaemonContext): Daemon {
  return {
    name: "kube-proxy",
    autostart: false,
    command: [context.program("kube-proxy"), `--config=${context.config("kube-proxy.json")}`],
    env: toolsFirst(context),
  };
}

/** Names inside the cluster. */
export function planCoreDns(context: DaemonContext): Daemon {
  return {
    name: "coredns",
    autostart: false,
    command: [context.program("coredns"), "-conf", context.config("Corefile")],
  };
}
