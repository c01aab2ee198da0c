import { Provider } from "@pulumi/kubernetes/provider";
import type { ProviderArgs } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { renderInClusterKubeconfig } from "../core/access/in-cluster";
import type { ClusterSettings } from "../core/settings";

/**
 * Pulumi's way into the cluster: only the configured context of the kubeconfig, or the account of the pod around it.
 * `clusterIdentifier` keeps another address of the same cluster from replacing everything.
 */
export function toProviderArgs({ context, uid, inCluster }: ClusterSettings): ProviderArgs {
  const way = inCluster === true ? { kubeconfig: renderInClusterKubeconfig(process.env) } : { context };
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
