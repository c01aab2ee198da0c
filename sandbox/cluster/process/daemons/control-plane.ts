import path from "node:path";
import { NODE_ADDRESS, POD_CIDR, PORTS, SERVICE_CIDR } from "../../network/addresses";
import type { Daemon } from "../daemon";
import type { DaemonContext } from "./context";

/** etcd without syncing to disk: a sandbox's data need not survive a power cut. */
export function planEtcd({ paths, program }: DaemonContext): Daemon {
  const client = `http://127.0.0.1:${PORTS.etcd}`;
  const peer = `http://127.0.0.1:${PORTS.etcdPeer}`;
  return {
    name: "etcd",
    autostart: true,
    command: [
      program("etcd"),
      `--name=${paths.name}`,
      `--data-dir=${path.join(paths.stateDir, "etcd")}`,
      "--unsafe-no-fsync",
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=${paths.name}=${peer}`,
      "--log-level=warn",
    ],
  };
}

/** The API server. */
export function planApiServer({ paths, program }: DaemonContext): Daemon {
  const pki = (file: string): string => path.join(paths.pkiDir, file);
  return {
    name: "kube-apiserver",
    autostart: true,
    command: [
      program("kube-apiserver"),
      `--etcd-servers=http://127.0.0.1:${PORTS.etcd}`,
      "--bind-address=0.0.0.0",
      `--secure-port=${PORTS.api}`,
      `--advertise-address=${NODE_ADDRESS}`,
      `--service-cluster-ip-range=${SERVICE_CIDR}`,
      "--authorization-mode=Node,RBAC",
      "--enable-admission-plugins=NodeRestriction",
      "--allow-privileged=true",
      `--client-ca-file=${pki("ca.crt")}`,
      `--tls-cert-file=${pki("apiserver.crt")}`,
      `--tls-private-key-file=${pki("apiserver.key")}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${pki("sa.pub")}`,
      `--service-account-signing-key-file=${pki("sa.key")}`,
      `--kubelet-client-certificate=${pki("apiserver-kubelet-client.crt")}`,
      `--kubelet-client-key=${pki("apiserver-kubelet-client.key")}`,
      `--kubelet-certificate-authority=${pki("ca.crt")}`,
      "--kubelet-preferred-address-types=InternalIP",
      "--profiling=false",
    ],
  };
}

/**
 * The controllers. Their default of 20 requests per second would delay a fresh cluster by 5 s, and autoscalers look every
 * 15 s by default.
 */
export function planControllerManager({ paths, program, kubeconfig }: DaemonContext): Daemon {
  const pki = (file: string): string => path.join(paths.pkiDir, file);
  return {
    name: "kube-controller-manager",
    autostart: false,
    command: [
      program("kube-controller-manager"),
      `--kubeconfig=${kubeconfig("controller-manager")}`,
      `--service-account-private-key-file=${pki("sa.key")}`,
      `--root-ca-file=${pki("ca.crt")}`,
      `--cluster-signing-cert-file=${pki("ca.crt")}`,
      `--cluster-signing-key-file=${pki("ca.key")}`,
      "--use-service-account-credentials",
      "--kube-api-qps=500",
      "--kube-api-burst=1000",
      "--horizontal-pod-autoscaler-sync-period=5s",
      "--leader-elect=false",
      `--flex-volume-plugin-dir=${path.join(paths.stateDir, "flex-volumes")}`,
      "--allocate-node-cidrs",
      `--cluster-cidr=${POD_CIDR}`,
      "--node-cidr-mask-size=24",
      `--service-cluster-ip-range=${SERVICE_CIDR}`,
      "--profiling=false",
    ],
  };
}

/** The scheduler. */
export function planScheduler({ program, kubeconfig }: DaemonContext): Daemon {
  return {
    name: "kube-scheduler",
    autostart: false,
    command: [
      program("kube-scheduler"),
      `--kubeconfig=${kubeconfig("scheduler")}`,
      "--leader-elect=false",
      "--profiling=false",
    ],
  };
}
