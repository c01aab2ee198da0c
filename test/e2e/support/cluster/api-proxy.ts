import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { request as ask } from "node:https";
import type { AddressInfo } from "node:net";

interface Config {
  readonly clusters: { cluster: Record<string, string> }[];
  readonly users: { user: Record<string, string> }[];
}

/** An API server in front of the real one that loses answers. */
export interface ApiProxy {
  /** A kubeconfig that leads here. */
  readonly kubeconfig: string;
  /** Requests whose answer was lost after the API server had carried them out. */
  readonly lost: readonly string[];
  close(): void;
}

/**
 * Starts an API server that carries everything out and breaks the connection off instead of giving the first answer to
 * a request that fits.
 * @param configText - kubeconfig of the real one, raw JSON
 * @param file - where the kubeconfig is written
 */
export async function startApiProxy(
  configText: string,
  file: string,
  fits: (method: string, path: string) => boolean,
): Promise<ApiProxy> {
  const config = JSON.parse(configText) as Config;
  const { cluster } = config.clusters[0] as Config["clusters"][number];
  const { user } = config.users[0] as Config["users"][number];
  const decode = (text: string | undefined): Buffer => Buffer.from(text ?? "", "base64");
  const tls = {
    ca: decode(cluster["certificate-authority-data"]),
    cert: decode(user["client-certificate-data"]),
    key: decode(user["client-key-data"]),
  };
  const lost: string[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    const loses = lost.length === 0 && fits(method, url);
    if (loses) lost.push(`${method} ${url}`);
    const { host: _host, ...others } = headers;
    const onward = ask(new URL(url, cluster["server"]), { ...tls, method, headers: others }, (answer) => {
      if (loses) answer.resume().on("end", () => request.socket.destroy());
      else answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers));
    });
    onward.on("error", () => request.socket.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const here = {
    ...config,
    clusters: config.clusters.map((one) => ({ ...one, cluster: { server: `http://127.0.0.1:${port}` } })),
    users: config.users.map((one) => ({ ...one, user: {} })),
  };
  await writeFile(file, JSON.stringify(here));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { kubeconfig: file, lost, close };
}
