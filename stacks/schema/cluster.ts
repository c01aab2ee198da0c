import { z } from "zod";
import type { ClusterSettings } from "../../components/core/settings";
import { mapping, text, told } from "../fields/field";

/** Name of the cluster around a pod, in place of a context's. */
const inClusterName = "in-cluster";

/** `sluice:cluster`: the cluster of the environment. */
export const clusterSchema = mapping("cluster", {
  context: told(
    "context of the kubeconfig (`KUBECONFIG`, else `~/.kube/config`); see [access.md](access.md)",
    text("be the name of a kubeconfig context").optional(),
    "required, but for `inCluster`",
  ),
  inCluster: told(
    "`true` instead of a context: the account of the pod that runs this",
    z.literal(true, { error: "be true, or left out" }).optional(),
    "false",
  ),
  uid: told(
    "uid of the namespace kube-system: `kubectl get namespace kube-system -o jsonpath={.metadata.uid}`",
    text("be the uid of the cluster's namespace kube-system", /^[\w-]+$/),
  ),
})
  .check((context) => {
    const { context: name, inCluster } = context.value;
    const refuse = (path: string, message: string): void => {
      context.issues.push({ code: "custom", path: [path], message, input: context.value });
    };
    if (name === undefined && inCluster === undefined)
      refuse("context", "be the name of a kubeconfig context");
    if (name !== undefined && inCluster !== undefined)
      refuse("inCluster", "not be set together with context");
  })
  .transform(({ context = inClusterName, inCluster, uid }): ClusterSettings => ({
    context,
    uid,
    ...(inCluster === undefined ? {} : { inCluster }),
  }));
