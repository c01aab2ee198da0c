import { accountFolder, inClusterServer } from "../../core/access/in-cluster";
import type { ClusterAccess } from "./cluster-access";
import { readerIn } from "./kubeconfig-reader";
import { tokenFileCredentials } from "./token-file-credentials";

/**
 * Reads the account of the pod that this process runs in.
 * @param folder - where its files are. @default - where kubelets put them
 * @throws {Error} outside of a pod
 */
export function readInClusterAccess(variables = process.env, folder = accountFolder): ClusterAccess {
  const server = inClusterServer(variables);
  const reader = readerIn(`${folder}/config`);
  const read = (): string => reader.content({ file: "token" });
  return {
    server,
    tls: () => ({ ca: reader.content({ file: "ca.crt" }) }),
    credentials: tokenFileCredentials({ file: reader.resolve("token"), read }),
  };
}
