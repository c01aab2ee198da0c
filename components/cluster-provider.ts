import { Provider } from "@pulumi/kubernetes/provider";
import type { Settings } from "./core/settings";

/**
 * Pulumi's way into the cluster: the kubeconfig of KUBECONFIG or `~/.kube/config`, and only the configured context.
 * `clusterIdentifier` keeps another address of the same cluster from replacing everything.
 */
export function declareClusterProvider(cluster: Settings["cluster"]): Provider {
  return new Provider("cluster", {
    context: cluster.context,
    clusterIdentifier: cluster.uid,
    enableServerSideApply: true,
  });
}
