import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { jsonPatch } from "../../../components/cluster/api";
import { notServed, Refusal, serverAway } from "./answer";
import type { Answer } from "./answer";
import { discover, listGroups, listResources } from "./discovery";
import { readPath } from "./kinds";
import type { Target } from "./kinds";
import { parseJsonPatch } from "./patches";
import { ObjectStore } from "./store";
import type { Stored } from "./store";

/** One request as it came in. */
export interface FakeRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/**
 * Fate of a request: a status or a refusal instead of the answer, an answer that is lost after the request was carried out, a
 * path that is not served, a connection that breaks before, or something that another owner does just before it.
 */
export type FakeFault =
  | { readonly status: number }
  | { readonly refusal: Refusal }
  | "answerLost"
  | "notServed"
  | "unreachable"
  | { readonly before: () => Promise<void> | void };

/** An API server in this process. */
export interface FakeCluster {
  /** Its kubeconfig; the context is "fake". */
  readonly kubeconfig: string;
  /** uid of its namespace kube-system. */
  readonly uid: string;
  readonly requests: readonly FakeRequest[];
  /** Requests that were no reads and no questions about rights, as `METHOD path`. */
  writes(): readonly string[];
  /** Rights that the account lacks, as `verb resource`. */
  readonly denied: Set<string>;
  /** The next request that fits meets the fault; then everything is as before, unless `times` says otherwise. */
  fault(fits: (request: FakeRequest) => boolean, fault: FakeFault, times?: number): void;
  /** Creates or replaces an object as another owner, its status included. */
  put(objectPath: string, object: object, manager?: string): Stored;
  /** An object as it is; undefined where it is missing. */
  get<T = Stored>(objectPath: string): T | undefined;
  delete(objectPath: string): void;
  /** Keeps all objects as they are now; the result brings them back, without faults and denied rights. */
  save(): () => void;
  stop(): Promise<void>;
}

type Headers = Pick<IncomingMessage["headers"], "content-type" | "accept">;

interface Trap {
  readonly fits: (request: FakeRequest) => boolean;
  readonly fault: FakeFault;
  left: number;
}

const reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  if (text === "") return undefined;
  return request.headers["content-type"] === jsonPatch ? parseJsonPatch(text) : JSON.parse(text);
}

function review(body: unknown, denied: ReadonlySet<string>): Answer {
  const { spec } = body as { spec: { resourceAttributes: { verb: string; resource: string } } };
  const { verb, resource } = spec.resourceAttributes;
  return {
    status: 201,
    body: { ...(body as object), status: { allowed: !denied.has(`${verb} ${resource}`) } },
  };
}

/** Starts one; it has the namespaces kube-system and those that are given. */
export async function startFakeCluster(...namespaces: readonly string[]): Promise<FakeCluster> {
  const store = new ObjectStore();
  const requests: FakeRequest[] = [];
  const traps: Trap[] = [];
  const denied = new Set<string>();

  const carryOut = (
    request: FakeRequest,
    { "content-type": contentType = "", accept = "" }: Headers,
  ): Answer => {
    const { method, path: at, query, body } = request;
    if (at === reviews && method === "POST") return review(body, denied);
    if (at === "/version") return { status: 200, body: { major: "1", minor: "36" } };
    if (at === "/apis" && method === "GET")
      return { status: 200, body: accept.includes("apidiscovery") ? discover() : listGroups() };
    const target = readPath(at);
    if (target === undefined) {
      const resources = method === "GET" ? listResources(at) : undefined;
      return resources === undefined ? notServed : { status: 200, body: resources };
    }
    if (target.name === undefined && denied.has(`list ${target.plural}`)) return serverAway(403);
    const options = {
      manager: query.get("fieldManager") ?? "unknown",
      dryRun: query.get("dryRun") === "All",
    };
    if (target.name === undefined) return onCollection(target, request, options);
    switch (method) {
      case "GET":
        return { status: 200, body: store.find(target) };
      case "PUT":
        return { status: 200, body: store.replace(target, body, options) };
      case "PATCH":
        return { status: 200, body: store.patch(target, contentType, body, options) };
      case "DELETE":
        return { status: 200, body: store.remove(target) };
      default:
        throw new Refusal(405, "MethodNotAllowed", "the server does not allow this method");
    }
  };

  const onCollection = (
    target: Target,
    { method, query, body }: FakeRequest,
    options: { manager: string; dryRun: boolean },
  ): Answer => {
    if (method === "POST") return { status: 201, body: store.create(target, body, options) };
    const items = store.list(target, query.get("labelSelector") ?? "");
    return { status: 200, body: { kind: `${target.served.kind}List`, metadata: {}, items } };
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? "", "http://fake");
    const method = incoming.method ?? "GET";
    const request = { method, path: url.pathname, query: url.searchParams, body: await readBody(incoming) };
    requests.push(request);
    const trap = traps.find(({ fits, left }) => left > 0 && fits(request));
    if (trap !== undefined) trap.left--;
    const fault = trap?.fault;
    if (fault === "unreachable") return void incoming.socket.destroy();
    if (typeof fault === "object" && "before" in fault) await fault.before();
    const answer =
      typeof fault === "object" && "status" in fault
        ? serverAway(fault.status)
        : typeof fault === "object" && "refusal" in fault
          ? fault.refusal.answer
          : fault === "notServed"
            ? notServed
            : settle(() => carryOut(request, incoming.headers));
    if (fault === "answerLost") return void incoming.socket.destroy();
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  };

  const put = (objectPath: string, object: object, manager = "kubectl"): Stored => {
    const target = readPath(objectPath);
    if (target?.name === undefined) throw new Error(`${objectPath} names no object`);
    const options = { manager, dryRun: false };
    const { status, metadata, ...rest } = object as { status?: unknown; metadata?: object };
    const body = { ...rest, metadata: { ...metadata, name: target.name } };
    const isThere = settle(() => ({ status: 200, body: store.find(target) })).status === 200;
    const made = isThere
      ? store.replace(target, body, options)
      : store.create({ ...target, name: undefined }, body, options);
    if (status === undefined) return made;
    return store.replace({ ...target, subresource: "status" }, { ...made, status }, options);
  };

  for (const name of ["kube-system", ...namespaces]) put(`/api/v1/namespaces/${name}`, {});
  const server = createServer((incoming, response) => void handle(incoming, response));
  // A slow machine must not meet a connection that was idle for 5 s and ends as it is used again.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const folder = mkdtempSync(path.join(tmpdir(), "sluice-fake-cluster-"));
  const kubeconfig = path.join(folder, "kubeconfig");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      contexts: [{ name: "fake", context: { cluster: "fake" } }],
      clusters: [{ name: "fake", cluster: { server: address } }],
    }),
  );
  const get = <T>(objectPath: string): T | undefined => {
    const { status, body } = settle(() => ({
      status: 200,
      body: store.find(readPath(objectPath) as Target),
    }));
    return status === 200 ? (body as T) : undefined;
  };
  return {
    kubeconfig,
    uid: get<Stored>("/api/v1/namespaces/kube-system")?.metadata.uid ?? "",
    requests,
    writes: () =>
      requests
        .filter(({ method, path: at }) => method !== "GET" && at !== reviews)
        .map(({ method, path: at }) => `${method} ${at}`),
    denied,
    fault: (fits, fault, times = 1) => void traps.push({ fits, fault, left: times }),
    put,
    get,
    delete: (objectPath) => void store.remove(readPath(objectPath) as Target),
    save: () => {
      const restore = store.save();
      return () => {
        restore();
        traps.length = 0;
        denied.clear();
      };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

function settle(carryOut: () => Answer): Answer {
  try {
    return carryOut();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
