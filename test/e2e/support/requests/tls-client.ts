import type { App } from "../app";

/** A client of an app by https, which looks at host, chain and version by itself. */
export interface TlsClient {
  /** Answer to a request as curl tells it, with these arguments besides: status and headers, or curl's error. */
  ask(...args: string[]): Promise<string>;
  /** Whether a host is served with a certificate that the client trusts. @default the app's host */
  isServed(host?: string): Promise<boolean>;
}

/**
 * Makes one.
 * @param ca - file with the authority that it trusts
 */
export function tlsClient(app: App, ca: string): TlsClient {
  const port = app.sandbox.gatewayTlsAddress.split(":")[1] ?? "";
  const askHost = async (host: string, args: readonly string[]): Promise<string> => {
    const shown = ["-sS", "-D", "-", "-o", "/dev/null", "--cacert", ca];
    const at = ["--resolve", `${host}:${port}:127.0.0.1`, `https://${host}:${port}/`];
    return (await app.start("curl", ...shown, ...args, ...at).ended).text;
  };
  return {
    ask: async (...args) => await askHost(app.host, args),
    isServed: async (host = app.host) => (await askHost(host, [])).includes(" 200"),
  };
}
