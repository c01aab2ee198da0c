import * as http from "node:http";
import * as https from "node:https";
import { ApiError, toApiError } from "./api-error";
import type { CallOptions, Cluster } from "./api";
import { readClusterAccess } from "./cluster-access";
import { readPlainAccess } from "./plain-access";

/** Which cluster is meant: both are demanded, `current-context` is never used. */
export interface ClusterChoice {
  readonly context: string;
  /** uid of namespace kube-system. */
  readonly uid: string;
}

const connections = new Map<string, Promise<Cluster>>();

/**
 * The connection of this process to a cluster: opened and checked once, its idle sockets hold no process up.
 * @throws {Error} as {@link connect} does; a failure is not remembered
 */
export async function connectOnce(choice: ClusterChoice): Promise<Cluster> {
  const key = JSON.stringify([choice.context, choice.uid, process.env["KUBECONFIG"]]);
  const present = connections.get(key) ?? connect(choice);
  connections.set(key, present);
  try {
    return await present;
  } catch (error) {
    connections.delete(key);
    throw error;
  }
}

/**
 * Opens a connection by KUBECONFIG (or ~/.kube/config) and checks that it is the cluster that was meant.
 * @throws {Error} when the context is unknown, the server does not answer, or its kube-system has another uid
 */
export async function connect(choice: ClusterChoice): Promise<Cluster> {
  const cluster = await open(choice.context);
  const found = await cluster.find<{ metadata: { uid: string } }>("/api/v1/namespaces/kube-system");
  const uid = found?.metadata.uid;
  if (uid !== choice.uid) {
    cluster.close();
    throw new Error(
      `Cannot use cluster "${choice.context}": sluice:cluster.uid must be the uid of its namespace kube-system (${uid ?? "not found"}): got ${choice.uid}; ` +
        `either the context points at another cluster, or the cluster was made anew: kubectl --context ${choice.context} get namespace kube-system -o jsonpath={.metadata.uid}`,
    );
  }
  return cluster;
}

/** Opens a connection without the check of identity; for `init` and the sandbox, which learn the uid by it. */
export async function open(context: string): Promise<Cluster> {
  const access = readPlainAccess(context) ?? readClusterAccess(context);
  const { server, proxied } = access;
  const auth = await access.authorize();
  const secure = server.startsWith("https:");
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = auth;
  const tls = Object.fromEntries(
    Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const agent: http.Agent = secure
    ? new https.Agent({ ...tls, keepAlive: true, maxSockets: 16 })
    : new http.Agent({ keepAlive: true, maxSockets: 16 });
  const transport = secure ? https : http;

  const raw = async (method: string, path: string, options: CallOptions = {}) => {
    const text = options.body === undefined ? undefined : JSON.stringify(options.body);
    // Tokens of exec plugins and service accounts expire: ask again before every call, the library caches them.
    const now = await access.authorize();
    const timeoutMs = options.timeoutMs ?? 10_000;
    return await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const fail = (error: Error) =>
        reject(
          new ApiError(
            0,
            "Unreachable",
            `cluster "${context}" at ${server} does not answer: ${error.message}`,
            { cause: error },
          ),
        );
      const url = new URL(server.replace(/\/$/, "") + path);
      const request = transport.request(
        url,
        {
          method,
          agent: proxied && now.agent ? now.agent : agent,
          ...(now.auth === undefined || now.auth === null ? {} : { auth: now.auth }),
          headers: {
            accept: "application/json",
            "user-agent": "sluice",
            ...(now.headers as http.OutgoingHttpHeaders | undefined),
            ...(text === undefined
              ? {}
              : {
                  "content-type": options.contentType ?? "application/json",
                  "content-length": Buffer.byteLength(text),
                }),
          },
          signal: AbortSignal.any([
            AbortSignal.timeout(timeoutMs),
            ...(options.signal ? [options.signal] : []),
          ]),
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", fail);
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
          );
        },
      );
      request.on("error", (error) =>
        fail(
          error.name === "TimeoutError" || error.name === "AbortError"
            ? new Error(`no answer within ${timeoutMs / 1000} s`)
            : error,
        ),
      );
      request.end(text);
    });
  };

  const call = async <T>(method: string, path: string, options?: CallOptions): Promise<T> => {
    const { status, body } = await raw(method, path, options);
    if (status < 200 || status > 299) throw toApiError(status, body, `${method} ${path.split("?")[0]}`);
    return JSON.parse(body) as T;
  };
  const find = async <T>(path: string, options?: CallOptions): Promise<T | undefined> => {
    try {
      return await call<T>("GET", path, options);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  };
  return { context, server, call, find, raw, close: () => agent.destroy() };
}
