import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { NODE_ADDRESS, PORTS } from "../network/addresses";
import { renderCniConfig } from "./cni-config";
import { type ContainerdConfig, renderContainerdConfig, renderRegistryHosts } from "./containerd-config";
import { renderCorefile } from "./coredns-config";
import type { DaemonContext } from "../process/daemons/context";
import { TARGETS_FILE } from "../process/daemons/data-plane";
import { NOBODY } from "../process/daemons/postgres";
import { writeKubeconfig } from "./kubeconfig";
import { planKubeletConfig } from "./kubelet-config";
import { planPrometheusConfig } from "./prometheus-config";
import { planProxyConfig } from "./proxy-config";
import { planRegistryConfig } from "./registry-config";
import type { DataPlane } from "../planes/plane";

/** Components that speak to the API server from inside the sandbox, by their certificate. */
const COMPONENTS = ["admin", "controller-manager", "scheduler", "kubelet", "proxy"] as const;

/** Folder of the CNI plugins below the Debian packages' root. */
const CNI_PLUGINS = "usr/lib/cni";

/** The kernel's number of overlayfs; an overlay cannot lie on another. */
const OVERLAY_TYPE = 0x794c7630;

async function chooseSnapshotter(directory: string): Promise<ContainerdConfig["snapshotter"]> {
  return (await statfs(directory)).type === OVERLAY_TYPE ? "native" : "overlayfs";
}

/**
 * Writes every configuration file of a new sandbox; the certificates must be there.
 * @param scrapeSeconds - time between two scrapes of Prometheus
 * @returns the database's password
 */
export async function writeConfig(
  context: DaemonContext,
  debRoot: string,
  scrapeSeconds: number,
  plane: DataPlane,
): Promise<string> {
  const { paths, config, kubeconfig } = context;
  const postgresDir = path.join(paths.stateDir, "postgres");
  const password = randomBytes(16).toString("hex");
  const folders = ["cni", "registries/_default"].map((folder) => path.join(paths.configDir, folder));
  await Promise.all([...folders, postgresDir].map((folder) => mkdir(folder, { recursive: true })));
  const json = (file: string, value: object): Promise<void> =>
    writeFile(config(file), JSON.stringify(value, null, 2));
  const containerd: ContainerdConfig = {
    rootDir: path.join(paths.stateDir, "containerd"),
    runcPath: context.program("runc"),
    cniBinDir: path.join(debRoot, CNI_PLUGINS),
    cniConfigDir: config("cni"),
    registryConfigDir: config("registries"),
    snapshotter: await chooseSnapshotter(paths.stateDir),
  };
  const server = `https://127.0.0.1:${PORTS.api}`;
  await Promise.all([
    ...COMPONENTS.map((name) =>
      writeKubeconfig(kubeconfig(name), paths.pkiDir, {
        context: `sluice-${paths.name}`,
        server,
        certificate: name,
      }),
    ),
    writeFile(config("containerd.toml"), renderContainerdConfig(containerd)),
    writeFile(config("registries/_default/hosts.toml"), renderRegistryHosts()),
    writeFile(config("cni/10-sluice.conflist"), renderCniConfig()),
    writeFile(config("Corefile"), renderCorefile(kubeconfig("admin"))),
    writeFile(config("resolv.conf"), `nameserver ${NODE_ADDRESS}\n`),
    json(
      "kubelet.json",
      planKubeletConfig({
        pkiDir: paths.pkiDir,
        cgroup: paths.cgroup,
        resolvConf: config("resolv.conf"),
      }),
    ),
    json("kube-proxy.json", planProxyConfig(paths.name, kubeconfig("proxy"))),
    json("prometheus.json", planPrometheusConfig(config(TARGETS_FILE), scrapeSeconds, plane.metrics)),
    json("registry.json", planRegistryConfig(path.join(paths.stateDir, "registry"))),
    ...Object.entries(plane.files(context)).map(([file, content]) =>
      typeof content === "string" ? writeFile(config(file), content) : json(file, content),
    ),
    writeFile(path.join(postgresDir, "password"), password, { mode: 0o600 }),
  ]);
  await Promise.all(
    [postgresDir, path.join(postgresDir, "password")].map((file) => chown(file, NOBODY, NOBODY)),
  );
  await chmod(postgresDir, 0o700);
  return password;
}
