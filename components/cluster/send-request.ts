import * as http from "node:http";
import * as https from "node:https";
import { readReason } from "../http/http-error";
import { ApiError } from "./api-error";
import type { CallOptions } from "./api";

/** One request, with whatever lets it in. */
export interface ClusterRequest {
  readonly url: URL;
  readonly method: string;
  readonly agent: http.Agent;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly options: CallOptions;
  /** Moment at which everything must be over. */
  readonly signal: AbortSignal;
}

/** An answer, whatever its status. */
export interface ClusterAnswer {
  readonly status: number;
  readonly body: string;
}

const usualMaxBytes = 64 * 1024 * 1024;

/**
 * JSON in which the characters are escaped that Go escapes: the API server compares a `test` of a JSON Patch with its
 * own text of the value, so that one with `&` would never hold.
 */
function toJson(body: unknown): string {
  const escape = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(body).replaceAll(/[&<>\u2028\u2029]/g, escape);
}

/**
 * Sends one request to an API server.
 * @throws {ApiError} for an answer that is too large
 * @throws {Error} where there is none
 */
export async function sendRequest(request: ClusterRequest): Promise<ClusterAnswer> {
  const { url, method, agent, headers, options, signal } = request;
  const { body, contentType = "application/json", accept = "application/json" } = options;
  const { maxBytes = usualMaxBytes } = options;
  const text = body === undefined ? undefined : toJson(body);
  const content =
    text === undefined ? {} : { "content-type": contentType, "content-length": Buffer.byteLength(text) };
  const sent = {
    method,
    agent,
    signal,
    headers: { accept, "user-agent": "sluice", ...headers, ...content },
  } as https.RequestOptions;
  return await new Promise<ClusterAnswer>((resolve, reject) => {
    const fail = (error: unknown): void => reject(new Error(readReason(error), { cause: error }));
    const { request: open } = url.protocol === "https:" ? https : http;
    const sending = open(url, sent, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (size <= maxBytes) return;
        const what = `${method} ${url.pathname}`;
        reject(new ApiError(413, "TooLarge", `${what}: answer must be at most ${maxBytes} bytes`));
        response.destroy();
      });
      response.on("error", fail);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    sending.on("error", fail);
    sending.end(text);
  });
}
