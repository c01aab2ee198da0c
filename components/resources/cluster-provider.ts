import { Provider } from "@pulumi/kubernetes/provider";
import type { ProviderArgs } from "@pulumi/kubernetes/provider";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { renderInClusterKubeconfig } from "../core/access/in-cluster";
import type { ClusterSettings } from "../core/settings";

/**
 * Keeps a list of files in `KUBECONFIG` from the plugin's input, which takes it for the text of one. Without that input
 * the plugin merges the files itself, as kubectl does.
 */
function withoutList(list = ""): { readonly kubeconfig?: pulumi.Output<string> } {
  // An output without a value is left out, where no input at all is filled in from the variable.
  return list.includes(path.delimiter)
    ? { kubeconfig: pulumi.output(undefined) as unknown as pulumi.Output<string> }
    : {};
}

/**
 * Pulumi's way into the cluster: only the configured context of the kubeconfig, or the account of the pod around it.
 * `clusterIdentifier` keeps another address of the same cluster from replacing everything.
 */
export function toProviderArgs({ context, uid, inCluster }: ClusterSettings): ProviderArgs {
  const way =
    inCluster === true
      ? { kubeconfig: renderInClusterKubeconfig(process.env) }
      : { context, ...withoutList(process.env["KUBECONFIG"]) };
  return { ...way, clusterIdentifier: uid, enableServerSideApply: true };
}

/**
 * Declares Pulumi's access to the cluster.
 * @param after - resource that checks that it is the configured cluster: a wrong one in the state would make the next
 * run, with the right one, replace every object. A preview writes no state and does not wait, so that its providers
 * start side by side
 */
export function declareClusterProvider(cluster: ClusterSettings, after: pulumi.Resource): Provider {
  return new Provider("cluster", toProviderArgs(cluster), {
    dependsOn: pulumi.runtime.isDryRun() ? [] : [after],
  });
}
