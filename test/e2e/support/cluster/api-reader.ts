import { readFile } from "node:fs/promises";
import * as https from "node:https";
import { parse } from "yaml";
import type { Sandbox } from "../../../../sandbox/cluster/lifecycle/sandbox";

/** Part that is read of the sandbox's kubeconfig, which has one cluster and one user. */
interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

/** Connections to a sandbox's API server with all rights. */
export async function openAgent(sandbox: Sandbox, options: https.AgentOptions = {}): Promise<https.Agent> {
  const { clusters, users } = parse(await readFile(sandbox.kubeconfig, "utf8")) as Kubeconfig;
  const decode = (text: string | undefined): Buffer => Buffer.from(text ?? "", "base64");
  return new https.Agent({
    ca: decode(clusters[0]?.cluster["certificate-authority-data"]),
    cert: decode(users[0]?.user["client-certificate-data"]),
    key: decode(users[0]?.user["client-key-data"]),
    ...options,
  });
}

/**
 * Reads an object by its path, as `kubectl get` does and without a process for each.
 * @throws {Error} where there is no answer, or one that is not 200
 */
export type ReadObject = <T>(path: string) => Promise<T>;

/** Opens a reader; each question has a connection of its own, since tests end the API server. */
export async function openReader(sandbox: Sandbox): Promise<ReadObject> {
  const agent = await openAgent(sandbox);
  return async <T>(path: string): Promise<T> =>
    await new Promise<T>((resolve, reject) => {
      const options = { agent, timeout: 10_000 };
      const request = https.get(new URL(path, sandbox.apiServer), options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const body = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(body) as T);
          else reject(new Error(`GET ${path}: HTTP ${response.statusCode}: ${body}`));
        });
      });
      request.on("timeout", () => request.destroy(new Error(`GET ${path}: no answer within 10 s`)));
      request.on("error", reject);
    });
}
