import type * as https from "node:https";
import type { KubeConfig as KubeConfigType } from "@kubernetes/client-node";

/** Address of a cluster, and what its kubeconfig gives to be let in. */
export interface ClusterAccess {
  readonly server: string;
  /** Whether requests have to use the agent that `authorize` gives. */
  readonly proxied: boolean;
  /** Certificates, headers and such for one request; tokens expire, so it is asked before each. */
  authorize(): Promise<https.RequestOptions>;
}

// The package's index loads even more than its kubeconfig reader, which is all that is needed.
const loadKubeConfig = (): KubeConfigType => {
  const { KubeConfig } =
    require("@kubernetes/client-node/dist/config.js") as typeof import("@kubernetes/client-node");
  return new KubeConfig();
};

/**
 * Reads a context of KUBECONFIG (or ~/.kube/config) with everything that a kubeconfig may say.
 * @throws {Error} when there is no readable kubeconfig, or no such context in it
 */
export function readClusterAccess(context: string): ClusterAccess {
  const config = loadKubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new Error(
      `Cannot read kubeconfig: ${(error as Error).message}; set KUBECONFIG to a readable file`,
      { cause: error },
    );
  }
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(context)) {
    throw new Error(
      `Cannot use cluster "${context}": sluice:cluster.context must be a context of the kubeconfig (${names.join(", ") || "none"}): got ${context}; set KUBECONFIG or correct the context`,
    );
  }
  config.setCurrentContext(context);
  return {
    server: config.getCurrentCluster()?.server ?? "",
    proxied: config.getCurrentCluster()?.proxyUrl !== undefined,
    authorize: async () => {
      const options: https.RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      return options;
    },
  };
}
