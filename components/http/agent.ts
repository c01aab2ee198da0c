import * as http from "node:http";
import * as https from "node:https";

/** TLS options of a connection. */
export interface TlsOptions {
  /** Trusted authorities, PEM. @default - the usual ones */
  readonly ca?: string | readonly string[];
  /** The client's own certificate with its chain, PEM. */
  readonly cert?: string;
  /** Its private key, PEM. */
  readonly key?: string;
  /** Name that the server's certificate must have. @default - the host of the address */
  readonly servername?: string;
  /** Whether a certificate that is not valid ends the connection. @default true */
  readonly rejectUnauthorized?: boolean;
}

/** Arguments of {@link openAgent}. */
export interface AgentOptions {
  readonly tls?: TlsOptions | undefined;
  /** See `chooseProxy`. @default - none */
  readonly proxy?: URL | undefined;
  /** Whether connections are used again. @default true */
  readonly keepAlive?: boolean;
}

const mostSockets = 16;

/** Opens an agent for one address, by its proxy where it has one. Idle connections do not keep the process alive. */
export function openAgent(url: URL, { tls = {}, proxy, keepAlive = true }: AgentOptions = {}): http.Agent {
  const isSecure = url.protocol === "https:";
  const options = { ...(isSecure ? tls : {}), keepAlive, maxSockets: mostSockets } as https.AgentOptions;
  if (proxy?.protocol.startsWith("socks") === true) {
    const { SocksProxyAgent } = require("socks-proxy-agent") as typeof import("socks-proxy-agent");
    // As in Go, the proxy looks names up.
    return new SocksProxyAgent(proxy.href.replace(/^socks5:/, "socks5h:"), options);
  }
  // Node's own agents tunnel for https and send the whole address for http.
  const proxyEnv =
    proxy === undefined ? {} : { proxyEnv: { [isSecure ? "HTTPS_PROXY" : "HTTP_PROXY"]: proxy.href } };
  return isSecure
    ? new https.Agent({ ...options, ...proxyEnv })
    : new http.Agent({ ...options, ...proxyEnv });
}
