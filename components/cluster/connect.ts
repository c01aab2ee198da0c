import { kubectl } from "../core/access/kubectl";
import type { ClusterSettings } from "../core/settings";
import { RunEnd } from "../core/run-end";
import { chooseProxy } from "../http/choose-proxy";
import { openAgents } from "./agents";
import { ApiError, isNotServed, toApiError } from "./api-error";
import type { CallOptions, Cluster, FindOptions } from "./api";
import { readClusterAccess } from "./credentials/cluster-access";
import type { Authorization } from "./credentials/credentials";
import { readInClusterAccess } from "./credentials/in-cluster-access";
import { sendRequest } from "./send-request";
import type { ClusterAnswer } from "./send-request";

/** Credentials may ask a program, which takes its time when it starts, milliseconds. */
const firstCredentialsMs = 30_000;

/** Error of a question that was given up, by its name. */
const timeoutError = (timeoutMs: number): Error =>
  Object.assign(new Error(`no answer within ${timeoutMs / 1000} s`), { name: "TimeoutError" });

const connections = new Map<string, Promise<Cluster>>();

/**
 * Connection of this process to a cluster: opened and checked once; its idle sockets do not keep the process alive.
 * @throws {Error} as {@link connect} does; a failure is not remembered
 */
export async function connectOnce(choice: ClusterSettings): Promise<Cluster> {
  const key = JSON.stringify([choice, process.env["KUBECONFIG"]]);
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
 * Opens a connection by KUBECONFIG (or ~/.kube/config), or by the pod's own account, and checks that the cluster is the
 * configured one.
 * @throws {Error | RunEnd} when the context is unknown, the server does not answer, or its kube-system has another uid
 */
export async function connect(choice: ClusterSettings): Promise<Cluster> {
  const cluster = await open(choice);
  const found = await cluster.find<{ metadata: { uid: string } }>("/api/v1/namespaces/kube-system");
  const uid = found?.metadata.uid;
  if (uid !== choice.uid) {
    cluster.close();
    throw new RunEnd("usage", {
      text: `Cannot use cluster "${choice.context}": sluice:cluster.uid must be the uid of its namespace kube-system (${uid ?? "not found"}): got ${choice.uid}`,
      fix: `correct the context, which points at another cluster, or the uid, where the cluster was created again: ${kubectl(choice, "get namespace kube-system -o jsonpath={.metadata.uid}")}`,
    });
  }
  return cluster;
}

/** Opens a connection without the check of identity; for `init` and the sandbox, which learn the uid by it. */
export async function open(choice: Omit<ClusterSettings, "uid">): Promise<Cluster> {
  const { context } = choice;
  const access = choice.inCluster === true ? readInClusterAccess() : readClusterAccess(context);
  const { server, credentials } = access;
  const base = new URL(server);
  const agents = openAgents(base, access.proxy ?? chooseProxy(base));

  const authorize = async (signal: AbortSignal): Promise<Authorization> => {
    try {
      return await credentials.get(signal);
    } catch (error) {
      const words = signal.aborted ? "its credentials were not there in time" : (error as Error).message;
      throw new ApiError(0, "NoCredentials", `cluster "${context}" at ${server} cannot be asked: ${words}`, {
        cause: error,
      });
    }
  };

  const send = async (
    method: string,
    path: string,
    { options, signal }: { options: CallOptions; signal: AbortSignal },
  ): Promise<ClusterAnswer> => {
    const attempt = async (authorization: Authorization): Promise<ClusterAnswer> => {
      const { headers, certificate = {} } = authorization;
      const agent = agents.of({ ...access.tls(), ...certificate });
      return await sendRequest({ url: new URL(server + path), method, agent, headers, options, signal });
    };
    const authorization = await authorize(signal);
    const answer = await attempt(authorization);
    // Refused credentials may have been renewed or withdrawn meanwhile: one more try with those in force now.
    return answer.status === 401 && credentials.refused(authorization)
      ? await attempt(await authorize(signal))
      : answer;
  };

  const raw = async (method: string, path: string, options: CallOptions = {}): Promise<ClusterAnswer> => {
    const { timeoutMs = 10_000, signal: given } = options;
    const late = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([late, ...(given === undefined ? [] : [given])]);
    try {
      return await send(method, path, { options, signal });
    } catch (error) {
      if (error instanceof ApiError) throw error;
      const cause = late.aborted ? timeoutError(timeoutMs) : (error as Error);
      const words = `cluster "${context}" at ${server} does not answer: ${cause.message}`;
      throw new ApiError(0, "Unreachable", words, { cause });
    }
  };

  const call = async <T>(method: string, path: string, options?: CallOptions): Promise<T> => {
    const { status, body } = await raw(method, path, options);
    if (status < 200 || status > 299) throw toApiError(status, body, `${method} ${path.split("?")[0]}`);
    return JSON.parse(body) as T;
  };
  const find = async <T>(path: string, options: FindOptions = {}): Promise<T | undefined> => {
    const { demandServed = false, ...others } = options;
    try {
      return await call<T>("GET", path, others);
    } catch (error) {
      const isAbsent = error instanceof ApiError && error.status === 404;
      if (isAbsent && !(demandServed && isNotServed(error))) return undefined;
      throw error;
    }
  };
  await authorize(AbortSignal.timeout(firstCredentialsMs));
  return { context, server, call, find, raw, close: () => agents.close() };
}
