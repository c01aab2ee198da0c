import * as http from "node:http";
import * as https from "node:https";
import type { TLSSocket } from "node:tls";
import { pipeline } from "node:stream";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { AxiosInstance, AxiosResponse } from "axios";
import { openAgent } from "./agent";
import type { TlsOptions } from "./agent";
import { chooseProxy } from "./choose-proxy";
import { HttpError, readReason } from "./http-error";

/** One request to an address. */
export interface HttpRequest {
  readonly url: string;
  /** @default "GET" */
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default - the usual authorities, no client certificate */
  readonly tls?: TlsOptions | undefined;
  /** Whole time, connection and body included, milliseconds. */
  readonly timeoutMs: number;
  /** Longest body, bytes, counted while it is read and after it was unzipped. */
  readonly maxBytes: number;
  /** Whether a longer body is cut off instead of refused. @default false */
  readonly cut?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** An answer, whatever its status; a redirection is not followed, since it would carry credentials elsewhere. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; values of a name that came several times are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** Whether the server's certificate is valid; false for http. */
  readonly verified: boolean;
}

let shared: AxiosInstance | undefined;
const agents = new Map<string, http.Agent>();

/** The one client of everything that leaves for an address; loaded with the first request. */
function openClient(): AxiosInstance {
  if (shared !== undefined) return shared;
  const { create } = require("axios") as typeof import("axios");
  shared = create({
    adapter: "http",
    maxRedirects: 0,
    // The agent knows the proxy: axios reads no ranges in NO_PROXY.
    proxy: false,
    responseType: "stream",
    // Its own way takes half an answer for a whole one.
    decompress: false,
    transformRequest: [(data: unknown) => data],
    // Every answer is one; the caller judges its status.
    validateStatus: null,
    headers: { common: { accept: "*/*", "accept-encoding": "gzip", "user-agent": "sluice" } },
  });
  return shared;
}

function agentOf(url: URL, tls: TlsOptions | undefined): http.Agent {
  const proxy = chooseProxy(url);
  const key = JSON.stringify([url.origin, tls, proxy]);
  const agent = agents.get(key) ?? openAgent(url, { tls, proxy });
  agents.set(key, agent);
  return agent;
}

function unzip(answer: AxiosResponse<Readable>): AsyncIterable<Buffer> {
  const encoding = String(answer.headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding === "identity") return answer.data;
  if (encoding !== "gzip") throw new HttpError("unreachable", `an answer in ${encoding} cannot be read`);
  // A pipeline passes on that its source broke off; its reader gets the error.
  return pipeline(answer.data, createGunzip(), () => undefined);
}

async function readBody(answer: AxiosResponse<Readable>, { maxBytes, cut }: HttpRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of unzip(answer)) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBytes && cut !== true) {
      throw new HttpError("too-large", `answer must be at most ${maxBytes} bytes`);
    }
    if (size >= maxBytes && cut === true) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

/**
 * Sends one request and reads its answer.
 * @throws {HttpError} where there is none, in words that name no address
 */
export async function sendHttp(request: HttpRequest): Promise<HttpAnswer> {
  const { method = "GET", headers = {}, body, timeoutMs, signal } = request;
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const url = new URL(request.url);
    const agent = agentOf(url, request.tls);
    const { request: open } = url.protocol === "https:" ? https : http;
    let seen = { rawHeaders: [] as readonly string[], verified: false };
    const answer = await openClient().request<Readable>({
      url: url.href,
      method,
      headers: { ...headers },
      data: body,
      signal: AbortSignal.any([late, ...(signal === undefined ? [] : [signal])]),
      transport: {
        request: (options: https.RequestOptions, answered: (message: http.IncomingMessage) => void) =>
          open({ ...options, agent }, (message) => {
            // Read now: once the answer is over its socket no longer knows whether the certificate was valid.
            const verified = (message.socket as TLSSocket).authorized ?? false;
            seen = { rawHeaders: message.rawHeaders, verified };
            answered(message);
          }),
      },
    });
    const joined = Object.entries(answer.headers as Record<string, string | readonly string[]>).map(
      ([name, value]) => [name.toLowerCase(), typeof value === "string" ? value : value.join(", ")] as const,
    );
    return {
      status: answer.status,
      headers: Object.fromEntries(joined),
      ...seen,
      body: await readBody(answer, request),
    };
  } catch (error) {
    throw toHttpError(error, late, request);
  }
}

function toHttpError(error: unknown, late: AbortSignal, { signal, timeoutMs }: HttpRequest): HttpError {
  if (error instanceof HttpError) return error;
  if (signal?.aborted === true) return new HttpError("interrupted", "interrupted before the answer");
  if (late.aborted) return new HttpError("timeout", `no answer within ${Math.round(timeoutMs / 100) / 10} s`);
  // The error of axios contains the whole request with its credentials: only words of its cause are passed on.
  const cause = (error as Error).cause ?? error;
  const { code } = cause as { code?: unknown };
  // The code alone: the error itself has the request with its credentials.
  return new HttpError("unreachable", readReason(cause), { cause: { code } });
}
