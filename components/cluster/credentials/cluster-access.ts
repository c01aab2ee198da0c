import { printProblem } from "../../core/problem";
import { findContext } from "../../core/access/kubeconfig";
import { readCluster } from "../../core/access/kubeconfig-cluster";
import { readUser } from "../../core/access/kubeconfig-user";
import type { KubeconfigUser } from "../../core/access/kubeconfig-user";
import { mayCarrySecrets } from "../../core/access/secure-address";
import type { TlsOptions } from "../../http/agent";
import { parseProxy } from "../../http/choose-proxy";
import type { Credentials } from "./credentials";
import { readerIn } from "./kubeconfig-reader";
import { readKubeconfig } from "./read-kubeconfig";
import { userCredentials } from "./user-credentials";

/** Address of a cluster, and the credentials for it. */
export interface ClusterAccess {
  /** Without final slash. */
  readonly server: string;
  /** The kubeconfig's own proxy; absent: by the environment. */
  readonly proxy?: URL;
  /** Options by which the server's certificate is checked; an authority in a file is read again each time. */
  tls(): Omit<TlsOptions, "cert" | "key">;
  readonly credentials: Credentials;
}

const anonymous = {
  ok: true,
  value: { identity: { kind: "none" }, impersonation: {} } as KubeconfigUser,
} as const;

/**
 * Reads a context of the kubeconfig, as kubectl does.
 * @throws {Error} naming what is missing or not supported; no request is ever sent without the credentials that the
 * context names
 */
export function readClusterAccess(context: string): ClusterAccess {
  const refuse = (problem: string, fix: string): Error =>
    new Error(printProblem({ text: `Cannot use cluster "${context}": ${problem}`, fix }));
  const found = findContext(readKubeconfig(), context);
  if (!found.ok) throw refuse(found.problem, "set KUBECONFIG or correct the context");
  const { cluster, user } = found;
  const correct = (file: string): string => `correct ${file}`;
  const known = readCluster(cluster.values);
  if (!known.ok) throw refuse(`cluster "${cluster.name}": ${known.problem}`, correct(cluster.file));
  const { server, ca, insecure, serverName, proxy } = known.value;
  // An address without TLS belongs to a proxy that has credentials itself, such as "kubectl proxy".
  const isAnonymous = server.startsWith("http:") && Object.keys(user?.values ?? {}).length === 0;
  if (user === undefined && !isAnonymous) {
    throw refuse(`context "${context}" must name a user of the kubeconfig: got none`, correct(cluster.file));
  }
  const read = isAnonymous || user === undefined ? anonymous : readUser(user.values);
  if (!read.ok) throw refuse(`user "${user?.name}": ${read.problem}`, correct(user?.file ?? cluster.file));
  if (!isAnonymous && !mayCarrySecrets(server)) {
    throw refuse(
      `cluster "${cluster.name}": server must be https, since user "${user?.name}" has credentials: got ${server}`,
      correct(cluster.file),
    );
  }
  const reader = readerIn(cluster.file);
  const userReader = user === undefined ? reader : readerIn(user.file);
  return {
    server,
    ...(proxy === undefined ? {} : { proxy: parseProxy(proxy, `cluster "${cluster.name}"`) }),
    tls: () => ({
      ...(ca === undefined ? {} : { ca: reader.content(ca) }),
      ...(serverName === undefined ? {} : { servername: serverName }),
      ...(insecure ? { rejectUnauthorized: false } : {}),
    }),
    credentials: userCredentials(read.value, cluster.values, userReader),
  };
}
