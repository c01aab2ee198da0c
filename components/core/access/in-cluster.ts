import { RunEnd } from "../run-end";
type Variables = Readonly<Record<string, string | undefined>>;

/** Files in which a pod finds its account. */
export const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Address of the API server inside of a pod.
 * @throws {Error} outside of one
 */
export function inClusterServer(variables: Variables): string {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = variables;
  if (host && port) return `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  throw new RunEnd("usage", {
    text: "Cannot use the cluster around this pod: sluice:cluster.inCluster must be used in a pod: got no KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT",
    fix: "name a context of the kubeconfig instead",
  });
}

/**
 * Renders a kubeconfig for the account of a pod; it contains only the names of the account's files.
 * @throws {Error} outside of a pod
 */
export function renderInClusterKubeconfig(variables: Variables): string {
  const name = "in-cluster";
  const server = inClusterServer(variables);
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server, "certificate-authority": `${accountFolder}/ca.crt` } }],
    users: [{ name, user: { tokenFile: `${accountFolder}/token` } }],
  });
}
