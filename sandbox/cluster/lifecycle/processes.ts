import path from "node:path";
import { CONTROL_SOCKET, controlDaemon } from "../process/control";
import { toSandboxPaths } from "../config/paths";
import type { Sandbox } from "./sandbox";

/** The sandbox's daemons, by name. */
export type ProcessName =
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kubelet"
  | "kube-proxy"
  | "containerd"
  | "coredns"
  | "discovery"
  | "registry"
  | "traefik"
  | "ingress-nginx"
  | "contour"
  | "envoy"
  | "prometheus"
  | "postgres"
  | "forwarder";

const control = (sandbox: Sandbox, name: ProcessName, action: "start" | "stop" | "kill"): Promise<void> =>
  controlDaemon(path.join(toSandboxPaths(sandbox.name).runDir, CONTROL_SOCKET), name, action);

/** Kills a daemon with SIGKILL and resolves when it is gone; the supervisor starts it again 0.1 s later. */
export const killProcess = (sandbox: Sandbox, name: ProcessName): Promise<void> =>
  control(sandbox, name, "kill");

/** Kills a daemon with SIGKILL and keeps it down until {@link startProcess}. */
export const stopProcess = (sandbox: Sandbox, name: ProcessName): Promise<void> =>
  control(sandbox, name, "stop");

/** Starts a daemon that was stopped; one that runs is left alone. */
export const startProcess = (sandbox: Sandbox, name: ProcessName): Promise<void> =>
  control(sandbox, name, "start");
