import { parseExecCredential, renderExecInfo } from "../../core/access/exec-plugin";
import type { ExecPlugin } from "../../core/access/exec-plugin";
import type { Entry } from "../../core/access/kubeconfig";
import type { Credentials } from "./credentials";
import type { KubeconfigReader } from "./kubeconfig-reader";
import { renewedCredentials } from "./renewed-credentials";
import { runHelper } from "../../http/run-helper";

/** Longest run of a program that gives credentials. */
const pluginTimeoutMs = 60_000;

/** Cluster entry of the kubeconfig as a credential program gets it: with the content of its authority's file. */
function tellCluster(cluster: Entry, reader: KubeconfigReader): Entry {
  const { "certificate-authority": file, "certificate-authority-data": data } = cluster;
  if (typeof file !== "string" || data !== undefined) return cluster;
  const content = Buffer.from(reader.content({ file })).toString("base64");
  return { ...cluster, "certificate-authority-data": content };
}

/**
 * Credentials that a program gives (`exec` of a kubeconfig): EKS, GKE, AKS, OIDC.
 * @param cluster - as the kubeconfig says
 */
export function pluginCredentials(plugin: ExecPlugin, cluster: Entry, reader: KubeconfigReader): Credentials {
  const command = plugin.command.includes("/") ? reader.resolve(plugin.command) : plugin.command;
  const fail = (words: string): never => {
    throw new Error(`credential plugin "${plugin.command}" ${words}`);
  };
  return renewedCredentials(async (signal) => {
    const told = plugin.provideClusterInfo ? tellCluster(cluster, reader) : cluster;
    const env = { ...plugin.env, KUBERNETES_EXEC_INFO: renderExecInfo(plugin, told) };
    const started = { ...plugin, command, env };
    const printed = await runHelper(started, { timeoutMs: pluginTimeoutMs, signal }).catch((error: Error) =>
      fail(error.message),
    );
    const parsed = parseExecCredential(printed, plugin);
    return parsed.ok ? parsed.value : fail(parsed.problem);
  });
}
