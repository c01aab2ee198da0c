import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import path from "node:path";
import { parse } from "yaml";
import { FaultError } from "./fault";

/** Address of a cluster and the account that asks. */
export interface KubeconfigPlace {
  /** Path of the kubeconfig file. */
  readonly kubeconfig: string;
  /** @default - the file's current-context */
  readonly context?: string;
}

/** One answer of the API server. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Sends one request to the API server. */
export type CallApi = (method: string, target: string, body?: unknown) => Promise<ApiAnswer>;

type Named<Key extends string> = Partial<Record<Key, Record<string, string>>> & { readonly name: string };

interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly Named<"context">[];
  readonly clusters?: readonly Named<"cluster">[];
  readonly users?: readonly Named<"user">[];
}

const TIMEOUT_MS = 10_000;

/**
 * Reads a kubeconfig with a client certificate or a token, in the file itself or beside it.
 * @throws {FaultError} when it names no such context, cluster or user
 */
export async function openApi(place: KubeconfigPlace): Promise<{ call: CallApi; close: () => void }> {
  const config = parse(await readFile(place.kubeconfig, "utf8")) as Kubeconfig;
  const name = place.context ?? config["current-context"];
  const context = config.contexts?.find((entry) => entry.name === name)?.context;
  const cluster = config.clusters?.find((entry) => entry.name === context?.["cluster"])?.cluster;
  const user = config.users?.find((entry) => entry.name === context?.["user"])?.user;
  const server = cluster?.["server"];
  if (!server || !user) {
    throw new FaultError(
      `Cannot reach the cluster of "${place.kubeconfig}": context must have a cluster and a user: got ${JSON.stringify(name)}`,
    );
  }
  const load = async (from: Record<string, string>, key: string): Promise<Buffer | undefined> => {
    const inline = from[`${key}-data`];
    if (inline) return Buffer.from(inline, "base64");
    const file = from[key];
    return file ? await readFile(path.resolve(path.dirname(place.kubeconfig), file)) : undefined;
  };
  const [ca, cert, key] = await Promise.all([
    load(cluster, "certificate-authority"),
    load(user, "client-certificate"),
    load(user, "client-key"),
  ]);
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ca, cert, key });
  const headers: Record<string, string> = user["token"] ? { authorization: `Bearer ${user["token"]}` } : {};
  const call: CallApi = (method, target, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = request(new URL(target, server), {
        method,
        agent,
        timeout: TIMEOUT_MS,
        headers: text ? { ...headers, "content-type": "application/json" } : headers,
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
      sent.on("error", reject);
      sent.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      });
      sent.end(text);
    });
  return { call, close: () => agent.destroy() };
}
