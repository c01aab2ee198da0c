import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Toolbox } from "../../tools/resolve";
import { DATABASE } from "../process/daemons/postgres";
import { writeKubeconfig } from "../config/kubeconfig";
import type { SandboxPaths } from "../config/paths";
import type { Sandbox } from "./sandbox";
import { planSandboxEnv } from "./sandbox-env";

/** Facts about a sandbox that are known once it is up. */
export interface SandboxFacts extends Pick<Sandbox, "ports" | "process" | "clusterUid" | "router"> {
  /** The database's. */
  readonly password: string;
}

/** Writes the kubeconfig for the machine and describes the sandbox as programs on the machine see it. */
export async function describeSandbox(
  paths: SandboxPaths,
  toolbox: Toolbox,
  facts: SandboxFacts,
): Promise<Sandbox> {
  const at = (port: number): string => `127.0.0.1:${port}`;
  const { ports } = facts;
  const kubeconfig = path.join(paths.stateDir, "kubeconfig");
  const context = `sluice-${paths.name}`;
  const apiServer = `https://${at(ports.api)}`;
  await writeKubeconfig(kubeconfig, paths.pkiDir, { context, server: apiServer, certificate: "admin" });
  const database = {
    address: at(ports.database),
    clusterAddress: "postgres.database.svc.cluster.local:5432",
    name: DATABASE,
    user: DATABASE,
    password: facts.password,
  };
  const { stateDir } = paths;
  const gatewayTlsAddress = at(ports.gatewayTls);
  const gatewayAuthority = path.join(paths.pkiDir, "edge-ca.crt");
  const { binDir } = toolbox;
  const passphrase = randomBytes(16).toString("hex");
  return {
    name: paths.name,
    router: facts.router,
    stateDir,
    kubeconfig,
    context,
    clusterUid: facts.clusterUid,
    apiServer,
    gatewayAddress: at(ports.gateway),
    gatewayTlsAddress,
    gatewayAuthority,
    prometheusUrl: `http://${at(ports.prometheus)}`,
    registryUrl: `http://${at(ports.registry)}`,
    database,
    binDir,
    env: planSandboxEnv({
      stateDir,
      kubeconfig,
      binDir,
      passphrase,
      database,
      gatewayTlsAddress,
      gatewayAuthority,
    }),
    process: facts.process,
    ports,
  };
}
