import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../core/settings";

/**
 * Pulumi's way into the cluster: the kubeconfig of KUBECONFIG or `~/.kube/config`, and only the configured context.
 * `clusterIdentifier` keeps another address of the same cluster from replacing everything.
 * @param after - what checks that it is the cluster that was meant: a wrong one in the state would make the next
 * run, with the right one, replace every object. A preview writes no state and does not wait, so that its providers
 * start side by side
 */
export function declareClusterProvider(cluster: Settings["cluster"], after: pulumi.Resource): Provider {
  return new Provider(
    "cluster",
    { context: cluster.context, clusterIdentifier: cluster.uid, enableServerSideApply: true },
    { dependsOn: pulumi.runtime.isDryRun() ? [] : [after] },
  );
}
