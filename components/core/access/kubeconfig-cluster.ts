import type { Read } from "./exec-plugin";
import { readText } from "./kubeconfig";
import type { Entry } from "./kubeconfig";
import { readContent } from "./kubeconfig-user";
import type { Content } from "./kubeconfig-user";

/** A cluster of a kubeconfig. */
export interface KubeconfigCluster {
  /** Address of the API server, without final slash. */
  readonly server: string;
  /** Trusted authorities; absent: the usual ones. `data` is base64. */
  readonly ca?: Content;
  /** Name that the server's certificate must have; absent: the host of the address. */
  readonly serverName?: string;
  /** Whether any certificate will do. */
  readonly insecure: boolean;
  readonly proxy?: string;
}

const refuse = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** Reads a cluster of a kubeconfig. */
export function readCluster(cluster: Entry): Read<KubeconfigCluster> {
  const server = readText(cluster["server"]);
  if (server === undefined || !/^https?:$/.test(URL.canParse(server) ? new URL(server).protocol : "")) {
    return refuse(`server must be an http or https address: got ${server ?? "nothing"}`);
  }
  const ca = readContent(cluster, "certificate-authority");
  const insecure = cluster["insecure-skip-tls-verify"] === true;
  if (insecure && ca !== undefined) {
    return refuse("insecure-skip-tls-verify must not be set together with certificate-authority");
  }
  const [serverName, proxy] = [readText(cluster["tls-server-name"]), readText(cluster["proxy-url"])];
  return {
    ok: true,
    value: {
      server: server.replace(/\/+$/, ""),
      insecure,
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { serverName }),
      ...(proxy === undefined ? {} : { proxy }),
    },
  };
}
