import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestSecure, type Agent } from "node:https";
import { RegistryError } from "./registry-error";

/** One request to a registry or to its token service. */
export interface HttpRequest {
  readonly url: URL;
  /** @default "GET" */
  readonly method?: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Holds the certificates of a private authority; used for https only. @default - the system's certificates */
  readonly agent?: Agent;
  /** Longest body, bytes. */
  readonly maxBytes: number;
  /** When everything must be over, redirects included. */
  readonly signal: AbortSignal;
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Sends one request without following redirects. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** The address without user, password and query: those may hold credentials. */
export function showUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function readBody(answer: IncomingMessage, { url, maxBytes }: HttpRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else {
        reject(
          new RegistryError("too-large", showUrl(url), `it must be at most ${maxBytes} bytes: got more`),
        );
        answer.destroy();
      }
    });
    answer.on("end", () => resolve(Buffer.concat(chunks)));
    answer.on("error", reject);
    answer.on("aborted", () => reject(new Error("the connection was closed in the middle of the answer")));
  });
}

const flatten = (headers: IncomingMessage["headers"]): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );

/**
 * Sends one request over the network.
 * @throws {RegistryError} `too-large`, `timeout` or `unreachable`
 */
export const sendHttp: Send = async (request) => {
  const { url, method = "GET", headers, body, agent, signal } = request;
  const secure = url.protocol === "https:";
  const open = secure ? requestSecure : requestPlain;
  const options = { method, headers, signal, ...(secure && agent !== undefined ? { agent } : {}) };
  try {
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const sent = open(url, options, (answer) => {
        readBody(answer, request).then(
          (bytes) =>
            resolve({ status: answer.statusCode ?? 0, headers: flatten(answer.headers), body: bytes }),
          reject,
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    if (signal.aborted) throw new RegistryError("timeout", showUrl(url), "it did not answer in time", error);
    const reason = error instanceof Error ? readReason(error) : String(error);
    throw new RegistryError("unreachable", showUrl(url), reason, error);
  }
};

/** A failed connection to several addresses has an empty message and one error per address. */
function readReason(error: Error): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors
      .map((each: unknown) => (each instanceof Error ? each.message : String(each)))
      .join(", ");
  }
  return error.message;
}
