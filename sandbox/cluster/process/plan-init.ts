import path from "node:path";
import { CONTROL_SOCKET } from "./control";
import type { Daemon } from "./daemon";
import type { DaemonContext } from "./daemons/context";
import { planApiServer, planControllerManager, planEtcd, planScheduler } from "./daemons/control-plane";
import { planDiscovery, planPrometheus, planRegistry } from "./daemons/data-plane";
import { planContainerd, planCoreDns, planKubelet, planProxy } from "./daemons/node";
import { planPostgres } from "./daemons/postgres";
import { HOST_SERVICES, type HostService } from "../network/host-ports";
import type { InitPlan, Mount } from "./init-plan";
import { toMountPoints } from "./mount-points";
import { PORTS } from "../network/addresses";
import type { DataPlane } from "../planes/plane";
import type { SandboxPaths } from "../config/paths";

/** Port inside the sandbox that each service of the machine leads to. */
const toTargets = ({ ports }: DataPlane): Readonly<Record<HostService, number>> => ({
  api: PORTS.api,
  gateway: ports.http,
  registry: PORTS.registry,
  prometheus: PORTS.prometheus,
  database: PORTS.postgres,
  gatewayTls: ports.https,
});

/** Number of the first inherited socket, after the three standard streams. */
const FIRST_SOCKET = 3;

/** Kernel settings that the kubelet demands; it is shown these instead of changing any. */
const KERNEL_SETTINGS = {
  "vm/overcommit_memory": "1",
  "kernel/panic": "10",
  "kernel/panic_on_oops": "1",
  "kernel/keys/root_maxkeys": "1000000",
  "kernel/keys/root_maxbytes": "25000000",
};

const planMounts = (paths: SandboxPaths, debRoot: string): Mount[] => {
  const state = (folder: string): string => path.join(paths.stateDir, folder);
  const points = toMountPoints(paths);
  return [
    { kind: "memory", target: points.scratch },
    { kind: "memory", target: "/dev/shm" },
    { kind: "memory", target: "/run/containerd" },
    { kind: "memory", target: "/var/log/containers" },
    { kind: "bind", source: state("kubelet"), target: "/var/lib/kubelet" },
    { kind: "bind", source: state("cni"), target: "/var/lib/cni" },
    { kind: "bind", source: state("log/pods"), target: "/var/log/pods" },
    { kind: "bind", source: debRoot, target: points.debian },
    { kind: "bind", source: state("postgres"), target: points.postgres },
  ];
};

/** Plans the files, mounts and daemons of the sandbox's first process. */
export function planInit(context: DaemonContext, debRoot: string, plane: DataPlane): InitPlan {
  const { paths } = context;
  const targets = toTargets(plane);
  const scratchDir = toMountPoints(paths).scratch;
  const daemons: Daemon[] = [
    planEtcd(context),
    planApiServer(context),
    planContainerd(context),
    planRegistry(context),
    planPrometheus(context),
    planPostgres(paths),
    planControllerManager(context),
    planScheduler(context),
    planKubelet(context),
    planProxy(context),
    planCoreDns(context),
    planDiscovery(context),
    ...plane.daemons(context),
  ];
  return {
    mounts: planMounts(paths, debRoot),
    kernelSettings: KERNEL_SETTINGS,
    scratchDir,
    logDir: paths.logDir,
    controlSocket: path.join(paths.runDir, CONTROL_SOCKET),
    daemons: daemons.map((daemon) => ({
      ...daemon,
      env: { XTABLES_LOCKFILE: path.join(scratchDir, "xtables.lock"), ...daemon.env },
    })),
    forwards: HOST_SERVICES.map((service, index) => ({
      socket: FIRST_SOCKET + index,
      port: targets[service],
    })),
  };
}
